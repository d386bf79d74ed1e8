import { fail, failure, ok, type Failure, type Result } from '../../../core/errors';
import type { HostKeyOffer, HostView } from '../../../core/host/host';
import { claimPath, type Claim } from '../../../core/run/claim';
import type { Target } from '../../../core/runbook/plan';
import type { Clock } from '../../ports/clock';
import type { Ids } from '../../ports/ids';
import type { Readiness, StepBody, StepEnd, StepProgress } from '../../ports/ssh';
import { Conversation } from './conversation';
import { fingerprint, keyLine, knownState, verdict } from './host-key-verdict';
import { keyType } from './known-hosts';
import { LinePool } from './line-pool';
import { OutputSplitter } from './output-splitter';
import { endOf, judge, numberOf } from './record-facts';
import { refusal } from './refusal';
import { StartChannels } from './start-channels';
import { readFrame, startFrame, stopFrame, sweepFrame, unsendable } from './step-frame';
import { wrapper } from './step-record-script';
import { codeOf, SshKeys } from './ssh-keys';
import { offeredKey, type SshLine } from './ssh-line';
import { readTranscript, Transcript } from './transcript';

export interface StepsOptions {
  readonly home: string;
  readonly agent: string | null;
  readonly knownHosts: readonly string[];
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
export type Stopped = { readonly confirmed: boolean; readonly by: 'INT' | 'TERM' | 'KILL' | 'already-ended' };

const progressMs = 100;

/** Steps on servers, inside the worker: lines, channels, bytes and files. The other side of main/ports/ssh.ts. */
export class SshSteps {
  readonly #pool: LinePool;
  readonly #channels: StartChannels;
  /** Transcripts whose step goes on although the line was lost, with the hash as far as it got. */
  readonly #unfinished = new Map<string, Transcript>();
  /** Claims that are being watched right now: whoever asks again is told the same end. */
  readonly #watched = new Map<string, Promise<StepEnd>>();
  /** Seals that look-ups left where nothing was started; a start that shows one may still claim. */
  readonly #seals = new Map<string, string>();

  constructor(private readonly options: StepsOptions) {
    this.#pool = new LinePool(new SshKeys(options), options.knownHosts);
    this.#channels = new StartChannels(options.ids);
  }

