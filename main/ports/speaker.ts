import type { Result } from '../../core/errors';

/** This machine's loudspeaker. */
export interface Speaker {
  /** Starts a warning tone; resolves once it plays. Seconds 1..180, volume 1..100. */
  play(seconds: number, volume: number): Promise<Result<void>>;
  stop(): void;
  /** Whether the tone is playing; null where nobody can say. */
  playing(): boolean | null;
}
