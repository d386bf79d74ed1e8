import { failure, ok, type Failure, type Result } from '../../../core/errors';
import type { HostKeyOffer, HostView } from '../../../core/host/host';
import { claimPath, type Claim } from '../../../core/run/claim';
import type { Target } from '../../../core/runbook/plan';
import type { Clock } from '../../ports/clock';
import type { Ids } from '../../ports/ids';
import type { Readiness, StepBody, StepEnd, StepProgress } from '../../ports/ssh';
import { Conversation } from './conversation';
import { codeOf } from './error-code';
import { knownOf, offerOf } from './key-offer';
import type { Line } from './line';
import { LinePool } from './line-pool';
import { OutputSplitter } from './output-splitter';
import { progressTeller } from './progress-teller';
import { RecordChores, type Stopped } from './record-chores';
import { endOf, judge, numberOf, type StepFacts } from './record-facts';
import { noPlace, recordMoved } from './record-moved';
import { refusal } from './refusal';
import { watchRoaming } from './roaming';
import { StartChannels } from './start-channels';
import { notSent } from './step-ends';
import { readFrame, recordlessFrame, secretsOf, startFrame, unsendable, type SudoMode } from './step-frame';
import { wrapper } from './step-record-script';
import { SshKeys } from './ssh-keys';
import { sudoMode } from './sudo-mode';
import type { Transcript } from './transcript';
import { Transcripts } from './transcripts';

export interface StepsOptions {
  readonly home: string;
  readonly agent: string | null;
  readonly knownHosts: readonly string[];
  /** The system's `ssh`, absolute, or null. */
  readonly openssh: string | null;
  readonly transcripts: string;
  readonly secret: (name: string) => Promise<Result<string>>;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface Known {
  readonly bootId: string;
  readonly record: string;
  readonly transcript: string;
  readonly secrets?: readonly string[];
}

type Progress = (at: StepProgress) => void;

/** How much of the beginning of an output is looked at for why sudo refused, in characters. */
const headLimit = 2_000;
/** How many processes that a lost supervisor left behind are named. */
const mostNamed = 20;

/** Steps on servers, inside the worker: lines, channels, bytes and files. The other side of main/ports/ssh.ts. */
export class SshSteps {
  readonly #pool: LinePool;
  readonly #channels: StartChannels;
  readonly #chores: RecordChores;
  readonly #transcripts: Transcripts;
  /** Claims that are being watched right now: whoever asks again is told the same end. */
  readonly #watched = new Map<string, Promise<StepEnd>>();
  /** Seals that look-ups left where nothing was started; a start that shows one may still claim. */
  readonly #seals = new Map<string, string>();
  /** Claims sent to hosts without a record: nobody else remembers that they may have begun. */
  readonly #unrecorded = new Set<string>();
  readonly #stopWatching: () => void;