  async prepare(target: Target, jumps: readonly Target[]): Promise<Result<Readiness>> {
    const lent = await this.#pool.take(target, jumps);
    if (!lent.ok) return lent;
    try {
      const asking = this.#channels.prepare(lent.value.line, target);
      this.#channels.park(lent.value.line);
      const found = await asking;
      if (!found.ok) return found;
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
    if (wrong !== null) return this.#notSent(failure('value-unsendable', wrong));
    const lent = await this.#pool.take(target, jumps);
    if (!lent.ok) return this.#notSent(lent.error);
    const { line, release } = lent.value;
    try {
      const prepared = await this.#channels.prepare(line, target);
      if (!prepared.ok) return this.#notSent(prepared.error);
      // The shell on the host starts while the file here is opened; not a byte of the step goes before both are there.
      const opening = this.#channels.take(line);
      const password = body.sudo ? await this.options.secret(`sudo-password.${target.name}`) : null;
      const secrets = [...Object.values(body.secrets), ...(password?.ok === true ? [password.value] : [])];
      const transcript = await this.#transcript(claim, body.transcript, secrets);
      const { nonce, talk } = await opening;
      if (!transcript.ok) {
        if (talk.ok) talk.value.close();
        return this.#notSent(transcript.error);
      }
      if (!talk.ok) return await this.#unsent(claim, transcript.value, talk.error);
      const { place } = prepared.value;
      talk.value.send(
        startFrame({
          nonce,
          place,
          claim,
          timeoutMs: body.timeoutMs,
          sudo: !body.sudo ? 'no' : password?.ok === true ? { password: password.value } : 'nopasswd',
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

  async #attach(claim: Claim, target: Target, jumps: readonly Target[], known: Known, progress: Progress): Promise<StepEnd> {
    const lent = await this.#pool.take(target, jumps);
    if (!lent.ok) return this.#unknown(lent.error, this.#unfinished.get(claimPath(claim))?.received ?? 0);
    try {
      const transcript = await this.#transcript(claim, known.transcript, known.secrets ?? []);
      if (!transcript.ok) return this.#unknown(transcript.error, 0);
      return await this.#follow(claim, target, lent.value.line, known, transcript.value, progress);
    } finally {
      lent.value.release();
    }
  }

  async stop(claim: Claim, target: Target, jumps: readonly Target[], record: string): Promise<Result<Stopped>> {
    const nonce = this.options.ids.nonce();
    const answer = await this.#ask(target, jumps, nonce, stopFrame(nonce, record, claim));
    if (!answer.ok) return answer;
    const [word, by, confirmed] = answer.value;
    if (word !== 'STOPPED') return fail('line-lost', { host: target.name });
    if (by !== 'INT' && by !== 'TERM' && by !== 'KILL' && by !== 'already-ended') {
      return fail('line-lost', { host: target.name });
    }
    return ok({ confirmed: confirmed === 'yes', by });
  }

  /** Empties records older than seven days; gives how many. */
  async sweep(target: Target, jumps: readonly Target[], record: string): Promise<Result<number>> {
    const nonce = this.options.ids.nonce();
    const answer = await this.#ask(target, jumps, nonce, sweepFrame(nonce, record));
    if (!answer.ok) return answer;
    const count = numberOf(answer.value[1]);
    return answer.value[0] === 'SWEPT' && count !== null ? ok(count) : fail('line-lost', { host: target.name });
  }

  output(transcript: string, fromByte: number, maxBytes: number): ReturnType<typeof readTranscript> {
    return readTranscript(this.options.transcripts, transcript, fromByte, maxBytes);
  }

  async offer(target: Target, jumps: readonly Target[]): Promise<Result<HostKeyOffer>> {
    const expected = await this.#pool.expected(target);
    if (!expected.ok) return expected;
    const through = await this.#pool.through(jumps);
    if (!through.ok) return through;
    try {
      const offered = await offeredKey(target, expected.value, through.value.line);
      if (!offered.ok) return offered;
      return ok({
        host: target.name,
        type: keyType(offered.value) ?? 'unknown',
        fingerprint: fingerprint(offered.value),
        key: keyLine(offered.value),
        state: verdict(expected.value, offered.value).state,
        expected: [...knownState(expected.value).fingerprints],
      });
    } finally {
      through.value.release();
    }
  }

  async known(target: Target): Promise<HostView['key']> {
    const expected = await this.#pool.expected(target);
    if (!expected.ok) return { state: 'unchecked', source: 'none', fingerprints: [] };
    return knownState(expected.value);
  }

  async close(): Promise<void> {
    this.#pool.close();
    for (const transcript of this.#unfinished.values()) await transcript.close();
    this.#unfinished.clear();
  }

  /** The step runs: its output as it comes, until END or until the line is lost. */
  async #live(
    claim: Claim,
    target: Target,
    talk: Conversation,
    nonce: string,
    transcript: Transcript,
    progress: Progress,
  ): Promise<StepEnd> {
    this.#seals.delete(claimPath(claim));
    const splitter = new OutputSplitter(nonce);
    const tell = this.#teller(progress);
    for (let chunk = await talk.bytes(); chunk !== null; chunk = await talk.bytes()) {
      const { output, end } = splitter.push(chunk);
      await transcript.append(output, 'live');
      tell(transcript.received);
      if (end !== null) {
        talk.close();
        const facts = { end: 'rc', code: numberOf(end[0]), mark: end[1] ?? '' } as const;
        return this.#ended(claim, target, facts, transcript, false);
      }
    }
    return this.#unknown(failure('line-lost', { host: target.name }), transcript.received);
  }

  /** The step was started before: what is missing of its output, then its end. */
  async #follow(
    claim: Claim,
    target: Target,
    line: SshLine,
    known: Known,
    transcript: Transcript,
    progress: Progress,
  ): Promise<StepEnd> {
    const host = target.name;
    const nonce = this.options.ids.nonce();
    const { bootId, record } = known;
    const frame = readFrame({ nonce, record, claim, bootId, offset: transcript.received, wait: true });
    const talk = await Conversation.ask(line, wrapper, nonce, frame);
    if (!talk.ok) return this.#unknown(talk.error, transcript.received);
    const tell = this.#teller(progress);
    let splitter: OutputSplitter | null = null;
    for (let answer = await talk.value.words(); answer !== null; answer = await talk.value.words()) {
      const [word, first, , code, mark, , truncated] = answer;
      if (word === 'ABSENT') {
        talk.value.close();
        if (first !== 'same') return this.#unknown(failure('record-absent', { host, why: first ?? '' }), transcript.received);
        this.#seals.set(claimPath(claim), nonce);
        return this.#unsent(claim, transcript, null);
      }
      if (word === 'RECORD') splitter = new OutputSplitter(first ?? '');
      if (word === 'DATA') {
        for (let left = numberOf(first) ?? 0; left > 0; ) {
          const chunk = await talk.value.bytes(left);
          if (chunk === null) return this.#unknown(failure('line-lost', { host }), transcript.received);
          left -= chunk.length;
          await transcript.append(splitter?.push(chunk).output ?? chunk, 'late');
          tell(transcript.received);
        }
      }
      if (word === 'FACTS') {
        talk.value.close();
        if (splitter !== null) await transcript.append(splitter.rest(), 'late');
        const facts = { end: endOf(first), code: numberOf(code), mark: mark ?? '' };
        return this.#ended(claim, target, facts, transcript, truncated === 'yes');
      }
    }
    return this.#unknown(failure('line-lost', { host }), transcript.received);
  }

  /** The channel ended without a word of ours. The record decides whether something ran all the same. */
  async #silent(
    claim: Claim,
    target: Target,
    line: SshLine,
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
    facts: Parameters<typeof judge>[0],
    transcript: Transcript,
    isCut: boolean,
  ): Promise<StepEnd> {
    const { outcome, problem } = judge(facts, target, this.options.clock.now());
    const isWhole = facts.end === 'rc' && facts.mark !== 'running' && !isCut;
    if (outcome.kind === 'unknown') return this.#unknown(problem, transcript.received);
    this.#unfinished.delete(claimPath(claim));
    const bytes = transcript.received;
    const truncated = isCut || transcript.isTruncated;
    const sha256 = await transcript.finish(facts.code);
    return { outcome, bytes, sha256: isWhole ? sha256 : null, truncated, problem };
  }

  async #transcript(claim: Claim, name: string, secrets: readonly string[]): Promise<Result<Transcript>> {
    const before = this.#unfinished.get(claimPath(claim));
    if (before !== undefined) return ok(before);
    try {
      const opened = await Transcript.open(this.options.transcripts, name, this.options.clock, secrets, true);
      this.#unfinished.set(claimPath(claim), opened);
      return ok(opened);
    } catch (error) {
      return fail('transcript-unwritable', { transcript: name, why: codeOf(error) });
    }
  }

  async #ask(target: Target, jumps: readonly Target[], nonce: string, frame: Buffer): Promise<Result<readonly string[]>> {
    const lent = await this.#pool.take(target, jumps);
    if (!lent.ok) return lent;
    try {
      const talk = await Conversation.ask(lent.value.line, wrapper, nonce, frame);
      if (!talk.ok) return talk;
      const answer = await talk.value.words();
      if (answer === null) return { ok: false, error: refusal(talk.value, target, lent.value.line) };
      talk.value.close();
      return ok(answer);
    } finally {
      lent.value.release();
    }
  }

  async #unsent(claim: Claim, transcript: Transcript, problem: Failure | null): Promise<StepEnd> {
    this.#unfinished.delete(claimPath(claim));
    await transcript.close();
    return { ...this.#notSent(null), problem };
  }

  #notSent(problem: Failure | null): StepEnd {
    const why = problem?.code ?? 'never claimed';
    return { outcome: { kind: 'not-sent', why }, bytes: 0, sha256: null, truncated: false, problem };
  }

  #unknown(problem: Failure | null, bytes: number): StepEnd {
    const outcome = { kind: 'unknown', since: this.options.clock.now() } as const;
    return { outcome, bytes, sha256: null, truncated: false, problem };
  }

  #teller(progress: Progress): (bytes: number) => void {
    let told = 0;
    return (bytes) => {
      const now = this.options.clock.mono();
      if (now - told < progressMs) return;
      told = now;
      progress({ bytes });
    };
  }
}
