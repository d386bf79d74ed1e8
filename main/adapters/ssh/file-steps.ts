import { setTimeout } from 'node:timers/promises';
import { fail, failure, ok, unreachable, type Failure, type Result } from '../../../core/errors';
import { claimPath, type Claim } from '../../../core/run/claim';
import { putUnchanged, readGetAnswer } from '../../../core/runbook/file-step-scripts';
import type { Target } from '../../../core/runbook/plan';
import type { Clock } from '../../ports/clock';
import type { FileWork, StepBody, StepEnd, StepProgress } from '../../ports/ssh';
import { saveFile } from './file-transfer-save';
import { openSource } from './file-transfer-source';
import { download, upload, type TransferWatch } from './file-transfer';
import type { Line } from './line';
import type { Stopped } from './record-chores';
import { recordMoved } from './record-moved';
import type { Known as KnownStep, SshSteps } from './ssh-steps';
import { notSent } from './step-ends';
import { recordName } from './step-frame';
import { readTranscript } from './transcript';

export interface FileStepsOptions {
  /** The workspace's folder, where files to put are. */
  readonly workspace: string;
  readonly transcripts: string;
  readonly clock: Clock;
}

type Progress = (at: StepProgress) => void;
type Known = KnownStep & { readonly file?: FileWork };
/** Where a step left its traces, on the host and here. */
type Traces = Pick<Known, 'record' | 'transcript'>;
type PutWork = Extract<FileWork, { kind: 'put' }>;
type GetWork = Extract<FileWork, { kind: 'get' }>;

/** One step on one host, as everything here needs it. */
interface Errand {
  readonly claim: Claim;
  readonly target: Target;
  readonly jumps: readonly Target[];
  readonly progress: Progress;
}

const progressMs = 100;
/** Without a byte of progress for this long, in milliseconds, an upload is given up. */
const patienceMs = 60_000;
/** Between two tries of an upload, in milliseconds. */
const firstPauseMs = 250;
const longestPauseMs = 5_000;
/** The answer is the last line of what a step printed; nothing of it is longer than two paths. */
const answerBytes = 8_192;

/**
 * Steps that move a file. The recorded step is where something happens on the host, at most once (law 3); what goes
 * before it (the upload into a file of our own) and behind it (reading) is harmless to repeat, and goes on after a cut.
 */
export class FileSteps {
  readonly #transfers = new Map<string, { readonly stop: AbortController; readonly over: Promise<unknown> }>();
  /** Claims on their way: a look-up that comes in between is told the same end. */
  readonly #underWay = new Map<string, Promise<StepEnd>>();

  constructor(
    private readonly steps: SshSteps,
    private readonly options: FileStepsOptions,
  ) {}

  start(claim: Claim, target: Target, jumps: readonly Target[], body: StepBody, progress: Progress): Promise<StepEnd> {
    const { file } = body;
    if (file === undefined) return this.steps.start(claim, target, jumps, body, progress);
    return this.#once(claim, () => this.#start({ claim, target, jumps, progress }, body, file));
  }

