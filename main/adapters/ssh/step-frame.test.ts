import { describe, expect, it } from 'vitest';
import { isPassword, prepareFrame, recordlessFrame, readFrame, recordName, secretsOf, startFrame, stopFrame, sweepFrame, unsendable, type StartFrame, type StepVariables } from './step-frame';
import { programMark } from './step-record-script';

const nonce = 'f'.repeat(32);
const claim = { run: 'r1', target: 'api-01', position: 3, attempt: 2 };
const step: StepVariables = { script: 'a\nb', params: { p: 'one\ntwo', q: '' }, secrets: { s: 'word' }, cwd: null };
const frame: StartFrame = { nonce, place: { bootId: 'b-1', record: '/home/kim/.breakglass/runs', umask: '0022', line: ['41', '77'] }, claim, timeoutMs: 1_001, sudo: 'no', user: null, seal: null, step };
const head = (more: Partial<StartFrame>): string => startFrame({ ...frame, ...more }).toString().split('\n')[0] ?? '';
const wordsOf = (buffer: Buffer): string[] => buffer.toString().split('\n');

describe('what a host is sent', () => {
  it('begins with who, how long and where, and ends with the nonce', () => {
    expect(wordsOf(startFrame(frame))).toEqual([
      `${programMark} ${nonce} 2 no - b-1 0022 41 77 - !`, '/home/kim/.breakglass/runs', recordName(claim),
      '#vars', 'E p 2', 'one', 'two', 'E q 1', '', 'S s 1', 'word', 'X - 2', 'a', 'b', `${nonce}.end`, '',
    ]);
    expect(recordName(claim)).toBe('r1.api-01.3.2');
  });

  it('names the mode of sudo, and gives the password as one line and nowhere else', () => {
    expect([head({ sudo: 'nopasswd' }), head({ sudo: { password: 'pw' }, user: 'www' }), head({ seal: 'sealed', timeoutMs: 0 })].map((line) => line.split(' ').slice(2, 5).join(' '))).toEqual(['2 nopasswd -', '2 password -', '0 no sealed']);
    expect(head({ user: 'www' })).toMatch(/ www !$/);
    const lines = wordsOf(startFrame({ ...frame, sudo: { password: 'pw' } }));
    expect(lines.slice(3, 5)).toEqual(['pw', '#vars']);
    expect(lines.filter((line) => line.includes('pw'))).toEqual(['pw']);
  });

  it('says the folder only where there is one', () => {
    expect(wordsOf(startFrame({ ...frame, step: { ...step, cwd: '/srv' } })).slice(11, 14)).toEqual(['C - 1', '/srv', 'X - 2']);
  });

  it('is as much where no record is kept, behind the script for that', () => {
    const { place: _place, claim: _claim, seal: _seal, ...rest } = frame;
    const lines = wordsOf(recordlessFrame({ ...rest, user: 'www', sudo: { password: 'pw' } }));
    expect(lines[0]).toBe(programMark);
    expect(lines.slice(lines.indexOf('#go') + 1)).toEqual([`${nonce} 2 password www`, 'pw', '#vars', 'E p 2', 'one', 'two', 'E q 1', '', 'S s 1', 'word', 'X - 2', 'a', 'b', `${nonce}.end`, '']);
    const plain = wordsOf(recordlessFrame(rest));
    expect(plain[plain.indexOf('#go') + 1]).toBe(`${nonce} 2 no -`);
  });

  it('asks, stops and sweeps in the lines that the scripts read', () => {
    const tail = (buffer: Buffer): string[] => wordsOf(buffer).slice(wordsOf(buffer).indexOf('#go') + 1);
    expect(prepareFrame(nonce).toString()).toBe(`${programMark} ${nonce}\n`);
    expect(tail(stopFrame(nonce, '/r', claim, 'pw'))).toEqual([nonce, '/r', recordName(claim), 'pw', `${nonce}.end`, '']);
    const read = { nonce, record: '/r', claim, bootId: 'b-1', offset: 7 };
    expect(tail(readFrame({ ...read, wait: true }))).toEqual([`${nonce} 7 wait b-1`, '/r', recordName(claim), `${nonce}.end`, '']);
    expect(tail(readFrame({ ...read, wait: false }))[0]).toBe(`${nonce} 7 look b-1`);
    expect(tail(sweepFrame(nonce, '/r'))).toEqual([nonce, '/r', `${nonce}.end`, '']);
  });
});

describe('what must not be seen in the output', () => {
  it('is every secret of the step, and the password of sudo where there is one', () => {
    const secrets = { s: 'word', t: 'other' };
    expect(secretsOf({ secrets }, 'no')).toEqual(['word', 'other']);
    expect(secretsOf({ secrets }, 'nopasswd')).toEqual(['word', 'other']);
    expect(secretsOf({ secrets }, { password: 'pw' })).toEqual(['word', 'other', 'pw']);
  });
});

describe('what cannot travel', () => {
  const refused = (changes: Partial<StepVariables> & { readonly user?: string | null }) => unsendable({ ...step, ...changes });

  it('is a password of more than one line, or one that looks like the input behind it', () => {
    expect(['', 'a\nb', 'a\0b', '#vars', programMark].map(isPassword)).toEqual([false, false, false, false, false]);
    expect(['a', ' a b ', '#var', '"\'\\'].map(isPassword)).toEqual([true, true, true, true]);
  });

  it('is a name that the host’s shell may mean something by', () => {
    expect(refused({})).toBe(null);
    for (const name of ['PATH', 'a-b', '', '1a', '_a', 'a'.repeat(33)]) {
      expect(refused({ params: { [name]: 'x' } })).toEqual({ name, why: 'name' });
      expect(refused({ secrets: { [name]: 'x' } })).toEqual({ name, why: 'name' });
    }
    expect(refused({ params: { [`a${'_'.repeat(31)}`]: 'x', b2: 'y' } })).toBe(null);
  });

  it('is a user who is no plain name', () => {
    for (const user of ['', '-u', 'Kim', 'a b', '$(id)', 'a'.repeat(33)]) expect(refused({ user })).toEqual({ name: 'user', why: user });
    for (const user of ['www-data', '_apt', null]) expect(refused({ user })).toBe(null);
  });

  it('is a value that is too long, in bytes, holds a NUL, or what marks the beginning of a program', () => {
    const long = '한'.repeat(40_000);
    expect(refused({ params: { p: long } })).toBe(null);
    expect(refused({ params: { p: `${long}x` } })).toEqual({ name: 'p', why: '> 120000 B' });
    for (const bad of ['a\0', `x${programMark}y`]) {
      for (const changes of [{ params: { p: bad } }, { secrets: { p: bad } }]) expect(refused(changes)?.name).toBe('p');
      expect(refused({ script: bad })?.name).toBe('script');
      expect(refused({ cwd: bad })?.name).toBe('cwd');
    }
    expect([refused({ script: '\0' })?.why, refused({ script: programMark })?.why]).toEqual(['NUL', programMark]);
  });
});
