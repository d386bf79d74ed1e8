import { expect, it } from 'vitest';
import type { z } from 'zod';
import { entrySpecs } from './codes';

/** What a sentence fills in by itself, whatever the entry holds. */
const always = new Set(['op']);

it.each(Object.entries(entrySpecs))('%s says only what it holds, in words or numbers, in both languages', (_, { data, text }) => {
  const shape: Readonly<Record<string, z.ZodType>> = data.shape;
  for (const sentence of [text.en, text.ko]) {
    for (const [, name = ''] of sentence.matchAll(/\{(\w+)\}/g)) {
      if (always.has(name)) continue;
      const field = shape[name];
      expect(field, `${name} in: ${sentence}`).toBeDefined();
      // A list or a truth value would stand there as {name}.
      expect([true, [], {}].some((value) => field?.safeParse(value).success === true), `${name} in: ${sentence}`).toBe(false);
    }
  }
});