  constructor(private readonly options: StepsOptions) {
    this.#pool = new LinePool(new SshKeys(options), { ...options, program: options.openssh });
    this.#stopWatching = watchRoaming(options.clock, () => {
      this.#pool.dropIdle();
    });
    this.#channels = new StartChannels(options.ids);
    this.#transcripts = new Transcripts(options.transcripts, options.clock);
    this.#chores = new RecordChores({ pool: this.#pool, ids: options.ids, secret: options.secret });
  }

  /** The lines of this worker, for whoever else speaks with the same hosts. */
  get lines(): LinePool {
    return this.#pool;
  }

  async prepare(
    target: Target,
    jumps: readonly Target[],
    how: { readonly recordless?: boolean } = {},
  ): Promise<Result<Readiness>> {
    const lent = await this.#pool.take(target, jumps);
    if (!lent.ok) return lent;
    try {
      const asking = this.#channels.prepare(lent.value.line, target);
      this.#channels.park(lent.value.line);
      const found = await asking;
      if (!found.ok) {
        if (how.recordless !== true || found.error.code !== 'record-impossible') return found;
        return ok({ ...noPlace, warnings: [found.error] });
      }
      const { place, warnings } = found.value;
      return ok({ bootId: place.bootId, record: place.record, warnings });
    } finally {
      lent.value.release();
    }
  }

  start(claim: Claim, target: Target, jumps: readonly Target[], body: StepBody, progress: Progress): Promise<StepEnd> {
    return this.#watch(claim, () => this.#start(claim, target, jumps, body, progress));
  }

  attach(claim: Claim, target: Target, jumps: readonly Target[], known: Known, progress: Progress): Promise<StepEnd> {
    return this.#watch(claim, () => this.#attach(claim, target, jumps, known, progress));
  }

  #watch(claim: Claim, act: () => Promise<StepEnd>): Promise<StepEnd> {
    const name = claimPath(claim);
    const before = this.#watched.get(name);
    if (before !== undefined) return before;
    const watching = act().finally(() => this.#watched.delete(name));
    this.#watched.set(name, watching);
    return watching;
  }

  async #start(claim: Claim, target: Target, jumps: readonly Target[], body: StepBody, progress: Progress): Promise<StepEnd> {
    const wrong = unsendable(body);
    if (wrong !== null) return notSent(failure('value-unsendable', wrong));
    const lent = await this.#pool.take(target, jumps);
    if (!lent.ok) return notSent(lent.error);
    const { line, release } = lent.value;
    try {
      const sudo = await sudoMode(this.options.secret, target, body);
      if (!sudo.ok) return notSent(sudo.error);
      const prepared = await this.#channels.prepare(line, target);
      const isAccepted = body.recordless === true && !prepared.ok && prepared.error.code === 'record-impossible';
      if (!prepared.ok && !isAccepted) return notSent(prepared.error);
      const moved = recordMoved(target.name, body.place, prepared.ok ? prepared.value.place : noPlace);
      if (moved !== null) return notSent(moved);
      if (!prepared.ok) return await this.#once(claim, line, body, sudo.value, progress);
      // The shell on the host starts while the file here is opened; not a byte of the step goes before both are there.
      const opening = this.#channels.take(line);
      const secrets = secretsOf(body, sudo.value);
      const transcript = await this.#transcripts.open(claim, body.transcript, secrets);
      const { nonce, talk } = await opening;
      if (!transcript.ok) {
        if (talk.ok) talk.value.close();
        return notSent(transcript.error);
      }
      if (!talk.ok) return await this.#unsent(claim, transcript.value, talk.error);
      const { place } = prepared.value;
      talk.value.send(
        startFrame({
          nonce,
          place,
          claim,
          timeoutMs: body.timeoutMs,
          sudo: sudo.value,
          user: body.user ?? null,
          seal: this.#seals.get(claimPath(claim)) ?? null,
          step: body,
        }),
      );
      const answer = await talk.value.words();
      const known = { bootId: place.bootId, record: place.record, transcript: body.transcript, secrets };
      switch (answer?.[0]) {
        case 'STARTED':
          return await this.#live(claim, target, talk.value, nonce, transcript.value, progress);
        case 'EXISTS':
          return await this.#follow(claim, target, line, known, transcript.value, progress);
        case 'VOID':
          return await this.#unsent(claim, transcript.value, failure('record-sealed', { host: target.name }));
        case 'REFUSED': {
          this.#channels.forget(line);
          const values = { host: target.name, why: answer[1] ?? '' };
          return await this.#unsent(claim, transcript.value, failure('record-refused', values));
        }
        default:
          return await this.#silent(claim, target, line, talk.value, known, transcript.value, progress);
      }
    } finally {
      release();
    }
  }

  /** A step without a record: whatever is not seen to its end is unknown for good, and it is never sent again. */
  async #once(claim: Claim, line: Line, body: StepBody, sudo: SudoMode, progress: Progress): Promise<StepEnd> {
    const { target } = line;
    const problem = failure('record-impossible', { host: target.name });
    if (this.#unrecorded.has(claimPath(claim))) return this.#unknown(problem, 0);
    const transcript = await this.#transcripts.open(claim, body.transcript, secretsOf(body, sudo));
    if (!transcript.ok) return notSent(transcript.error);
    const nonce = this.options.ids.nonce();
    const { timeoutMs, user = null } = body;
    const talk = await Conversation.open(line, wrapper, nonce);
    if (!talk.ok) return this.#unsent(claim, transcript.value, talk.error);
    this.#unrecorded.add(claimPath(claim));
    talk.value.send(recordlessFrame({ nonce, timeoutMs, sudo, user, step: body }));
    const answer = await talk.value.words();
    if (answer?.[0] === 'STARTED') {
      const end = await this.#live(claim, target, talk.value, nonce, transcript.value, progress);
      return end.outcome.kind === 'unknown' ? { ...end, problem } : end;
    }
    if (!line.isOpen || talk.value.exitCode === null) return this.#unknown(problem, 0);
    const end = await this.#unsent(claim, transcript.value, refusal(talk.value, target, line));
    return { ...end, outcome: { kind: 'refused', why: 'not started' } };
  }

  async #attach(claim: Claim, target: Target, jumps: readonly Target[], known: Known, progress: Progress): Promise<StepEnd> {
    if (known.record === '') return this.#unknown(failure('record-impossible', { host: target.name }), 0);
    const lent = await this.#pool.take(target, jumps);
    if (!lent.ok) return this.#unknown(lent.error, this.#transcripts.received(claim));
    try {
      const transcript = await this.#transcripts.open(claim, known.transcript, known.secrets ?? []);
      if (!transcript.ok) return this.#unknown(transcript.error, 0);
      return await this.#follow(claim, target, lent.value.line, known, transcript.value, progress);
    } finally {
      lent.value.release();
    }
  }

  stop(claim: Claim, target: Target, jumps: readonly Target[], record: string): Promise<Result<Stopped>> {
    return this.#chores.stop(claim, target, jumps, record);
  }

  sweep(target: Target, jumps: readonly Target[], record: string): Promise<Result<number>> {
    return this.#chores.sweep(target, jumps, record);
  }

  output(transcript: string, fromByte: number, maxBytes: number): ReturnType<Transcripts['page']> {
    return this.#transcripts.page(transcript, fromByte, maxBytes);
  }

  offer(target: Target, jumps: readonly Target[]): Promise<Result<HostKeyOffer>> {
    return offerOf(this.#pool, target, jumps);
  }

  known(target: Target): Promise<HostView['key']> {
    return knownOf(this.#pool, target);
  }

  async close(): Promise<void> {
    this.#stopWatching();
    this.#pool.close();
    await this.#transcripts.close();
  }

  /** The step runs: its output as it comes, until END or until the line is lost. */
  #live(claim: Claim, target: Target, talk: Conversation, nonce: string, transcript: Transcript, progress: Progress): Promise<StepEnd> {
    this.#seals.delete(claimPath(claim));
    return this.#writing(claim, transcript, talk, () => this.#hear(claim, target, talk, nonce, transcript, progress));
  }

  async #hear(claim: Claim, target: Target, talk: Conversation, nonce: string, transcript: Transcript, progress: Progress): Promise<StepEnd> {
    const splitter = new OutputSplitter(nonce);
    const tell = progressTeller(this.options.clock, progress);
    let said = '';
    for (let chunk = await talk.bytes(); chunk !== null; chunk = await talk.bytes()) {
      const { output, end } = splitter.push(chunk);
      if (said.length < headLimit) said += output.toString('utf8', 0, headLimit);
      await transcript.append(output, 'live');
      tell(transcript.received);
      if (end !== null) {
        talk.close();
        const facts = { end: 'rc', code: numberOf(end[0]), mark: end[1] ?? '', said, left: [] } as const;
        return this.#ended(claim, target, facts, transcript, false);
      }
    }
    return this.#unknown(failure('line-lost', { host: target.name }), transcript.received);
  }

  /** The step was started before: what is missing of its output, then its end. */
  async #follow(claim: Claim, target: Target, line: Line, known: Known, transcript: Transcript, progress: Progress): Promise<StepEnd> {
    const nonce = this.options.ids.nonce();
    const { bootId, record } = known;
    const frame = readFrame({ nonce, record, claim, bootId, offset: transcript.received, wait: true });
    const talk = await Conversation.ask(line, wrapper, nonce, frame);
    if (!talk.ok) return this.#unknown(talk.error, transcript.received);
    return this.#writing(claim, transcript, talk.value, () => this.#read(claim, target, talk.value, transcript, progress));
  }

  async #read(claim: Claim, target: Target, talk: Conversation, transcript: Transcript, progress: Progress): Promise<StepEnd> {
    const host = target.name;
    const tell = progressTeller(this.options.clock, progress);
    let splitter: OutputSplitter | null = null;
    let said = '';
    let isWhole = false;
    const left: string[] = [];
    for (let answer = await talk.words(); answer !== null; answer = await talk.words()) {
      const [word, first, , code, mark, , truncated] = answer;
      if (word === 'ABSENT') {
        talk.close();
        if (first !== 'same') return this.#unknown(failure('record-absent', { host, why: first ?? '' }), transcript.received);
        this.#seals.set(claimPath(claim), talk.nonce);
        return this.#unsent(claim, transcript, null);
      }
      if (word === 'RECORD') splitter = new OutputSplitter(first ?? '');
      if (word === 'DATA') {
        for (let rest = numberOf(first) ?? 0; rest > 0; ) {
          const chunk = await talk.bytes(rest);
          if (chunk === null) return this.#unknown(failure('line-lost', { host }), transcript.received);
          rest -= chunk.length;
          const { output, end } = splitter?.push(chunk) ?? { output: chunk, end: null };
          if (end !== null) isWhole = true;
          if (said.length < headLimit) said += output.toString('utf8', 0, headLimit);
          await transcript.append(output, 'late');
          tell(transcript.received);
        }
      }
      // A step that says nothing runs as well as one that does: it is unknown no longer (law 2).
      if (word === 'RUNS') progress({ bytes: transcript.received });
      if (word === 'GROUP' && left.length < mostNamed) left.push(answer.slice(1, 3).join(' '));
      if (word === 'FACTS') {
        talk.close();
        if (splitter !== null) await transcript.append(splitter.rest(), 'late');
        const facts = { end: endOf(first), code: numberOf(code), mark: mark ?? '', said, left };
        // A record that ends without END lost some of the output: a full disk, or a relay that was killed.
        const isCut = truncated === 'yes' || (facts.end === 'rc' && !isWhole);
        return this.#ended(claim, target, facts, transcript, isCut);
      }
    }
    return this.#unknown(failure('line-lost', { host }), transcript.received);
  }

  /** The channel ended without a word of ours. The record decides whether something ran all the same. */
  async #silent(
    claim: Claim,
    target: Target,
    line: Line,
    talk: Conversation,
    known: Known,
    transcript: Transcript,
    progress: Progress,
  ): Promise<StepEnd> {
    if (!line.isOpen || talk.exitCode === null) {
      return this.#unknown(failure('line-lost', { host: target.name }), transcript.received);
    }
    const problem = refusal(talk, target, line);
    const found = await this.#follow(claim, target, line, known, transcript, progress);
    if (found.outcome.kind !== 'not-sent') return found;
    return { ...found, outcome: { kind: 'refused', why: problem.code }, problem };
  }

  async #ended(
    claim: Claim,
    target: Target,
    facts: StepFacts,
    transcript: Transcript,
    isCut: boolean,
  ): Promise<StepEnd> {
    const { outcome, problem } = judge(facts, target, this.options.clock.now());
    const isWhole = facts.end === 'rc' && facts.mark !== 'running' && !isCut;
    if (outcome.kind === 'unknown') return this.#unknown(problem, transcript.received);
    const bytes = transcript.received;
    const truncated = isCut || transcript.isTruncated;
    const sha256 = await this.#transcripts.finish(claim, transcript, facts.code);
    return { outcome, bytes, sha256: isWhole ? sha256 : null, truncated, problem };
  }

  /** Where the disk does not take the output the channel is given up: the next look-up goes on with what is kept (law 2). */
  async #writing(claim: Claim, transcript: Transcript, talk: Conversation, read: () => Promise<StepEnd>): Promise<StepEnd> {
    try {
      return await read();
    } catch (error) {
      talk.close();
      await this.#transcripts.abandon(claim, transcript);
      return this.#unknown(failure('transcript-unwritable', { transcript: transcript.name, why: codeOf(error) }), transcript.received);
    }
  }

  async #unsent(claim: Claim, transcript: Transcript, problem: Failure | null): Promise<StepEnd> {
    await this.#transcripts.abandon(claim, transcript);
    return { ...notSent(null), problem };
  }

  #unknown(problem: Failure | null, bytes: number): StepEnd {
    const outcome = { kind: 'unknown', since: this.options.clock.now() } as const;
    return { outcome, bytes, sha256: null, truncated: false, problem };
  }
}
