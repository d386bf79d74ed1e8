import { expect, it } from 'vitest';
import type { Alert } from '../../core/alert/alert';
import { findAlert } from './alert-commands';

it('finds an alert by its id or an unambiguous beginning of its fingerprint, and none by nothing', () => {
  const alert = (fingerprint: string): Alert => ({ id: `am/${fingerprint}`, fingerprint }) as unknown as Alert;
  const [one, two] = [alert('abc1'), alert('abd2')];
  for (const [id, found] of [['am/abc1', one], ['abc', one], ['ab', null], ['', null], ['x', null]] as const) {
    expect(findAlert([one, two], id)).toMatchObject(found === null ? { error: { code: 'not-found' } } : { value: found });
  }
  // An unset variable in a script must not take the only alert there is.
  expect(findAlert([one], '')).toMatchObject({ error: { code: 'not-found' } });
});
