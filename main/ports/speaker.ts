import type { Result } from '../../core/errors';
import type { SoundOutputs } from '../../core/siren/sound-output';

/** This machine's loudspeaker. */
export interface Speaker {
  /**
   * Starts a warning tone; resolves once it plays. Seconds 1..180, volume 1..100.
   * @param output one of `outputs()`, null: the system's default. One that is not there is a failure, never another one.
   */
  play(seconds: number, volume: number, output: string | null): Promise<Result<void>>;
  stop(): void;
  /** Whether the tone is playing; null where nobody can say. */
  playing(): boolean | null;
  /** What a tone can be sent to by name, as this machine says now; fails where its player cannot be told. */
  outputs(): Promise<Result<SoundOutputs>>;
}
