import { argv, stdout } from 'node:process';
import { SecretPlaces } from '../../core/vault/secret-places';
import { emptyVaultRecord } from '../../core/vault/vault-record';
import type { Workspace } from '../../core/workspace/workspace';
import { createKeyringProof } from '../../main/adapters/vault/keyring-proof';
import { KeytarVault, openByAsking } from '../../main/adapters/vault/keytar-vault';
import { SecretGate } from '../../main/services/secret-gate';
import { VaultLock } from '../../main/services/vault-lock';
import { createMemoryJournal } from './memory-journal';

// Locks a vault over the OS keychain, and wants it unlocked where nobody can answer. Prints what happened, one JSON line.
const [, , service = ''] = argv;
const proof = createKeyringProof({ openByAsking });
const vault = new KeytarVault({ service, patienceMs: 8_000, closed: proof.closed });
const journal = createMemoryJournal(() => 0);
const record = () => ({ ...emptyVaultRecord, policies: new Map([['deploy', 'until-locked' as const]]) });
const places = new SecretPlaces({
  settings: { sources: [{ id: 'am', token: 'secret:am-token' }], publishers: [], streams: [], sync: { remotes: [] } },
  sirens: [{ id: 'bed', config: { pin: 'secret:pin' } }],
  duty: { feeds: [] },
  hosts: [],
} as unknown as Workspace);
const lock = new VaultLock({
  ...{ journal, proof, record },
  clock: { boot: '', now: () => 0, mono: () => 0 },
  schedule: { after: () => () => undefined, every: () => () => undefined },
  actor: { me: () => ({}) as never, may: () => true },
  presence: { idleMs: () => null, screenLocked: () => false, onAway: () => () => undefined },
  lockAfter: () => 600_000,
});
const gate = new SecretGate({ vault, journal, record, places: () => places, locked: () => lock.locked(), consent: { agree: () => Promise.resolve(true) } });
for (const name of ['pin', 'am-token', 'deploy']) await vault.set(name, `${name}-4711`);
await gate.prepare();
const read = async () => ({ siren: await gate.get('pin', 'alone'), source: await gate.get('am-token', 'alone'), deploy: await gate.get('deploy', 'attended') });
const means = await proof.means();
const open = await read();
lock.lock('person');
const locked = await read();
// The keyring is really locked from here on: nobody is there who could type its password.
const refused = await lock.unlock();
const closed = { ...(await read()), names: await vault.list(), anchor: await vault.set('anchor.w', '1 abcd') };
const codes = journal.entries.map(({ code }) => code);
stdout.write(`${JSON.stringify({ means, open, locked, refused, closed, codes, stillLocked: lock.locked() })}\n`, () => process.exit(0));
