import { describe, expect, it } from 'vitest';
import type { SirenEntry } from '../workspace/files';
import { nightBefore } from './quiet-hours';

const siren = (from: string, to: string, owner = 'kim'): SirenEntry => ({ id: `${owner}-bed`, owner, driver: 'x', config: {}, volume: { max: 60, night: { from, to, max: 40 } } });
const kim = { id: 'kim', name: 'Kim', role: 'operator', timezone: 'Asia/Seoul', sirens: [], devices: [] } as const;
const ask = (at: string, sirens: readonly SirenEntry[], person: string | null = 'kim'): string | null => {
  const found = nightBefore(Date.parse(at), { person, people: [{ ...kim, sirens: [], devices: [] }], sirens, timezone: 'UTC' });
  return found === null ? null : new Date(found).toISOString();
};

describe('the night in which a moment lies', () => {
  it.each<[string, string, string | null]>([
    ['before midnight', '2026-11-22T14:30:00Z', '2026-11-22T13:00:00.000Z'],
    ['after midnight', '2026-11-22T18:00:00Z', '2026-11-22T13:00:00.000Z'],
    ['at its beginning', '2026-11-22T13:00:00Z', '2026-11-22T13:00:00.000Z'],
    ['at its end it is over', '2026-11-22T22:00:00Z', null],
    ['by day', '2026-11-22T05:00:00Z', null],
  ])('%s, where the person lives', (_what, at, begins) => {
    expect(ask(at, [siren('22:00', '07:00')])).toBe(begins);
  });

  it('is nobody’s where nobody is on duty or no siren knows one, and has no beginning where it never ends', () => {
    expect(ask('2026-11-22T18:00:00Z', [siren('22:00', '07:00')], null)).toBeNull();
    expect(ask('2026-11-22T18:00:00Z', [siren('22:00', '07:00', 'lee')])).toBeNull();
    expect(ask('2026-11-22T18:00:00Z', [siren('22:00', '22:00')])).toBeNull();
  });
});
