import { describe, expect, it } from 'vitest';
import { entrySpecs, sentence } from '../journal/codes';
import type { Workspace } from '../workspace/workspace';
import { vaultEntries } from './entries';
import { secretPolicies, verdict } from './policy';
import { SecretPlaces } from './secret-places';
import { emptyVaultRecord, policyOf, recordVault } from './vault-record';

const told = (...entries: readonly (readonly [code: keyof typeof vaultEntries, data?: Readonly<Record<string, unknown>>])[]) =>
  entries.reduce((record, [code, data = {}], index) => recordVault(record, { seq: index + 1, at: 1_000 * (index + 1), code, data: entrySpecs[code].data.parse(data) }), emptyVaultRecord);

describe('what the journal says of the vault', () => {
  it('knows the newest policy, and one that nobody chose lets sources go on', () => {
    const record = told(['VAULT-ASK-EACH', { name: 'a' }], ['VAULT-UNTIL-LOCKED', { name: 'a' }], ['VAULT-ASK-EACH', { name: 'b' }]);
    expect(['a', 'b', 'c'].map((name) => policyOf(record, name))).toEqual(['until-locked', 'ask', 'until-quit']);
  });

  it('keeps version, age and policy with a value under its new name', () => {
    const record = told(['VAULT-SET', { name: 'a' }], ['VAULT-ASK-EACH', { name: 'a' }], ['VAULT-RENAMED', { name: 'a', to: 'b' }], ['VAULT-COPIED', { name: 'b', to: 'c' }]);
    expect([...record.secrets]).toEqual([['b', { version: '3', setAt: 1_000 }], ['c', { version: '4', setAt: 1_000 }]]);
    expect([...record.policies]).toEqual([['b', 'ask'], ['c', 'ask']]);
  });

  it('never loosens a policy by a name: the stricter of the two stands', () => {
    for (const code of ['VAULT-COPIED', 'VAULT-RENAMED'] as const) {
      expect(policyOf(told(['VAULT-ASK-EACH', { name: 'b' }], [code, { name: 'a', to: 'b' }]), 'b')).toBe('ask');
      expect(policyOf(told(['VAULT-ASK-EACH', { name: 'a' }], ['VAULT-UNTIL-LOCKED', { name: 'b' }], [code, { name: 'a', to: 'b' }]), 'b')).toBe('ask');
    }
  });

  it('is locked since the first lock and until an unlocking, however that came about', () => {
    expect(told(['VAULT-LOCKED-IDLE', { minutes: 10 }], ['VAULT-LOCKED']).locked).toEqual({ since: 1_000, cause: 'idle' });
    expect(told(['VAULT-LOCKED'], ['VAULT-STAYED-LOCKED', { problem: 'vault-still-locked' }]).locked).toEqual({ since: 1_000, cause: 'person' });
    expect(told(['VAULT-LOCKED'], ['VAULT-UNLOCKED']).locked).toBeNull();
    expect(told(['VAULT-LOCKED-SLEEP'], ['VAULT-UNLOCKED-UNPROVEN'], ['VAULT-LOCKED-SCREEN']).locked).toEqual({ since: 3_000, cause: 'screen' });
  });

  it('is not moved by entries about something else, or by a later version', () => {
    const record = told(['VAULT-LOCKED']);
    for (const code of ['RUN-START', 'VAULT-FROM-LATER', 'constructor']) expect(recordVault(record, { seq: 9, at: 9, code, data: { name: 'a' } })).toBe(record);
  });

  it('has whole sentences in both languages', () => {
    for (const [code, { data }] of Object.entries(vaultEntries)) {
      const given = Object.fromEntries(Object.keys(data.shape).map((field) => [field, 'x']));
      for (const locale of ['en', 'ko'] as const) expect(sentence(code, 'kim', given, locale)).not.toMatch(/[{}]/);
    }
  });
});

describe('the rule of handing out', () => {
  it('lets a siren have its secret under every policy, locked or not (law 5)', () => {
    for (const policy of secretPolicies) for (const locked of [true, false]) for (const by of ['attended', 'alone'] as const) expect(verdict(policy, { need: 'siren', by, locked })).toBe('keep');
  });

  it('has one answer for every other case', () => {
    const answers = secretPolicies.flatMap((policy) => [true, false].flatMap((locked) => (['attended', 'alone'] as const).map((by) => `${policy} ${locked ? 'locked' : 'open'} ${by}: ${verdict(policy, { need: null, by, locked })}`)));
    expect(answers).toEqual([
      'ask locked attended: locked',
      'ask locked alone: needs-person',
      'ask open attended: ask',
      'ask open alone: needs-person',
      'until-locked locked attended: locked',
      'until-locked locked alone: needs-person',
      'until-locked open attended: give',
      'until-locked open alone: needs-person',
      'until-quit locked attended: keep',
      'until-quit locked alone: keep',
      'until-quit open attended: keep',
      'until-quit open alone: keep',
    ]);
  });
});

describe('what uses a secret', () => {
  const places = (changes: object = {}) =>
    new SecretPlaces({
      settings: { sources: [{ id: 'am', kind: 'alertmanager', token: 'secret:shared' }], publishers: [{ id: 'page', token: 'secret:page' }], streams: [], sync: { remotes: [], broker: { password: 'secret:mqtt' } } },
      sirens: [{ id: 'bed', config: { pin: 'secret:shared' } }],
      duty: { feeds: [{ id: 'team', url: 'secret:feed' }] },
      hosts: [{ name: 'db-1' }],
      ...changes,
    } as unknown as Workspace);

  it('is a siren before anything else, and what works alone before a person', () => {
    expect(['shared', 'page', 'mqtt', 'feed', 'sudo-password.db-1', 'other'].map((name) => places().need(name))).toEqual(['siren', 'alone', 'alone', 'alone', null, null]);
    expect(places().of('shared')).toEqual(['siren bed', 'source am']);
    expect(places().of('sudo-password.db-1')).toEqual(['sudo on db-1']);
    expect(places().of('sudo-password.gone')).toEqual([]);
  });

  it('counts every passphrase as a siren’s where one is behind a jump host, and as a source’s where one reads a log', () => {
    const name = 'ssh-passphrase.id_ed25519';
    expect(places().need(name)).toBeNull();
    expect(places({ sirens: [{ id: 'far', jump: 'db-1', config: {} }] }).need(name)).toBe('siren');
    expect(places({ settings: { sources: [{ id: 'log', kind: 'log' }], publishers: [], streams: [], sync: { remotes: [] } } }).need(name)).toBe('alone');
  });
});
