import { expect, it } from 'vitest';
import { sizeText } from './size.logic';

it.each([[0, '0 B'], [86, '86 B'], [1_025, '2 KiB'], [1_048_576, '1.0 MiB'], [203_255_808, '193.8 MiB'], [3_221_225_472, '3.0 GiB']])('says %d bytes as %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