  attach(claim: Claim, target: Target, jumps: readonly Target[], known: Known, progress: Progress): Promise<StepEnd> {
    const { file } = known;
    if (file === undefined) return this.steps.attach(claim, target, jumps, known, progress);
    return this.#once(claim, async () => {
      const end = await this.steps.attach(claim, target, jumps, known, progress);
      return this.#after({ claim, target, jumps, progress }, file, known, end);
    });
  }

  /** Ends a transfer that is under way; where none is, the recorded step is stopped as any other. */
  async stop(claim: Claim, target: Target, jumps: readonly Target[], record: string): Promise<Result<Stopped>> {
    const transfer = this.#transfers.get(claimPath(claim));
    if (transfer === undefined) return this.steps.stop(claim, target, jumps, record);
    transfer.stop.abort();
    await transfer.over;
    return ok({ confirmed: true, by: 'already-ended' });
  }

  /** Ends every transfer. What was going to be put is not put; what was to be fetched is, by the next look-up. */
  async close(): Promise<void> {
    const all = [...this.#transfers.values()];
    for (const { stop } of all) stop.abort();
    await Promise.all(all.map(({ over }) => over));
  }

  #once(claim: Claim, act: () => Promise<StepEnd>): Promise<StepEnd> {
    const name = claimPath(claim);
    const before = this.#underWay.get(name);
    if (before !== undefined) return before;
    const acting = act().finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, acting);
    return acting;
  }

  async #start(errand: Errand, body: StepBody, work: FileWork): Promise<StepEnd> {
    const { claim, target, jumps, progress } = errand;
    const ready = await this.steps.prepare(target, jumps);
    if (!ready.ok) return notSent(ready.error);
    const moved = recordMoved(target.name, body.place, ready.value);
    if (moved !== null) return notSent(moved);
    const { record } = ready.value;
    if (work.kind === 'put') {
      const sent = await this.#upload(errand, work, record);
      if (!sent.ok) return notSent(sent.error);
    }
    const params = variables(work, record, claim);
    // The upload may have taken more than one line: what it was staged for is where it starts, or it does not.
    const place = body.place ?? ready.value;
    const end = await this.steps.start(claim, target, jumps, { ...body, params, secrets: {}, place }, progress);
    return this.#after(errand, work, { record, transcript: body.transcript }, end);
  }

  /** What follows once the recorded step has ended well. */
  async #after(errand: Errand, work: FileWork, known: Traces, end: StepEnd): Promise<StepEnd> {
    switch (work.kind) {
      case 'put':
        return isInPlace(end) ? { ...end, file: { bytes: work.bytes, sha256: work.sha256 } } : end;
      case 'get':
        return end.outcome.kind === 'ok' ? this.#fetch(errand, work, known, end) : end;
      default:
        return unreachable(work);
    }
  }

  /** Brings the file beside the step records, over as many lines as it takes. */
  #upload(errand: Errand, work: PutWork, record: string): Promise<Result<void>> {
    const { claim } = errand;
    const path = stagedPath(record, claim, 'put');
    const attempts = Array.from({ length: claim.attempt - 1 }, (_, index) => claim.attempt - 1 - index);
    const earlier = attempts.map((attempt) => stagedPath(record, { ...claim, attempt }, 'put'));
    return this.#transfer(errand, 0, async (watch) => {
      const opened = await openSource(this.options.workspace, work);
      if (!opened.ok) return opened;
      const source = { file: opened.value, bytes: work.bytes };
      try {
        return await this.#insist(errand, work.bytes, watch, (line, again) => upload(line, source, path, earlier, again));
      } finally {
        await opened.value.close();
      }
    });
  }

  /** Tries again on a new line as long as something arrives now and then. */
  async #insist(
    errand: Errand,
    bytes: number,
    watch: TransferWatch,
    act: (line: Line, watch: TransferWatch) => Promise<Result<void>>,
  ): Promise<Result<void>> {
    let sent = 0;
    let lastAt = this.options.clock.mono();
    const moved = (at: number): void => {
      if (at > sent) lastAt = this.options.clock.mono();
      sent = Math.max(sent, at);
      watch.moved(at);
    };
    for (let pause = firstPauseMs; ; pause = Math.min(2 * pause, longestPauseMs)) {
      const before = sent;
      const done = await this.#onLine(errand, (line) => act(line, { ...watch, moved }));
      if (done.ok || watch.signal.aborted || !mayPass(done.error)) return done;
      if (this.options.clock.mono() - lastAt > patienceMs) {
        return fail('upload-stalled', { host: errand.target.name, sent, bytes, seconds: patienceMs / 1_000 });
      }
      if (sent > before) pause = firstPauseMs;
      await setTimeout(pause, undefined, { signal: watch.signal }).catch(() => undefined);
    }
  }

  async #fetch(errand: Errand, work: GetWork, known: Traces, end: StepEnd): Promise<StepEnd> {
    const { transcripts, clock } = this.options;
    const { transcript } = known;
    const { size } = readTranscript(transcripts, transcript, 0, 0, null);
    const printed = readTranscript(transcripts, transcript, Math.max(0, size - answerBytes), answerBytes, null);
    const said = readGetAnswer(printed.text);
    const differs = failure('got-file-differs', { host: errand.target.name, path: work.from });
    const failed = (problem: Failure): StepEnd => ({ ...end, outcome: { kind: 'failed', code: 1 }, problem });
    if (said === null || said.bytes > work.maxBytes) return failed(differs);
    const path = work.sudo ? stagedPath(known.record, errand.claim, 'get') : work.from;
    const got = await this.#transfer(errand, end.bytes, (watch) =>
      saveFile({ transcripts, transcript, said, differs }, (into) =>
        this.#onLine(errand, (line) => download(line, { path, isOurs: work.sudo }, into, said.bytes, watch)),
      ),
    );
    if (got.ok) return { ...end, file: got.value };
    if (got.error.code === 'transfer-stopped') return { ...end, outcome: { kind: 'stopped', confirmed: true } };
    if (mayPass(got.error)) return { ...end, outcome: { kind: 'unknown', since: clock.now() }, problem: got.error };
    return failed(got.error);
  }

  /** Lets a transfer be seen and stopped while it lasts. `bytes` is what the step has printed. */
  #transfer<T>(errand: Errand, bytes: number, act: (watch: TransferWatch) => Promise<Result<T>>): Promise<Result<T>> {
    const name = claimPath(errand.claim);
    const stop = new AbortController();
    let told = 0;
    const moved = (at: number): void => {
      const now = this.options.clock.mono();
      if (now - told < progressMs) return;
      told = now;
      errand.progress({ bytes, moved: at });
    };
    const acting = act({ moved, signal: stop.signal })
      .then((done) => (stop.signal.aborted ? fail('transfer-stopped', { host: errand.target.name }) : done))
      .finally(() => this.#transfers.delete(name));
    this.#transfers.set(name, { stop, over: acting.catch(() => undefined) });
    return acting;
  }

  async #onLine<T>({ target, jumps }: Errand, act: (line: Line) => Promise<Result<T>>): Promise<Result<T>> {
    const lent = await this.steps.lines.take(target, jumps);
    if (!lent.ok) return lent;
    try {
      return await act(lent.value.line);
    } finally {
      lent.value.release();
    }
  }
}

