import { describe, expect, it } from 'vitest';
import { unwitnessed } from './unwitnessed';

const entries = ['RUN-START', 'WITNESS', 'WATCH-BEAT', 'NOTE'].map((code, at) => ({ seq: at + 1, at: 100 + at, code }));

describe('what nobody else has seen', () => {
  it('counts from the last entry that was seen, and names the oldest', () => {
    expect(unwitnessed(entries, 0)).toEqual({ entries: 2, since: 100 });
    expect(unwitnessed(entries, 1)).toEqual({ entries: 1, since: 103 });
    expect(unwitnessed(entries, 4)).toBe(null);
  });

  it('is nothing where only seeing and waking were written down: consoles would answer each other for ever', () => {
    expect(unwitnessed(entries.slice(0, 3), 1)).toBe(null);
  });
});
