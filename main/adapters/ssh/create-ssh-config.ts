import { accessSync, constants, watch, type FSWatcher } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { fail, ok, type Result } from '../../../core/errors';
import type { Hop, Way } from '../../../core/host/way';
import { createSignal } from '../../../core/signal';
import type { Clock } from '../../ports/clock';
import type { AskedHost, SshConfig } from '../../ports/ssh-config';
import { knownName, readKnownHosts, type KnownHost } from './known-hosts';
import { parseHops } from './proxy-jump';
import { askSsh, type ConfigValues } from './ssh-config-ask';
import { configFiles, fileStamp, type ConfigFiles } from './ssh-config-files';
import { parseSsh } from './ssh-config-parse';
import { readWay, type Surroundings } from './ssh-config-way';
import { homeAbsolute } from './ssh-tokens';

export interface SshConfigOptions {
  /** This user's home, absolute. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** The system's `ssh`, absolute; null: there is none. */
  readonly program: string | null;
}

/** At once: each is a process of some milliseconds. */
const askedAtOnce = 8;
/** How long an answer counts that a command had a say in, ms. */
const dynamicMs = 30_000;
const mostHops = 8;
const settleMs = 150;

/** Where `ssh` is on this machine, or null. */
export function findSsh(path: string | undefined): string | null {
  const names = process.platform === 'win32' ? ['ssh.exe'] : ['ssh'];
  for (const folder of (path ?? '').split(delimiter).filter((each) => each !== '')) {
    for (const name of names) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not in this folder.
      }
    }
  }
  return null;
}

/** What was found since something last changed. */
interface Epoch {
  readonly at: number;
  /** Every file and folder that had a say, as it looked before it was read. */
  readonly stamps: Map<string, Promise<string>>;
  files: ConfigFiles;
  readonly ways: Map<string, Promise<Result<Way>>>;
  readonly values: Map<string, Promise<Result<ConfigValues>>>;
  readonly known: Map<string, Promise<readonly KnownHost[]>>;
}

async function note(now: Epoch, path: string): Promise<string> {
  const stamp = now.stamps.get(path) ?? fileStamp(path);
  now.stamps.set(path, stamp);
  return stamp;
}

async function isFresh(now: Epoch): Promise<boolean> {
  const same = await Promise.all([...now.stamps].map(async ([path, stamp]) => (await stamp) === (await fileStamp(path))));
  return same.every(Boolean);
}

