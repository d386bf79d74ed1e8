import { describe, expect, it } from 'vitest';
import { sameBoot } from './same-boot';

const booted = 179_526_000;
const id = (tens: number, host = 'kims-laptop'): string => `${host}-${tens.toString(36)}`;

describe('a boot', () => {
  it('is the one that Linux names', () => {
    expect([sameBoot('linux', 'a', 'a'), sameBoot('linux', 'a', 'b'), sameBoot('linux', id(booted), id(booted + 1))]).toEqual([true, false, false]);
  });

  it('is the same on Windows while the clock is corrected by minutes, and another one later or on another machine', () => {
    const others = [id(booted), id(booted + 1), id(booted - 30), id(booted + 31), id(booted, 'lees'), 'torn', ''];
    expect(others.map((other) => sameBoot('win32', id(booted), other))).toEqual([true, true, true, false, false, false, false]);
  });

  it('does not matter on macOS, where the start of a process is exact', () => {
    expect(sameBoot('darwin', id(booted), id(booted + 99_999, 'another-name'))).toBe(true);
  });
});
