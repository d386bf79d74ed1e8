import { argv, stdout } from 'node:process';
import { KeytarVault } from '../../main/adapters/vault/keytar-vault';

// Puts the OS keychain through its paces and prints what happened, one JSON line.
const [, , service = ''] = argv;
const vault = new KeytarVault({ service, patienceMs: 8_000 });
const state = await vault.state();
const before = await vault.list();
const absent = await vault.get('pin');
const set = await vault.set('pin', '비밀-4711 🔥');
const got = await vault.get('pin');
const listed = await vault.list();
const removed = await vault.remove('pin');
const again = await vault.remove('pin');
const left = await vault.list();
stdout.write(`${JSON.stringify({ state, before, absent, set, got, listed, removed, again, left })}\n`, () => process.exit(0));
