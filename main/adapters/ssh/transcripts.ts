import { setImmediate } from 'node:timers/promises';
import { fail, ok, type Result } from '../../../core/errors';
import { claimPath, type Claim } from '../../../core/run/claim';
import type { Clock } from '../../ports/clock';
import { ArrivalTimes } from './arrival-times';
import { codeOf } from './error-code';
import { readTranscript, Transcript } from './transcript';

/**
 * The transcripts of this worker: those whose step goes on, and the recordings that are still to be derived. A recording
 * is made of what is on the disk and is no evidence, so that no outcome waits for it: it is derived while no step runs.
 */
export class Transcripts {
  readonly #open = new Map<string, Transcript>();
  readonly #ended: { readonly transcript: Transcript; readonly code: number | null }[] = [];
  readonly #times = new ArrivalTimes();
  #deriving: Promise<void> | null = null;

  constructor(
    private readonly folder: string,
    private readonly clock: Clock,
  ) {}

  /** The transcript of a claim: the one that is open, although its line was lost, with the hash as far as it got, or anew. */
  async open(claim: Claim, name: string, secrets: readonly string[]): Promise<Result<Transcript>> {
    const before = this.#open.get(claimPath(claim));
    if (before !== undefined) return ok(before);
    try {
      const opened = await Transcript.open(this.folder, name, this.clock, secrets, true);
      this.#open.set(claimPath(claim), opened);
      return ok(opened);
    } catch (error) {
      return fail('transcript-unwritable', { transcript: name, why: codeOf(error) });
    }
  }

  /** Bytes that came of a claim whose step goes on. */
  received(claim: Claim): number {
    return this.#open.get(claimPath(claim))?.received ?? 0;
  }

  /** The step has ended: everything is on the disk afterwards; gives the hash of the whole stream. */
  async finish(claim: Claim, transcript: Transcript, code: number | null): Promise<string> {
    this.#open.delete(claimPath(claim));
    const hash = await transcript.finish();
    this.#ended.push({ transcript, code });
    this.#deriving ??= this.#derive();
    return hash;
  }

  /** Nothing was started, or the disk takes no more: the files stay as they are, and the next look-up opens them anew. */
  async abandon(claim: Claim, transcript: Transcript): Promise<void> {
    this.#open.delete(claimPath(claim));
    await transcript.close().catch(() => undefined);
  }

  /** A page of the output. What was told as received may still be on its way to the file, and whoever was told asks once. */
  async page(transcript: string, fromByte: number, maxBytes: number): Promise<ReturnType<typeof readTranscript>> {
    const read = (): ReturnType<typeof readTranscript> => readTranscript(this.folder, transcript, fromByte, maxBytes, this.#times);
    const page = read();
    if (page.nextByte > fromByte) return page;
    const open = [...this.#open.values()].find(({ name }) => name === transcript);
    if (open === undefined || open.received <= fromByte) return page;
    await open.written();
    return read();
  }

  /** Closes what is open and derives what is left. */
  async close(): Promise<void> {
    // What could not be written is not counted as received: the next look-up fetches it from the host's record.
    for (const transcript of this.#open.values()) await transcript.close().catch(() => undefined);
    this.#open.clear();
    await this.#deriving;
    await this.#derive();
  }

  async #derive(): Promise<void> {
    // Whoever waits for the outcome is told first.
    await setImmediate();
    while (this.#open.size === 0) {
      const next = this.#ended.shift();
      if (next === undefined) break;
      // A full disk leaves a step without a recording; its evidence is `.raw` and `.times`.
      await next.transcript.derive(next.code).catch(() => undefined);
    }
    this.#deriving = null;
  }
}
