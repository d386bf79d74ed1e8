import { teamEntries } from './entries';
import { may, type Person, type RetireReason } from './team';

/** An entry of somebody's journal, as far as it matters who wrote it and when. */
export interface Placed {
  /** `<operator>.<device>` */
  readonly writer: string;
  readonly seq: number;
  readonly hlc: string;
}

/** That a device is taken out of use, as an entry says it. */
export interface Retirement {
  /** Whose device: `<operator>.<device>`. */
  readonly of: string;
  readonly why: RetireReason;
  /** How far its journal was known to whoever said so. */
  readonly upTo: number;
  readonly said: Placed;
}

/** The retirement that an entry records, or null. */
export function retirementIn(said: Placed, code: string, data: unknown): Retirement | null {
  const read = code === 'TEAM-RETIRE' ? teamEntries[code].data.safeParse(data) : null;
  if (read?.success !== true) return null;
  const { person, device, why, upTo } = read.data;
  return { of: `${person}.${device}`, why, upTo, said };
}

/**
 * Whether an entry of a retired device still counts: what was known when it was retired does. Of one that was replaced,
 * what it wrote before counts, too, and came late; one that is lost or whose owner left could date itself back.
 */
export function leavesStanding({ why, upTo, said }: Retirement, { seq, hlc }: Placed): boolean {
  return seq <= upTo || (why === 'replaced' && hlc < said.hlc);
}

/**
 * Which of the retirements that were ever said bind, by device. Once said it stays said, whatever becomes of who said it.
 * SECURITY: whoever is in use is believed first, then those whose entry they left standing, and a device that is bound
 * already is bound by nobody behind them: a thief cannot answer with the loss of the one who reported theirs.
 */
export function bindingRetirements(said: readonly Retirement[], people: readonly Person[]): ReadonlyMap<string, readonly Retirement[]> {
  const devices = new Map<string, { readonly retired: boolean; readonly mayRetire: boolean }>();
  for (const { id, role, devices: own } of people) {
    for (const { id: device, retired = false } of own) devices.set(`${id}.${device}`, { retired, mayRetire: may(role, 'enrol') });
  }
  const bound = new Map<string, Retirement[]>();
  const isRetired = (writer: string): boolean => devices.get(writer)?.retired === true;
  const mayRetire = (writer: string): boolean => devices.get(writer)?.mayRetire === true;
  const wasStanding = (entry: Placed): boolean => bound.get(entry.writer)?.every((each) => leavesStanding(each, entry)) === true;
  const bind = (speaks: (retirement: Retirement) => boolean): boolean => {
    const heard = said.filter((each) => each.said.writer !== each.of && !bound.has(each.of) && speaks(each));
    for (const each of heard) bound.set(each.of, [...(bound.get(each.of) ?? []), each]);
    return heard.length > 0;
  };
  bind(({ said: by }) => mayRetire(by.writer) && !isRetired(by.writer));
  while (bind(({ said: by }) => mayRetire(by.writer) && wasStanding(by)));
  // Of those that nobody vouches for by now, team.yaml does: it calls the device retired.
  bind(({ of, said: by }) => isRetired(of) && (!bound.has(by.writer) || wasStanding(by)));
  return bound;
}
