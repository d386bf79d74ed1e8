import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heardChallenge, spokenChallenge } from './challenge';
import { heardCode, phoneCode, spokenCode, type PhoneQuestion } from './phone-code';

const shared = new Uint8Array(32).fill(7);
const question: PhoneQuestion = { plan: 'ab'.repeat(32), challenge: '0123456789abcdef', runner: 'kim.laptop', approver: 'lee.desk' };
const challenges = fc.stringMatching(/^[0-9a-f]{16}$/);
const digit = fc.integer({ min: 0, max: 9 });

describe('a phone code', () => {
  it('is nine digits that its own check digit holds together, read aloud in threes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), challenges, (secret, challenge) => {
        const code = phoneCode(secret, { ...question, challenge });
        expect(code).toMatch(/^\d{9}$/);
        expect(heardCode(spokenCode(code))).toBe(code);
        expect(heardCode(` ${code.slice(0, 4)}-${code.slice(4)} `)).toBe(code);
      }),
    );
  });

  it('is the one of docs/team.md', () => {
    const secret = Uint8Array.from(Buffer.from('dae0079aea6e6d02ca215a60d5d8f6689c3ed6009d41882b9181ff2481d9e27a', 'hex'));
    expect(phoneCode(secret, { ...question, approver: 'lee.laptop' })).toBe('546527258');
    expect(spokenChallenge(question.challenge)).toBe('028T5 CY4TQ KFFN5');
  });

  it('is not the same for any other plan, challenge, runner, approver or secret', () => {
    const code = phoneCode(shared, question);
    const others: PhoneQuestion[] = [
      { ...question, plan: `${'ab'.repeat(31)}ac` },
      { ...question, challenge: '0123456789abcdee' },
      { ...question, runner: 'kim.other' },
      { ...question, approver: 'lee.other' },
      // The same two people the other way round: a code cannot be sent back at its giver.
      { ...question, runner: question.approver, approver: question.runner },
    ];
    for (const other of others) expect(phoneCode(shared, other)).not.toBe(code);
    expect(phoneCode(new Uint8Array(32).fill(8), question)).not.toBe(code);
  });

  it('gives away every wrong digit and every two neighbours that were swapped', () => {
    fc.assert(
      fc.property(challenges, fc.integer({ min: 0, max: 8 }), digit, (challenge, at, wrong) => {
        const code = phoneCode(shared, { ...question, challenge });
        if (code[at] !== String(wrong)) expect(heardCode(code.slice(0, at) + String(wrong) + code.slice(at + 1))).toBeNull();
        if (at < 8 && code[at] !== code[at + 1]) {
          expect(heardCode(`${code.slice(0, at)}${code.charAt(at + 1)}${code.charAt(at)}${code.slice(at + 2)}`)).toBeNull();
        }
      }),
    );
  });

  it.each(['', '12345678', '1234567890', '12345678a', '１２３４５６７８９', '-1', 'null'])('is not %j', (text) => {
    expect(heardCode(text)).toBeNull();
  });
});

describe('a challenge', () => {
  it('survives being read aloud: case, spaces, O for 0, I and L for 1', () => {
    fc.assert(
      fc.property(challenges, (challenge) => {
        const spoken = spokenChallenge(challenge);
        expect(spoken).toMatch(/^[0-9A-HJKMNP-TV-Z]{5} [0-9A-HJKMNP-TV-Z]{5} [0-9A-HJKMNP-TV-Z]{5}$/);
        expect(heardChallenge(spoken)).toBe(challenge);
        expect(heardChallenge(spoken.toLowerCase().replaceAll(' ', '').replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(challenge);
      }),
    );
  });

  it('gives away nearly every misheard character', () => {
    let missed = 0;
    for (let at = 0; at < 2_000; at += 1) {
      const spoken = spokenChallenge(at.toString(16).padStart(16, '0')).replaceAll(' ', '');
      const place = at % 13;
      const heard = spoken.slice(0, place) + (spoken[place] === 'Z' ? 'Y' : 'Z') + spoken.slice(place + 1);
      if (heardChallenge(heard) !== null) missed += 1;
    }
    expect(missed).toBeLessThan(10);
  });

  it.each(['', 'ABCDE', 'UUUUU UUUUU UUUUU', 'Z'.repeat(15), '가나다라마 바사아자차 카타파하거'])('is not %j', (text) => {
    expect(heardChallenge(text)).toBeNull();
  });
});