/** A file of ours beside the claims' folders: nobody else has its name, and a new attempt has another. */
function stagedPath(record: string, claim: Claim, kind: FileWork['kind']): string {
  return `${record}/${recordName(claim)}.${kind}`;
}

/** What the fixed script gets: data in variables, never text of a command. */
function variables(work: FileWork, record: string, claim: Claim): Record<string, string> {
  const staged = stagedPath(record, claim, work.kind);
  switch (work.kind) {
    case 'put':
      return {
        staged,
        to: work.to,
        bytes: String(work.bytes),
        sha256: work.sha256,
        mode: work.mode ?? '',
        owner: work.owner ?? '',
        work: `.breakglass-${recordName(claim)}`,
      };
    case 'get':
      return { from: work.from, max: String(work.maxBytes), staged: work.sudo ? staged : '' };
    default:
      return unreachable(work);
  }
}

/** Failures of a line that is away now and may be back; all others stay until a person does something. */
const passing: readonly string[] = ['line-lost', 'host-unreachable', 'host-timeout', 'host-refused', 'ssh-channel-refused'];

function mayPass({ code }: Failure): boolean {
  return passing.includes(code);
}

/** Put there now, or found there. */
function isInPlace({ outcome }: StepEnd): boolean {
  return outcome.kind === 'ok' || (outcome.kind === 'failed' && outcome.code === putUnchanged);
}
