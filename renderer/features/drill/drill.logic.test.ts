import { expect, it } from 'vitest';
import { cutSeconds } from './drill.logic';

it.each([
  ['10', 10],
  [' 60 ', 60],
  ['0', null],
  ['61', null],
  ['1e1', null],
  ['-5', null],
  ['', null],
])('%j seconds are %s', (text, expected) => {
  expect(cutSeconds(text)).toBe(expected);
});
