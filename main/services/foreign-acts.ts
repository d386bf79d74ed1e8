import { failure } from '../../core/errors';
import type { Blind } from '../../core/ipc/frame';
import { entryOrder } from '../../core/journal/entry-order';
import { peerLeadMs } from '../../core/journal/hybrid-clock';
import { createSignal } from '../../core/signal';
import { may } from '../../core/team/team';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { ForeignActs, ForeignChange, ForeignEntry } from '../ports/foreign-acts';
import type { Journal } from '../ports/journal';
import type { Cancel, Schedule } from '../ports/schedule';
import type { PeerEntry, TeamJournals } from '../ports/team-journals';
import type { TeamWord } from '../ports/team-word';

/** How often it is looked whether what a clock dated ahead counts by now, ms. */
const lookEvery = 15_000;

/** What another console's own eyes and clock said: this one has its own. */
const itsOwn = /^ALERT-(?:FIRED|RESOLVED|STORM|OVERDUE|UNMATCHED|ACK-LAPSED|ACK-THERE|UNACK-THERE|TOLD|NOT-TOLD|HELD|DUE)$|^MUTE-(?:BEGAN|ENDING|OVER)$/;
const shared = /^(?:ALERT|CASE|MUTE|ESCALATION)-/;
/** What a console does by itself, whoever sits there. */
const byMachine: ReadonlySet<string> = new Set(['CASE-OPEN', 'CASE-JOIN', 'CASE-REOPEN', 'ALERT-WORSE']);
const byPeople = /^(?:ALERT|CASE|MUTE)-/;

interface KnownEntry extends ForeignEntry {
  readonly hlc: string;
}

/**
 * Decides which entries of other consoles' journals count here. SECURITY: nothing counts that is not its writer's word
 * (a fork, a retired device); an act counts while its author may do it; what a clock dates more than five minutes ahead
 * waits until then (decisions.md 7), and the screen says so.
 */
export function createForeignActs(ports: {
  readonly team: TeamJournals;
  readonly journal: Journal;
  readonly workspace: CurrentWorkspace;
  readonly word: TeamWord;
  readonly clock: Clock;
  readonly schedule: Schedule;
}): ForeignActs & { early(this: void, entry: PeerEntry): void; look(this: void): void; blind(): readonly Blind[]; close(): void } {
  const { team, workspace, clock } = ports;
  const changes = createSignal<ForeignChange>();
  const known: KnownEntry[] = [];
  const counted = new Set<string>();
  /** What was heard before its journal came, by writer and number. */
  const heardEarly = new Map<string, { readonly hash: string; readonly order: string }>();
  const readTo = new Map<string, number>();
  let fresh: KnownEntry[] = [];
  let ahead = new Map<string, { readonly since: number; readonly minutes: number }>();
  let rules = '';
  let isReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });

  const hear = (told: PeerEntry): void => {
    const { writer, seq, at, hlc, code, data } = told;
    ports.journal.sawClock(hlc);
    const before = heardEarly.get(`${writer} ${String(seq)}`);
    heardEarly.delete(`${writer} ${String(seq)}`);
    // Its author's console said so at once, and here it is; where the journal says something else, the journal is right.
    if (before?.hash === told.hash) return;
    if (before !== undefined) forget(before.order);
    if (itsOwn.test(code) || !(shared.test(code) || isAboutCase(data))) return;
    const { late, happenedAt, ...own } = data;
    const done = late === true && typeof happenedAt === 'number' ? Math.min(at, happenedAt) : at;
    const entry = { writer, op: writer.slice(0, writer.indexOf('.')), seq, hlc, at: done, order: entryOrder({ hlc, writer, seq }), code, data: own };
    known.push(entry);
    fresh.push(entry);
  };

  const forget = (order: string): void => {
    const at = known.findIndex((entry) => entry.order === order);
    const [entry] = at === -1 ? [] : known.splice(at, 1);
    if (entry !== undefined && counted.delete(order)) changes.emit({ added: [], removed: [entry] });
  };

  const early = (told: PeerEntry): void => {
    const { writer, seq, hash } = told;
    const place = `${writer} ${String(seq)}`;
    if (heardEarly.has(place) || seq <= (readTo.get(writer) ?? 0)) return;
    hear(told);
    heardEarly.set(place, { hash, order: entryOrder(told) });
    look();
  };

  const look = (): void => {
    const word = ports.word.now();
    const roles = new Map(workspace.get().people.map(({ id, role }) => [id, role]));
    const now = clock.now();
    const mark = JSON.stringify([word.grounds, [...roles]]);
    const early = new Map<string, { readonly since: number; readonly minutes: number }>();
    const counts = ({ writer, op, seq, hlc, at, code }: KnownEntry): boolean => {
      if (word.against({ writer, seq, hlc }) !== null) return false;
      if (byPeople.test(code) && !byMachine.has(code) && !may(roles.get(op) ?? null, 'triage')) return false;
      if (at <= now + peerLeadMs) return true;
      early.set(writer, { since: ahead.get(writer)?.since ?? now, minutes: Math.round((at - now) / 60_000) });
      return false;
    };
    // Most of the time nothing but what is new needs to be weighed.
    const again = mark !== rules || ahead.size > 0;
    const weighed = again ? known : fresh;
    fresh = [];
    rules = mark;
    const added: ForeignEntry[] = [];
    const removed: ForeignEntry[] = [];
    for (const entry of weighed) {
      const is = counts(entry);
      if (is === counted.has(entry.order)) continue;
      (is ? added : removed).push(entry);
      if (is) counted.add(entry.order);
      else counted.delete(entry.order);
    }
    ahead = early;
    if (added.length + removed.length > 0) changes.emit({ added, removed });
  };

  const stops: Cancel[] = [
    team.onEntry((entry) => {
      readTo.set(entry.writer, entry.seq);
      hear(entry);
    }),
    team.onRead(() => {
      look();
      isReady();
    }),
    workspace.onChanged(look),
    ports.schedule.every(lookEvery, () => {
      if (ahead.size > 0) look();
    }),
  ];

  return {
    onForeign: changes.on,
    ready,
    early,
    look,
    blind: () => [...ahead].map(([writer, { since, minutes }]) => ({ id: `ahead-${writer}`, kind: 'team', name: writer, since, problem: failure('team-clock-ahead', { writer, minutes }) })),
    close() {
      for (const stop of stops) stop();
      changes.clear();
    },
  };
}

/** A ring, a run, a message: whatever names its case belongs to the case's story. */
function isAboutCase(data: PeerEntry['data']): boolean {
  return typeof data['caseId'] === 'string' || typeof data['case'] === 'string';
}
