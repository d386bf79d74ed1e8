import { fail, ok, type Result } from '../../../core/errors';
import type { Claim } from '../../../core/run/claim';
import type { Target } from '../../../core/runbook/plan';
import type { Ids } from '../../ports/ids';
import { Conversation } from './conversation';
import type { LinePool } from './line-pool';
import { numberOf } from './record-facts';
import { refusal } from './refusal';
import { isPassword, stopFrame, sweepFrame } from './step-frame';
import { wrapper } from './step-record-script';

export type Stopped = { readonly confirmed: boolean; readonly by: 'INT' | 'TERM' | 'KILL' | 'already-ended' };

export interface ChoresOptions {
  readonly pool: LinePool;
  readonly ids: Ids;
  readonly secret: (name: string) => Promise<Result<string>>;
}

/** What is asked of a record beside starting and watching a step: stopping it, and sweeping what is old. */
export class RecordChores {
  constructor(private readonly options: ChoresOptions) {}

  /** The password of sudo is sent only to a host that says it cannot signal the step without it. */
  async stop(claim: Claim, target: Target, jumps: readonly Target[], record: string): Promise<Result<Stopped>> {
    const host = target.name;
    if (record === '') return fail('record-impossible', { host });
    const told = await this.#stop(claim, target, jumps, record, '');
    if (!told.ok || told.value[1] !== 'password') return told.ok ? stopped(told.value, host) : told;
    const password = await this.options.secret(`sudo-password.${host}`);
    if (!password.ok) return password;
    if (!isPassword(password.value)) return fail('value-unsendable', { name: `sudo-password.${host}`, why: 'LF' });
    const again = await this.#stop(claim, target, jumps, record, password.value);
    return again.ok ? stopped(again.value, host) : again;
  }

  /** Empties records older than seven days; gives how many. */
  async sweep(target: Target, jumps: readonly Target[], record: string): Promise<Result<number>> {
    const nonce = this.options.ids.nonce();
    const answer = await this.#ask(target, jumps, nonce, sweepFrame(nonce, record));
    if (!answer.ok) return answer;
    const count = numberOf(answer.value[1]);
    return answer.value[0] === 'SWEPT' && count !== null ? ok(count) : fail('line-lost', { host: target.name });
  }

  #stop(claim: Claim, target: Target, jumps: readonly Target[], record: string, password: string): Promise<Result<readonly string[]>> {
    const nonce = this.options.ids.nonce();
    return this.#ask(target, jumps, nonce, stopFrame(nonce, record, claim, password));
  }

  async #ask(target: Target, jumps: readonly Target[], nonce: string, frame: Buffer): Promise<Result<readonly string[]>> {
    const lent = await this.options.pool.take(target, jumps);
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
}

function stopped([word, by, confirmed]: readonly string[], host: string): Result<Stopped> {
  if (word !== 'STOPPED') return fail('line-lost', { host });
  if (by === 'password') return fail('sudo-password-wrong', { host });
  if (by !== 'INT' && by !== 'TERM' && by !== 'KILL' && by !== 'already-ended') return fail('line-lost', { host });
  return ok({ confirmed: confirmed === 'yes', by });
}
