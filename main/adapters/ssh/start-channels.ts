import { fail, failure, ok, type Failure, type Result } from '../../../core/errors';
import type { Target } from '../../../core/runbook/plan';
import type { Ids } from '../../ports/ids';
import { Conversation } from './conversation';
import { refusal } from './refusal';
import type { Line } from './line';
import { prepareFrame, type RecordPlace } from './step-frame';
import { prepareCommand, startCommand } from './step-record-script';

/** How long a shell waits on the host for a step that was prepared, in milliseconds. */
const patienceMs = 10_000;

/** A host as `prepare` found it. */
export interface Prepared {
  readonly place: RecordPlace;
  readonly warnings: readonly Failure[];
}

/** A shell on the host that has the start script and waits for its input. */
interface Waiting {
  readonly nonce: string;
  readonly opening: Promise<Result<Conversation>>;
}

/**
 * What a step needs on a line before it may be sent: the host's facts, asked once a connection because a reboot ends it,
 * and a shell that waits for the frame. `prepare` lets that shell start while the console still syncs the intent; it has
 * been told nothing about the step, and without input it ends and leaves nothing.
 */
export class StartChannels {
  readonly #prepared = new WeakMap<Line, Promise<Result<Prepared>>>();
  readonly #waiting = new WeakMap<Line, Waiting>();

  constructor(private readonly ids: Ids) {}

  prepare(line: Line, target: Target): Promise<Result<Prepared>> {
    const before = this.#prepared.get(line);
    if (before !== undefined) return before;
    const asking = this.#ask(line, target);
    this.#prepared.set(line, asking);
    void asking.then((found) => {
      if (!found.ok) this.#prepared.delete(line);
    });
    return asking;
  }

  /** The host did not take what was prepared: it is asked anew next time. */
  forget(line: Line): void {
    this.#prepared.delete(line);
  }

  /** Lets a shell start for the step that is coming. */
  park(line: Line): void {
    if (this.#waiting.has(line)) return;
    const waiting = this.#open(line);
    this.#waiting.set(line, waiting);
    const timer = setTimeout(() => {
      if (this.#waiting.get(line) !== waiting) return;
      this.#waiting.delete(line);
      void close(waiting);
    }, patienceMs);
    timer.unref();
  }

  /** A shell that waits for a frame, with the nonce it belongs to: the parked one, or a new one. */
  async take(line: Line): Promise<{ readonly nonce: string; readonly talk: Result<Conversation> }> {
    const parked = this.#waiting.get(line);
    this.#waiting.delete(line);
    if (parked !== undefined) {
      const talk = await parked.opening;
      // One that ended meanwhile was sent nothing; the next is as good as the first.
      if (talk.ok && talk.value.isOpen) return { nonce: parked.nonce, talk };
    }
    const { nonce, opening } = this.#open(line);
    return { nonce, talk: await opening };
  }

  #open(line: Line): Waiting {
    const nonce = this.ids.nonce();
    return { nonce, opening: Conversation.open(line, startCommand, nonce) };
  }

  async #ask(line: Line, target: Target): Promise<Result<Prepared>> {
    const host = target.name;
    const nonce = this.ids.nonce();
    const talk = await Conversation.ask(line, prepareCommand, nonce, prepareFrame(nonce));
    if (!talk.ok) return talk;
    const answer = await talk.value.words();
    if (answer === null) return { ok: false, error: refusal(talk.value, target, line) };
    const [word, bootId, killed, umask, pid, start, ...record] = answer;
    talk.value.close();
    if (word === 'NOPRINTF') return fail('record-shell', { host });
    if (word === 'MISSING') return fail('record-program', { host, program: bootId ?? '' });
    if (word !== 'READY' || bootId === undefined || umask === undefined || pid === undefined || start === undefined) {
      return fail('record-impossible', { host });
    }
    return ok({
      place: { bootId, record: record.join(' '), umask, line: [pid, start] },
      warnings: [
        ...(killed === 'yes' ? [failure('kills-at-logout', { host })] : []),
        ...(bootId === '-' ? [failure('boot-id-unreadable', { host })] : []),
      ],
    });
  }
}

async function close(waiting: Waiting): Promise<void> {
  const talk = await waiting.opening;
  if (talk.ok) talk.value.close();
}
