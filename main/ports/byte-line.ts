import type { Result } from '../../core/errors';

/** A connection to somewhere, as bytes. */
export interface ByteLine {
  /** False once it is closed. */
  send(bytes: Uint8Array): Promise<boolean>;
  /** The next bytes; null once it is closed. One call at a time. */
  receive(): Promise<Uint8Array | null>;
  close(): void;
}

/** Connects to a host as another one sees the network. */
export type ConnectBeyond = (host: string, port: number) => Promise<Result<ByteLine>>;
