import { describe, expect, it } from 'vitest';
import { gravest, lastDue, noProofs, proved } from './proof';

const at = (iso: string): number => Date.parse(iso);
const iso = (moment: number | null): string | null => (moment === null ? null : new Date(moment).toISOString());

describe('when a proof is due', () => {
  it('is daily at 14:00 where the owner lives, or at the hour they chose', () => {
    expect(iso(lastDue({}, 'silent', 'Asia/Seoul', at('2026-11-21T05:00:00Z')))).toBe('2026-11-21T05:00:00.000Z');
    expect(iso(lastDue({}, 'silent', 'Asia/Seoul', at('2026-11-21T04:59:59Z')))).toBe('2026-11-20T05:00:00.000Z');
    expect(iso(lastDue({ proof: { at: '09:30' } }, 'silent', 'UTC', at('2026-11-21T10:00:00Z')))).toBe('2026-11-21T09:30:00.000Z');
  });

  it('is weekly for a sound, on the chosen day only, also across a change of the clocks', () => {
    const proof = { at: '10:00', audible: 'sunday' as const };
    expect(iso(lastDue({ proof }, 'audible', 'Europe/Berlin', at('2026-10-26T12:00:00Z')))).toBe('2026-10-25T09:00:00.000Z');
    expect(iso(lastDue({ proof }, 'audible', 'Europe/Berlin', at('2026-10-25T08:59:00Z')))).toBe('2026-10-18T08:00:00.000Z');
    expect(lastDue({ proof: { at: '10:00' } }, 'audible', 'UTC', at('2026-10-26T12:00:00Z'))).toBeNull();
  });
});

describe('what is known after a proof', () => {
  it('keeps the last good one while a later one fails, and forgets the failure when it works again', () => {
    const good = proved(noProofs, { kind: 'silent', at: 1, outcome: 'ok', why: '' });
    const bad = proved(good, { kind: 'silent', at: 2, outcome: 'failed', why: 'siren-unreachable' });
    expect(bad).toMatchObject({ silentAt: 1, triedAt: { silent: 2 }, failed: { silent: { at: 2, why: 'siren-unreachable' }, audible: null } });
    expect(proved(bad, { kind: 'silent', at: 3, outcome: 'ok', why: '' })).toMatchObject({ silentAt: 3, failed: noProofs.failed });
  });

  it('does not take an answer for a sound: a siren that could not be heard stays so until it is', () => {
    const deaf = proved(noProofs, { kind: 'audible', at: 1, outcome: 'failed', why: 'ring-not-sounding' });
    expect(gravest(proved(deaf, { kind: 'silent', at: 2, outcome: 'ok', why: '' }))).toMatchObject({ kind: 'audible', at: 1 });
    expect(gravest(proved(deaf, { kind: 'audible', at: 2, outcome: 'ok', why: '' }))).toBeNull();
  });

  it('does not let a lost answer that came back make good that it was not heard', () => {
    const deaf = proved(noProofs, { kind: 'audible', at: 1, outcome: 'failed', why: 'ring-not-sounding' });
    const lost = proved(deaf, { kind: 'silent', at: 2, outcome: 'failed', why: 'siren-unreachable' });
    expect(gravest(lost)).toEqual({ kind: 'audible', at: 1, why: 'ring-not-sounding' });
    const back = proved(lost, { kind: 'silent', at: 3, outcome: 'ok', why: '' });
    expect(gravest(back)).toEqual({ kind: 'audible', at: 1, why: 'ring-not-sounding' });
    expect(gravest(proved(back, { kind: 'audible', at: 4, outcome: 'ok', why: '' }))).toBeNull();
  });
});
