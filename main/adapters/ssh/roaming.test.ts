import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchRoaming } from './roaming';

describe('watchRoaming', () => {
  let at = 0;
  let addresses = '192.0.2.1';
  const moved = vi.fn();
  let end: () => void;

  beforeEach(() => {
    vi.useFakeTimers();
    moved.mockClear();
    addresses = '192.0.2.1';
    end = watchRoaming({ now: () => 0, mono: () => at, boot: 'b' }, moved, () => addresses);
  });
  afterEach(() => {
    end();
    vi.useRealTimers();
  });

  const look = (later: number): void => {
    at += later;
    vi.advanceTimersByTime(5_000);
  };

  it('stays silent while time passes as it should and the addresses are the same', () => {
    for (let turn = 0; turn < 100; turn += 1) look(5_100);
    expect(moved).not.toHaveBeenCalled();
  });

  it('tells of a sleep, once', () => {
    look(3_600_000);
    look(5_000);
    expect(moved).toHaveBeenCalledTimes(1);
  });

  it('tells of another network, and of the way back', () => {
    addresses = '198.51.100.7';
    look(5_000);
    look(5_000);
    addresses = '192.0.2.1';
    look(5_000);
    expect(moved).toHaveBeenCalledTimes(2);
  });

  it('is silent once it was ended', () => {
    end();
    addresses = '';
    look(3_600_000);
    expect(moved).not.toHaveBeenCalled();
  });
});
