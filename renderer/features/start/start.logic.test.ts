import { expect, it } from 'vitest';
import { isZone } from './start.logic';

it.each([
  ['Asia/Seoul', true],
  ['UTC', true],
  ['America/Los_Angeles', true],
  ['', false],
  ['Seoul', false],
  ['Mars/Olympus', false],
])('%j is a time zone: %s', (name, expected) => {
  expect(isZone(name)).toBe(expected);
});
