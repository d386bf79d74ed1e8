import { fail, ok, type Result } from '../../../core/errors';
import type { Act } from '../../../core/ipc/contract';
import { createSignal } from '../../../core/signal';
import { sirenEntries } from '../../../core/siren/entries';
import type { Ring, SirenCard } from '../../../core/siren/siren';
import type { EntryData } from '../../../core/journal/codes';
import type { Locale } from '../../../core/text';
import type { Actor } from '../../ports/actor';
import type { Clock } from '../../ports/clock';
import type { Journal } from '../../ports/journal';
import type { Notifier } from '../../ports/notifier';
import type { Cancel, Schedule } from '../../ports/schedule';
import type { SirenDesk } from '../siren-desk';

/** The end of a silence of somebody else's ring, ms after it (decisions.md 29). */
const silenceLasts = 300_000;
/** So long before that end it is said, ms. */
const warnedBefore = 60_000;

type Again = EntryData<'SIREN-REARMED'>;
type Over = EntryData<'SIREN-REARM-OVER'>['why'];

export interface ReArmingPorts {
  readonly sirens: Pick<SirenDesk, 'ring' | 'onSilenced' | 'onHushed' | 'onRang'>;
  readonly journal: Journal;
  readonly actor: Actor;
  readonly notifier: Notifier;
  readonly locale: () => Locale;
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** Whether a ring belongs to an escalation, which goes on by itself. */
  readonly climbs: (ring: Ring) => boolean;
  /** Whether somebody has the case, or nothing of it fires any more. */
  readonly owned: (caseId: string) => boolean;
}

/** Who silences somebody else's ring has not woken them: it sounds again after five minutes, unless somebody has it. */
export interface ReArming {
  start(): Promise<void>;
  /** The cards with when each sounds again. */
  cards(cards: readonly SirenCard[]): SirenCard[];
  /** A person's decision that it does not. */
  letBe(request: { readonly siren: string }): Promise<Result<Act>>;
  /** An entry of another console's journal: whoever was rung silences it there. */
  hear(entry: { readonly writer: string; readonly at: number; readonly code: string; readonly data: Readonly<Record<string, unknown>> }): void;
  onChanged(listener: () => void): Cancel;
  close(): void;
}

export function createReArming(ports: ReArmingPorts): ReArming {
  const { sirens, journal, actor, notifier, clock, schedule, climbs, owned } = ports;
  const changed = createSignal();
  const waiting = new Map<string, { readonly again: Again; readonly cancels: readonly Cancel[] }>();
  const stops: Cancel[] = [];

  const drop = (siren: string): void => {
    for (const cancel of waiting.get(siren)?.cancels ?? []) cancel();
    if (waiting.delete(siren)) changed.emit();
  };

  const over = ({ siren, ring }: Again, why: Over): void => {
    drop(siren);
    journal.appendLate('SIREN-REARM-OVER', { siren, ring, why });
  };

  const isOwned = ({ caseId }: Pick<Again, 'caseId'>): boolean => caseId !== null && owned(caseId);

  const due = (again: Again): void => {
    if (isOwned(again)) {
      over(again, 'acked');
      return;
    }
    over(again, 'due');
    const { siren, reason, volume, seconds, caseId, at } = again;
    // What it says of itself, also that it was not rung, is in the journal.
    void sirens.ring({ to: siren, reason, volume, seconds, caseId, askedAt: at });
  };

  const warn = (again: Again): void => {
    if (isOwned(again)) return;
    const title = ports.locale() === 'ko' ? `${again.siren}이(가) 1분 뒤 다시 울립니다` : `${again.siren} rings again in a minute`;
    notifier.notify({ title, body: again.reason, urgent: false, open: { screen: 'sirens', id: again.siren } });
  };

  const wait = (again: Again): void => {
    drop(again.siren);
    const left = again.at - clock.now();
    const cancels = [
      schedule.after(Math.max(0, left), () => {
        due(again);
      }),
    ];
    if (left > warnedBefore) cancels.push(schedule.after(left - warnedBefore, () => { warn(again); }));
    waiting.set(again.siren, { again, cancels });
    changed.emit();
  };

  const hushedBy = (person: string): void => {
    for (const { again } of [...waiting.values()]) if (again.person === person) over(again, 'owner');
  };

  return {
    async start() {
      const left = new Map<string, Again>();
      await journal.replay(({ code, data }) => {
        if (code === 'SIREN-REARMED') {
          const read = sirenEntries[code].data.safeParse(data);
          if (read.success) left.set(read.data.siren, read.data);
        } else if (code === 'SIREN-REARM-OVER' && typeof data['siren'] === 'string') left.delete(data['siren']);
      });
      for (const again of left.values()) wait(again);
      stops.push(
        sirens.onSilenced(({ ring, by }) => {
          const { id, siren, person, reason, volume, caseId } = ring;
          if (person === by) hushedBy(person);
          else if (!climbs(ring) && !isOwned({ caseId })) {
            const seconds = Math.max(1, Math.round((ring.endsAt - ring.startedAt) / 1_000));
            const again = { ring: id, siren, person, reason, volume, seconds, caseId, at: clock.now() + silenceLasts };
            journal.appendLate('SIREN-REARMED', again);
            wait(again);
          }
        }),
        sirens.onHushed(({ owner, by }) => {
          if (owner === by) hushedBy(owner);
        }),
        sirens.onRang(({ rings }) => {
          for (const { siren } of rings) {
            const known = waiting.get(siren);
            if (known !== undefined) over(known.again, 'rang');
          }
        }),
      );
    },
    cards: (cards) =>
      cards.map((card) => {
        const again = waiting.get(card.id)?.again;
        return again === undefined || isOwned(again) ? card : { ...card, again: { at: again.at, reason: again.reason } };
      }),
    letBe({ siren }) {
      if (!actor.may('triage')) return Promise.resolve(fail('not-allowed', { right: 'triage' }));
      const known = waiting.get(siren);
      if (known === undefined) return Promise.resolve(fail('rearm-none', { siren }));
      over(known.again, 'decided');
      return Promise.resolve(ok({ en: `${siren} does not ring again`, ko: `${siren}은(는) 다시 울리지 않습니다`, undo: null }));
    },
    hear({ writer, at, code, data }) {
      if (code !== 'SIREN-SILENCE' || typeof data['siren'] !== 'string') return;
      const known = waiting.get(data['siren']);
      if (known !== undefined && writer.startsWith(`${known.again.person}.`) && at >= known.again.at - silenceLasts) over(known.again, 'owner');
    },
    onChanged: changed.on,
    close() {
      for (const stop of stops.splice(0)) stop();
      for (const siren of [...waiting.keys()]) drop(siren);
    },
  };
}
