import { expect, it } from 'vitest';
import type { z } from 'zod';
import { outcomeWord } from '../run/outcome-word';
import { entrySpecs, sentence } from './codes';
import { inKorean, isWord, wordsOf } from './entry-words';

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

it.each(Object.entries(entrySpecs))('%s says its words in Korean: a new one needs a place in entry-words.ts', (code, { data, text }) => {
  const shape: Readonly<Record<string, z.ZodType>> = data.shape;
  for (const [, name = ''] of text.ko.matchAll(/\{(\w+)\}/g)) {
    const words = isWord(code, name, shape[name]) ? (wordsOf(shape[name]) ?? []) : [];
    for (const word of words) expect(inKorean(word), `${name}: ${word}`).not.toMatch(/[a-z]/);
  }
});

it('says every outcome in Korean, and leaves what a person or a host said as it is', () => {
  const outcomes = [
    { kind: 'ok' },
    { kind: 'running' },
    { kind: 'failed', code: 3 },
    { kind: 'failed', code: 137 },
    { kind: 'stopped', confirmed: true },
    { kind: 'timed-out', still: 'running' },
    { kind: 'timed-out', still: 'stopped' },
    { kind: 'interrupted', why: 'reboot' },
    { kind: 'interrupted', why: 'supervisor-gone' },
    { kind: 'unknown', since: 0 },
  ] as const;
  for (const outcome of outcomes) expect(sentence('RUN-END', 'kim', { title: 'T', word: outcomeWord(outcome) }, 'ko')).not.toMatch(/[a-z]/);
  expect(sentence('RUN-END', 'kim', { title: 'ok', word: 'failed(137, possibly signal 9)' }, 'ko')).toBe('"ok" 실행이 끝났습니다: 실패(137, 시그널로 추정 9)');
  expect(sentence('RUN-END', 'kim', { title: 'ok', word: 'ok' }, 'en')).toBe('"ok" ended: ok');
  expect(sentence('CONTACT-MISSED', 'kim', { person: 'phone', way: 'phone', note: '' }, 'ko')).toContain('phone 님의 전화');
});

it('leaves no word behind where nobody gave a reason', () => {
  const asked = { title: 'Restart', hosts: 1, reason: '' };
  expect(sentence('RUN-PLAN', 'kim', asked, 'en')).toBe('kim asks to run "Restart" on 1 host');
  expect(sentence('RUN-PLAN', 'kim', asked, 'ko')).toBe('kim 님이 "Restart" 실행을 요청했습니다(호스트 1대)');
  expect(sentence('RUN-PLAN', 'kim', { ...asked, hosts: 3, reason: 'stuck' }, 'en')).toBe('kim asks to run "Restart" on 3 hosts. Reason: stuck');
});
