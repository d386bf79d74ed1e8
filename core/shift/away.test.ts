import { describe, expect, it } from 'vitest';
import { sirenEntrySchema } from '../workspace/files';
import { awayAt } from './away';
import { isAwake } from './awake';

const at = (iso: string): number => Date.parse(iso);

describe('who is away', () => {
  const entries = [
    { who: 'kim', from: '2026-10-24', to: '2026-10-25', why: 'on holiday' },
    { who: 'kim', from: '2026-10-26', to: '2026-10-26', why: 'ill' },
  ];

  it('counts whole days where the person lives, over the night the clocks change', () => {
    expect(awayAt(entries, 'kim', 'Europe/Berlin', at('2026-10-23T21:59:59Z'))).toBeNull();
    expect(awayAt(entries.slice(0, 1), 'kim', 'Europe/Berlin', at('2026-10-23T22:00:00Z'))).toEqual({ back: at('2026-10-25T23:00:00Z'), why: 'on holiday' });
    expect(awayAt(entries.slice(0, 1), 'kim', 'Europe/Berlin', at('2026-10-25T22:59:59Z'))).not.toBeNull();
    expect(awayAt(entries.slice(0, 1), 'kim', 'Europe/Berlin', at('2026-10-25T23:00:00Z'))).toBeNull();
    expect(awayAt(entries, 'lee', 'Europe/Berlin', at('2026-10-24T12:00:00Z'))).toBeNull();
  });

  it('is back after the last of several that follow each other', () => {
    expect(awayAt(entries, 'kim', 'Europe/Berlin', at('2026-10-24T12:00:00Z'))).toEqual({ back: at('2026-10-26T23:00:00Z'), why: 'on holiday' });
  });
});

describe('who is awake', () => {
  const kim = { id: 'kim', timezone: 'Asia/Seoul' };

  it('is told by the clock where they live', () => {
    expect(isAwake(kim, [], at('2026-11-21T17:10:00Z'))).toBe(false);
    expect(isAwake({ ...kim, timezone: 'America/Los_Angeles' }, [], at('2026-11-21T17:10:00Z'))).toBe(true);
    expect(isAwake(kim, [], at('2026-11-21T22:00:00Z'))).toBe(true);
    expect(isAwake(kim, [], at('2026-11-21T14:00:00Z'))).toBe(false);
  });

  it('or by the night that their siren names', () => {
    const bed = sirenEntrySchema.parse({ id: 'bed', owner: 'kim', driver: 'x', volume: { night: { from: '10:00', to: '11:00', max: 20 } } });
    expect(isAwake(kim, [bed], at('2026-11-21T17:10:00Z'))).toBe(true);
    expect(isAwake(kim, [bed], at('2026-11-21T01:30:00Z'))).toBe(false);
  });
});
