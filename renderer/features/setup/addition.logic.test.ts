import { expect, it } from 'vitest';
import type { AdditionDraft } from '../../../core/workspace/addition';
import type { FormField } from '../../../core/workspace/form-field';
import { additionOf, arranged, otherProblems, problemOf } from './addition.logic';

const field = (key: string, more: Partial<FormField> = {}): FormField => ({ key, form: 'text', required: false, fallback: '', choices: [], ...more });
const finding = (rule: string, severity: 'error' | 'warning' = 'error') => ({ file: 'hosts.yaml', line: 1, column: 1, severity, rule, message: { en: rule, ko: rule }, hint: { en: 'do it', ko: 'do it' } });
const draft = (...problems: AdditionDraft['problems']): AdditionDraft => ({ file: 'hosts.yaml', seen: '', lines: [], problems, ready: false });

it('names a secret and never takes a password for a name', () => {
  const fields = [field('password', { form: 'secret' })];
  expect(additionOf('source', { id: 'am', password: ' mail-pw ', user: ' ' }, { fields: fields }).values).toEqual({ id: 'am', password: 'secret:mail-pw' });
  expect(additionOf('source', { password: 'Correct horse' }, { fields: fields }).values).toEqual({ password: 'Correct horse' });
});

it('says what is wrong at its field, and of an empty one only after somebody tried', () => {
  const wrong = draft({ field: 'name', finding: finding('bad') }, { field: 'jump', finding: finding('odd', 'warning') });
  expect(problemOf(wrong, 'name', { name: '' }, false, 'en')).toBeNull();
  expect(problemOf(wrong, 'name', { name: '' }, true, 'en')).toBe('bad. do it');
  expect(problemOf(wrong, 'name', { name: 'x' }, false, 'en')).toBe('bad. do it');
  expect(problemOf(wrong, 'jump', { jump: 'x' }, true, 'en')).toBeNull();
});

it('loses no problem: what no field shows is listed', () => {
  const wrong = draft({ field: 'name', finding: finding('a') }, { field: null, finding: finding('b') }, { field: 'labels', finding: finding('c') }, { field: 'name', finding: finding('d', 'warning') });
  expect(otherProblems(wrong, ['name']).map((each) => each.finding.rule)).toEqual(['b', 'c', 'd']);
});

it('asks first for what must be said, then for what logs in', () => {
  const { first, more } = arranged([field('id', { required: true }), field('every'), field('token', { form: 'secret' }), field('user'), field('url', { required: true })], ['id']);
  expect([first, more].map((fields) => fields.map(({ key }) => key))).toEqual([['url', 'user', 'token'], ['every']]);
});
