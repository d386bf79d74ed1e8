import { beatToSign, judgeBeat, readBeat, type Beat, type Heard } from '../../core/sync/beat';
import type { LiveView } from '../../core/sync/sync';
import { causeText } from '../../core/cause-text';
import { failure, type Failure } from '../../core/errors';
import type { Crypto } from '../../core/journal/crypto';
import { createSignal } from '../../core/signal';
import { utf8 } from '../../core/utf8';
import type { Beat as SignOfLife, Beats } from '../ports/beats';
import type { BrokerLine } from '../ports/broker-line';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Ids } from '../ports/ids';
import type { Journal } from '../ports/journal';
import type { Cancel, Schedule } from '../ports/schedule';
import type { Signer } from '../ports/signer';
import type { PeerEntry, TeamJournals } from '../ports/team-journals';

/** How often a console says that it is open, ms; one that was not heard for three times as long is unknown (law 2). */
const beatEvery = 20_000;
const quietAfter = 3 * beatEvery;
/** What is done in one go goes out together, ms. */
const gather = 50;

/** What others want to know before it has travelled by git. */
const news = /^(?:ALERT-(?:ACK|UNACK|GRADE|UNGRADE|SNOOZE|UNSNOOZE|NOTE|WORSE)|CASE-.*|MUTE-(?:SET|END)|ESCALATION-.*)$/;

export interface LiveDeskPorts {
  readonly workspace: CurrentWorkspace;
  readonly broker: BrokerLine;
  readonly journal: Journal;
  readonly team: TeamJournals;
  readonly signer: Signer;
  readonly crypto: Crypto;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ids: Ids;
  /** Whether this device's word is anybody's: a session key's is nobody's. */
  readonly speaks: () => boolean;
  /** Acts that were heard before their journal came. */
  readonly early: (entry: PeerEntry) => void;
}

interface Console extends Heard {
  readonly seenAt: number;
  readonly isGone: boolean;
}

/** Consoles that are open hear of each other at once, where a broker is configured; nothing depends on it (decisions.md 28). */
export class LiveDesk implements Beats {
  private readonly changed = createSignal();
  private readonly alive = createSignal<SignOfLife>();
  private readonly heard = new Map<string, Console>();
  /** BrokerLine that were refused for their clock, by writer. */
  private readonly off = new Map<string, Failure>();
  private readonly session: string;
  private readonly stops: Cancel[] = [];
  private n = 0;
  private acts: Beat['acts'] = [];
  private gathering: Cancel | null = null;
  private sending: Promise<void> = Promise.resolve();
  /** Why the last sign of life could not be signed: an agent may be locked for a while. */
  private unsigned: Failure | null = null;

  constructor(private readonly ports: LiveDeskPorts) {
    this.session = ports.ids.next();
  }

  async start(): Promise<void> {
    const { broker, journal, schedule, workspace } = this.ports;
    this.stops.push(
      broker.onText((text) => {
        this.hear(text);
      }),
      broker.onState(() => {
        if (broker.state().state === 'up') void this.say();
        this.changed.emit();
      }),
      journal.onAppend(({ writer, seq, at, hlc, code, data }) => {
        const { seq: newest, head } = journal.status();
        if (writer !== journal.status().writer || seq !== newest || !news.test(code)) return;
        this.acts.push({ seq, hash: head, at, hlc, code, data });
        this.gathering ??= schedule.after(gather, () => {
          this.gathering = null;
          void this.say();
        });
      }),
      schedule.every(beatEvery, () => {
        void this.say();
        this.changed.emit();
      }),
      workspace.onChanged(() => void this.join()),
    );
    await this.join();
  }

  view(): LiveView {
    const now = this.ports.clock.now();
    const consoles = [...this.heard].map(([writer, { seenAt, isGone }]) => ({ writer, state: isGone ? ('closed' as const) : now - seenAt > quietAfter ? ('unknown' as const) : ('open' as const), seenAt, problem: this.off.get(writer) ?? null }));
    const unheard = [...this.off].filter(([writer]) => !this.heard.has(writer)).map(([writer, problem]) => ({ writer, state: 'unknown' as const, seenAt: null, problem }));
    const line = this.ports.broker.state();
    return { ...line, problem: line.problem ?? this.unsigned, consoles: [...consoles, ...unheard].sort((a, b) => (a.writer < b.writer ? -1 : 1)) };
  }

  beat(): void {
    void this.say();
  }

  onBeat(listener: (beat: SignOfLife) => void): Cancel {
    return this.alive.on(listener);
  }

  onChanged(listener: () => void): Cancel {
    return this.changed.on(listener);
  }

  async close(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    this.gathering?.();
    await this.sending;
    const farewell = this.ports.broker.state().state === 'up' ? await this.signed('farewell', []) : null;
    if (farewell !== null) this.ports.broker.send(farewell);
    this.ports.broker.close();
    this.changed.clear();
  }

  private async join(): Promise<void> {
    const { workspace, broker, speaks } = this.ports;
    const wanted = speaks() ? (workspace.get().settings.sync.broker ?? null) : null;
    // Without a farewell the others take this console for unknown where its line breaks, which is true.
    broker.use(wanted, wanted === null ? '' : ((await this.signed('farewell', [])) ?? ''));
  }

  private say(): Promise<void> {
    if (this.ports.broker.state().state !== 'up') {
      // What nobody could be told at once travels with the journal alone.
      this.acts = [];
      return Promise.resolve();
    }
    const acts = this.acts.splice(0, 64);
    this.sending = this.sending.then(async () => {
      const beat = await this.signed('here', acts);
      if (beat !== null) this.ports.broker.send(beat);
    });
    return this.sending;
  }

  /** @returns null where the key cannot be used now; the next sign of life tries again */
  private async signed(kind: Beat['kind'], acts: Beat['acts']): Promise<string | null> {
    const { journal, clock, signer } = this.ports;
    const { writer, seq, head } = journal.status();
    this.n += 1;
    const beat: Beat = { v: 1, kind, writer, session: this.session, n: this.n, at: Math.trunc(clock.now()), head: { seq, hash: head }, acts };
    try {
      const sig = await signer.sign(utf8(beatToSign(beat)));
      this.unsigned = null;
      return JSON.stringify({ beat, alg: signer.alg, sig });
    } catch (cause) {
      this.unsigned = failure('beat-not-signed', { reason: causeText(cause) });
      return null;
    }
  }

  private hear(text: string): void {
    const { workspace, crypto, clock, team, journal } = this.ports;
    const read = readBeat(text, workspace.get().people, crypto);
    if (!read.ok || read.value.writer === journal.status().writer) return;
    const beat = read.value;
    const { writer, session, n, at, head } = beat;
    const last = this.heard.get(writer) ?? null;
    const judged = judgeBeat(beat, last, clock.now());
    if (!judged.ok) {
      if (judged.error.code !== 'beat-off') return;
      this.off.set(writer, judged.error);
      this.changed.emit();
      return;
    }
    this.off.delete(writer);
    if (beat.kind === 'farewell') {
      if (last !== null) this.heard.set(writer, { ...last, isGone: true });
      this.changed.emit();
      return;
    }
    this.heard.set(writer, { session, n, at, seenAt: clock.now(), isGone: false });
    this.alive.emit({ writer, at });
    if (head.seq > 0) team.claimed(writer, head.seq, head.hash);
    for (const act of beat.acts) this.ports.early({ ...act, writer });
    this.changed.emit();
  }
}
