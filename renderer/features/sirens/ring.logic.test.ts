import { describe, expect, it } from 'vitest';
import { ringOrder, ringTargets, type RingForm } from './ring.logic';

const form = (change: Partial<RingForm>): RingForm => ({
  to: 'on-duty',
  reason: 'API down',
  pattern: 'steady' as const,
  volume: '20',
  seconds: '2',
  ...change,
});

describe('a ring', () => {
  it('is ordered with whole numbers and a reason', () => {
    expect(ringOrder(form({ reason: '  API down ' }))).toEqual({
      order: { to: 'on-duty', reason: 'API down', pattern: 'steady', volume: 20, seconds: 2 },
    });
  });

  it.each<[Partial<RingForm>, string]>([
    [{ to: '' }, 'to'],
    [{ reason: '  ' }, 'reason'],
    [{ volume: '0' }, 'volume'],
    [{ volume: '101' }, 'volume'],
    [{ volume: '2e1' }, 'volume'],
    [{ volume: '' }, 'volume'],
    [{ seconds: '181' }, 'seconds'],
    [{ seconds: '1.5' }, 'seconds'],
    [{ seconds: '-2' }, 'seconds'],
  ])('with %j is refused', (change, field) => {
    expect(ringOrder(form(change))).toEqual({ wrong: [field] });
  });

  it('never carries more than the reason that fits', () => {
    const answer = ringOrder(form({ reason: 'x'.repeat(900) }));
    expect('order' in answer ? answer.order.reason.length : 0).toBe(200);
  });

  it('goes to people and to sirens, each once', () => {
    const siren = (id: string, owner: string) => ({ id, owner, state: 'quiet' as const, provenAt: null });
    expect(ringTargets([siren('kim-bed', 'kim'), siren('kim-desk', 'kim'), siren('lee-bed', 'lee')])).toEqual({
      people: ['kim', 'lee'],
      sirens: ['kim-bed', 'kim-desk', 'lee-bed'],
    });
  });
});