/** This user's SSH configuration: `ssh -G` where there is an `ssh`, else a parser that refuses what it cannot honour. */
export function createSshConfig({ home, environment, clock, program }: SshConfigOptions): SshConfig {
  const changed = createSignal();
  const watchers = new Map<string, FSWatcher>();
  const { username, uid, homedir } = userInfo();
  // OpenSSH goes by the account's home, whatever HOME says. A console that was given another home reads only what is there.
  const ownFile = homedir === home ? null : join(home, '.ssh', 'config');
  const roots = [
    { file: join(home, '.ssh', 'config'), base: join(home, '.ssh') },
    ...(ownFile === null ? [{ file: '/etc/ssh/ssh_config', base: '/etc/ssh' }] : []),
  ];
  let epoch: Promise<Epoch> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const begin = async (): Promise<Epoch> => {
    const files = { folders: [], isUniform: false, isDynamic: false };
    const now: Epoch = { at: clock.mono(), stamps: new Map(), files, ways: new Map(), values: new Map(), known: new Map() };
    now.files = await configFiles(roots, home, async (path) => void (await note(now, path)));
    for (const folder of new Set([...now.files.folders, join(home, '.ssh')])) look(folder);
    return now;
  };

  /** What was found so far while nothing changed, else a new beginning. */
  const current = async (): Promise<Epoch> => {
    const asked = epoch;
    const before = await asked;
    const isOld = before === null || (before.files.isDynamic && clock.mono() - before.at > dynamicMs);
    if (before !== null && !isOld && (await isFresh(before))) return before;
    // Whoever came first began anew.
    if (epoch === asked) epoch = begin();
    return epoch ?? begin();
  };

  const look = (folder: string): void => {
    if (watchers.has(folder)) return;
    try {
      const watcher = watch(folder, { persistent: false }, () => {
        timer ??= setTimeout(() => {
          timer = null;
          void told();
        }, settleMs);
        timer.unref();
      });
      watcher.on('error', () => {
        watcher.close();
        watchers.delete(folder);
      });
      watchers.set(folder, watcher);
    } catch {
      // A folder that is not there yet: the next answer looks at the files themselves.
    }
  };

  const told = async (): Promise<void> => {
    const before = await epoch;
    if (before === null || (await isFresh(before))) return;
    epoch = begin();
    changed.emit();
  };

  const surroundings = (now: Epoch): Surroundings => ({
    home,
    userName: username,
    uid,
    hostName: hostname(),
    environment,
    exists: async (file) => (await note(now, file)) !== 'none',
    publicType: async (file) => {
      await note(now, file);
      const text = await readFile(file, 'utf8').catch(() => '');
      return text.trim().split(/\s+/)[0] || null;
    },
    authorityOnly: async ({ address, port, alias }, files) => {
      const name = alias ?? knownName(address, port);
      const names = (files ?? ['~/.ssh/known_hosts', '~/.ssh/known_hosts2', '/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']).map((file) => homeAbsolute(file, home));
      const known = (await Promise.all(names.map((file) => knownIn(now, file)))).flat();
      const vouched = known.some((entry) => entry.marker === 'cert-authority' && entry.matches(name));
      return vouched && !known.some((entry) => entry.marker === 'none' && entry.matches(name));
    },
    hasTicket: async () => (await note(now, (environment['KRB5CCNAME'] ?? `/tmp/krb5cc_${String(uid)}`).replace(/^FILE:/, ''))) !== 'none',
  });

  const knownIn = (now: Epoch, file: string): Promise<readonly KnownHost[]> => {
    const before = now.known.get(file);
    if (before !== undefined) return before;
    const reading = note(now, file).then(() => readFile(file, 'utf8')).then(readKnownHosts, () => []);
    now.known.set(file, reading);
    return reading;
  };

  const configured = async (now: Epoch, asked: AskedHost): Promise<Result<ConfigValues>> => {
    if (program === null) return parseSsh(roots.map(({ file }) => file), asked);
    const file = ownFile === null ? null : (await note(now, ownFile)) !== 'none' ? ownFile : 'none';
    // Where nothing depends on the host, one answer is everybody's.
    const example: AskedHost = now.files.isUniform ? { ...asked, alias: 'host', address: null, user: null, port: null } : asked;
    const key = JSON.stringify([example.alias, example.address, example.user, example.port]);
    const baseline = now.values.get(`none ${key}`) ?? askSsh(program, example, 'none');
    const told = now.values.get(key) ?? askSsh(program, example, file);
    now.values.set(`none ${key}`, baseline).set(key, told);
    const [plain, found] = await Promise.all([baseline, told]);
    if (!plain.ok) return plain;
    if (!found.ok) return found;
    return ok(new Map([...found.value].filter(([keyword, values]) => JSON.stringify(values) !== JSON.stringify(plain.value.get(keyword)))));
  };

  const way = (now: Epoch, asked: AskedHost): Promise<Result<Way>> => {
    const key = JSON.stringify(asked);
    const before = now.ways.get(key);
    if (before !== undefined) return before;
    const finding = find(now, asked, []);
    now.ways.set(key, finding);
    return finding;
  };

  /** @param through the hosts whose way this one is a part of: a way that comes back to itself has no end. */
  const find = async (now: Epoch, asked: AskedHost, through: readonly string[]): Promise<Result<Way>> => {
    const config = await configured(now, asked);
    if (!config.ok) return config;
    const found = await readWay(config.value, asked, surroundings(now));
    if (!found.ok) return found;
    const jump = config.value.get('proxyjump')?.[0] ?? 'none';
    if (jump === 'none') return found;
    const named = parseHops(jump);
    if (named === null || through.includes(asked.alias) || through.length >= mostHops) return fail('ssh-config-unsupported', { file: 'ssh_config', what: `ProxyJump ${jump}` });
    const hops: Hop[] = [];
    for (const [index, hop] of named.entries()) {
      const one: AskedHost = { alias: hop.alias, address: null, port: hop.port, user: hop.user, identity: null };
      const reached = await find(now, one, [...through, asked.alias]);
      if (!reached.ok) return reached;
      // Only the first hop is reached by its own ProxyJump; each later one is reached through the one before.
      if (index === 0) hops.push(...reached.value.hops);
      hops.push({ ...hop, way: { ...reached.value, hops: [] } });
    }
    return ok({ ...found.value, hops });
  };

  return {
    async ways(asked) {
      const now = await current();
      const answers: Result<Way>[] = [];
      let next = 0;
      const ask = async (): Promise<void> => {
        for (let at = next++; at < asked.length; at = next++) {
          const one = asked[at];
          if (one !== undefined) answers[at] = await way(now, one);
        }
      };
      await Promise.all(Array.from({ length: askedAtOnce }, ask));
      return answers;
    },
    onChanged: changed.on,
    close() {
      if (timer !== null) clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}
