import { describe, expect, it } from 'vitest';
import { translate, type Translate } from '../locales/translate';
import { bothZones, clockTime, shortTimeWithZone, span, spanLeft } from './time.logic';

const en: Translate = (key, values) => translate('en', key, values);
const ko: Translate = (key, values) => translate('ko', key, values);

describe('how long', () => {
  it.each([
    [-5, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [18_720_000, '5 h 12 min'],
    [86_400_000, '1 d'],
    [108_000_000, '1 d 6 h'],
    [94 * 86_400_000 + 3_600_000, '94 d'],
  ])('%i ms is %s', (length, text) => {
    expect(span(length, en)).toBe(text);
  });

  it('speaks Korean', () => {
    expect(span(18_720_000, ko)).toBe('5시간 12분');
  });

  it('rounds a countdown up, so that zero means over', () => {
    expect(spanLeft(1, en)).toBe('1 s');
    expect(spanLeft(59_001, en)).toBe('1 min');
    expect(spanLeft(0, en)).toBe('0 s');
  });
});

describe('when', () => {
  const at = Date.UTC(2026, 10, 20, 17, 4, 12);

  it('is told in the zone asked for, on a 24-hour clock', () => {
    expect(clockTime(at, 'en', 'Asia/Seoul')).toBe('02:04:12');
    expect(clockTime(Date.UTC(2026, 10, 20, 0, 0, 1), 'en', 'UTC')).toBe('00:00:01');
    expect(shortTimeWithZone(at, 'en', 'UTC')).toBe('17:04 UTC');
  });

  it('falls back to UTC, by name, where the zone is unknown', () => {
    expect(shortTimeWithZone(at, 'en', 'Mars/Olympus')).toBe('17:04 UTC');
  });

  it('is told in both zones where they differ', () => {
    expect(bothZones(at, 'en', 'UTC', 'Asia/Seoul').split('\n')).toHaveLength(2);
    expect(bothZones(at, 'en', 'UTC', 'UTC').split('\n')).toHaveLength(1);
  });
});
