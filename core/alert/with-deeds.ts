import { isAbout, notYetOrdered, type Deed } from './deed';
import type { AlertRecord } from './record';

/** Deeds in order, each once. */
export function inOrder(deeds: readonly Deed[]): readonly Deed[] {
  const sorted = [...deeds].sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
  return sorted.filter((deed, at) => deed.order === notYetOrdered || deed.order !== sorted[at - 1]?.order);
}

type Ack = NonNullable<AlertRecord['ack']>;
type Snooze = NonNullable<AlertRecord['snooze']>;
type Verdict = NonNullable<AlertRecord['verdict']>;

interface Noise extends Pick<Deed, 'by' | 'at' | 'over'> {
  readonly reason: AlertRecord['noises'][number]['reason'];
}

/** More verdicts than this say nothing new about an alert. */
const mostNoises = 200;

/**
 * What stands of everything that was done, here and elsewhere: a pure function of the deeds and of the firing, so that
 * no order of arrival matters. The rules: an ack and a grade count for the firing they were given in; whoever gives back
 * gives back their own, or that of the person they name, so that nobody's ack is undone by somebody who had not heard of
 * it; of several acks and grades that stand, the latest is shown; of snoozes and their ends the latest counts.
 */
export function withDeeds(record: AlertRecord, others: readonly Deed[]): AlertRecord {
  const acks = new Map<string, Ack>();
  const verdicts = new Map<string, Verdict>();
  let noises: Noise[] = [];
  let snooze: Snooze | null = null;
  const notes: AlertRecord['notes'] = [];
  const own = new Set(record.deeds);
  const elsewhere = new Set<Verdict>();
  for (const deed of inOrder([...record.deeds, ...others.map((each) => about(record, each))])) {
    const { by, at, code, data, over } = deed;
    switch (code) {
      case 'ALERT-ACK':
        acks.delete(by);
        if (!over) acks.set(by, { by, at, until: typeof data['until'] === 'number' ? data['until'] : null });
        break;
      case 'ALERT-UNACK':
        acks.delete(typeof data['of'] === 'string' ? data['of'] : by);
        break;
      case 'ALERT-ACK-LAPSED':
        if (acks.get(String(data['by']))?.until === data['until']) acks.delete(String(data['by']));
        break;
      case 'ALERT-ACK-THERE': {
        // Somebody acknowledged it at its source: that counts where nobody has it here.
        const there = String(data['source']);
        if (acks.size === 0 && !over) acks.set(`at ${there}`, { by: String(data['by']), at, until: null, there });
        break;
      }
      case 'ALERT-UNACK-THERE':
        acks.delete(`at ${String(data['source'])}`);
        break;
      case 'ALERT-GRADE': {
        const { grade, why, reason } = data as Pick<Verdict, 'grade' | 'why'> & { readonly reason?: Noise['reason'] };
        verdicts.delete(by);
        if (!over) {
          const given = { grade, who: by, why, at };
          verdicts.set(by, given);
          if (!own.has(deed)) elsewhere.add(given);
        }
        noises = withoutOwn(noises, by, over);
        if (grade === 'noise') noises.push({ by, at, over, reason: reason ?? 'other' });
        break;
      }
      case 'ALERT-UNGRADE':
        verdicts.delete(by);
        noises = withoutOwn(noises, by, over);
        break;
      case 'ALERT-SNOOZE': {
        const { until, why, worse } = data as Pick<Snooze, 'until' | 'why'> & { readonly worse?: NonNullable<Snooze['worse']> };
        snooze = { by, at, until, why, worse: worse ?? null };
        break;
      }
      case 'ALERT-UNSNOOZE':
      case 'ALERT-WORSE':
        snooze = null;
        break;
      case 'ALERT-NOTE':
        notes.push({ at, by, text: String(data['text']) });
        break;
    }
  }
  const verdict = [...verdicts.values()].at(-1) ?? null;
  // It was given before it was last said to be due: others' journals are told anew at each start.
  const isOldNews = verdict !== null && elsewhere.has(verdict) && verdict.at <= (record.done.warnedAt ?? -Infinity);
  return {
    ...record,
    ack: [...acks.values()].at(-1) ?? null,
    snooze,
    verdict,
    notes,
    noises: noises.map(({ at, reason }) => ({ at, reason })).slice(-mostNoises),
    // A person's grade starts a 912's hours anew, and its warnings.
    done: isOldNews || sameVerdict(verdict, record.verdict) ? record.done : { ...record.done, overdue: false, dueSoon: false, dueAtNight: false },
  };
}

function sameVerdict(one: Verdict | null, two: Verdict | null): boolean {
  return one?.at === two?.at && one?.grade === two?.grade && one?.who === two?.who;
}

/** Which firing somebody else's deed is about: their clock and ours must do. */
function about(record: AlertRecord, deed: Deed): Deed {
  const from = isAbout(deed.code, 'ack') ? record.ackFrom : isAbout(deed.code, 'grade') ? (record.open ? record.gradeFrom : Math.max(record.gradeFrom, record.resolvedAt ?? 0)) : 0;
  return { ...deed, over: deed.at < from };
}

/** A verdict that the same person takes back, or gives anew about the same firing, was none. */
function withoutOwn(noises: readonly Noise[], by: string, over: boolean): Noise[] {
  const last = noises.findLast((each) => each.by === by);
  return last === undefined || last.over || over ? [...noises] : noises.filter((each) => each !== last);
}
