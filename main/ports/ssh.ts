import type { Result, Failure } from '../../core/errors';
import type { HostKeyOffer, HostView } from '../../core/host/host';
import type { Claim } from '../../core/run/claim';
import type { Outcome } from '../../core/run/outcome';
import type { MovedFile, PlanFile } from '../../core/runbook/file-step';
import type { Target } from '../../core/runbook/plan';
import type { HttpRequest, HttpResponse } from './http';

/** What must be known before a step is sent: journalled as intent, so that a reboot is told from a lost line. */
export interface Readiness {
  readonly bootId: string;
  /** Where the step record lives on the host. */
  readonly record: string;
  /** Things an operator should know, as failures (e.g. processes are killed at logout). */
  readonly warnings: readonly Failure[];
}

/** The file that a step moves: what the plan froze, and whether the host's side of it runs under sudo. */
export type FileWork = PlanFile & { readonly sudo: boolean };

/** The body of a step as it travels: parameters and script as data, never as command text. */
export interface StepBody {
  readonly script: string;
  readonly params: Readonly<Record<string, string>>;
  /** Unexported shell variables; values come from the vault at the moment of sending. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly sudo: boolean;
  /** Another user to run as, through `sudo -u`; absent or null: the login user, or root where `sudo` says so. */
  readonly user?: string | null;
  /** A person accepted that the host keeps no record: sent once, never looked up, may stay unknown (decisions.md 12). */
  readonly recordless?: boolean;
  /**
   * Where and for which boot the intent says that it starts. A host that has another place for it by now is sent nothing:
   * a look-up would ask in the journalled place, and take a step that runs for one that was never sent.
   */
  readonly place?: Pick<Readiness, 'bootId' | 'record'>;
  readonly cwd: string | null;
  readonly timeoutMs: number;
  /** The transcript to append output to: a path below the transcripts folder, without suffix. */
  readonly transcript: string;
  /** `get` and `put`: the script's variables come from here, and the file travels before or after it. */
  readonly file?: FileWork;
}

export interface StepProgress {
  readonly bytes: number;
  /** Bytes of a file moved so far. */
  readonly moved?: number;
}

/** How a step ended as far as this side knows. */
export interface StepEnd {
  readonly outcome: Outcome;
  readonly bytes: number;
  /** SHA-256 of the stream as received, hex; null when it is not whole. */
  readonly sha256: string | null;
  readonly truncated: boolean;
  readonly problem: Failure | null;
  /** `get` and `put`: the file that was put into place, or fetched whole. */
  readonly file?: MovedFile | undefined;
}

/** Steps on servers through the remote step record. Implemented by a worker process; bytes stay there. */
export interface Ssh {
  /**
   * Connects (host key verdict before any authentication byte), reads the boot id, finds a place for the record.
   * Without a place it fails with `record-impossible`, unless a person accepted a step without one.
   */
  prepare(target: Target, jumps: readonly Target[], how?: { readonly recordless?: boolean }): Promise<Result<Readiness>>;
  /** Starts a claim at most once, streams output to the transcript, resolves at its end or when the line is lost. */
  start(claim: Claim, target: Target, jumps: readonly Target[], body: StepBody, progress: (at: StepProgress) => void): Promise<StepEnd>;
  /** Looks a claim up, continues its output by offset, waits for its end. `bootId` is the one that was journalled; `secrets` are values to mask. */
  attach(claim: Claim, target: Target, jumps: readonly Target[], known: { readonly bootId: string; readonly record: string; readonly transcript: string; readonly secrets?: readonly string[]; readonly file?: FileWork }, progress: (at: StepProgress) => void): Promise<StepEnd>;
  /** INT, then TERM, then KILL; resolves with what was confirmed. */
  stop(claim: Claim, target: Target, jumps: readonly Target[], record: string): Promise<Result<{ readonly confirmed: boolean; readonly by: 'INT' | 'TERM' | 'KILL' | 'already-ended' }>>;
  /** A page of recorded output, sanitised text with colours as spans is the viewer's work; here: raw text lines. */
  output(transcript: string, fromByte: number, maxBytes: number): Promise<{ readonly text: string; readonly nextByte: number; readonly size: number; /** Offset and milliseconds since the start, a pair for each piece that came. */ readonly arrived?: readonly (readonly [number, number])[] }>;
  /** What key the host offers, without authenticating. */
  offer(target: Target, jumps: readonly Target[]): Promise<Result<HostKeyOffer>>;
  /** What is known of the host's key without touching the network. */
  known(target: Target): Promise<HostView['key']>;
  /** Ends idle connections and the worker. */
  close(): Promise<void>;
}

/** Housekeeping of the records on hosts. */
export interface RecordSweeper {
  /** Empties records that ended more than seven days ago, keeping that they ran and how they ended; gives how many. */
  sweep(target: Target, jumps: readonly Target[], record: string): Promise<Result<number>>;
}

/** A request as it travels to the worker: no signal, no sink. */
export type PlainRequest = Omit<HttpRequest, 'signal' | 'sink'>;

/** HTTP from a host's own network, over a channel that our line to it forwards; its host key is judged like any other. */
export interface RemoteHttp {
  /** Fails with the line's own failure where the host is not reached; the server then got nothing. */
  request(target: Target, jumps: readonly Target[], request: PlainRequest): Promise<Result<HttpResponse>>;
  /** Destroys a lane's connection and whatever waits on it; the line stays. */
  drop(lane: string): Promise<void>;
}

/** A connection from a host's own network, as bytes in base64; its host key is judged like any other. */
export interface RemoteBytes {
  /** Its id, once it is there. */
  connect(target: Target, jumps: readonly Target[], to: { readonly host: string; readonly port: number }): Promise<Result<string>>;
  /** The next bytes; null once it ended. One call at a time. */
  receive(connection: string): Promise<string | null>;
  /** False once it ended. */
  send(connection: string, bytes: string): Promise<boolean>;
  disconnect(connection: string): Promise<void>;
}
