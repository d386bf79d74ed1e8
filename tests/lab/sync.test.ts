import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { remoteSchema, type Remote } from '../../core/sync/remote';
import type { Person } from '../../core/team/team';
import type { Workspace } from '../../core/workspace/workspace';
import { createJournalRepository } from '../../main/adapters/git/journal-repository';
import type { Schedule } from '../../main/ports/schedule';
import { createForeignActs } from '../../main/services/foreign-acts';
import { SyncDesk } from '../../main/services/sync-desk';
import { openTeamWord } from '../../main/services/team-word';
import { forgedCopy } from '../support/forged-copy';
import { HandClock, HandSchedule, tempFolder } from '../support/journal-kit';
import { agentAnswers } from './support/agent-answers';
import { Sshd } from './support/sshd';
import { codeOf, Laptop, teamOf, type Player } from '../support/laptop';

const players: Player[] = [
  { id: 'kim', byte: 1 },
  { id: 'lee', byte: 2 },
  { id: 'park', byte: 3 },
];
const team = teamOf(players);
// Where git is missing this is not run; CI has it.
const ready = spawnSync('git', ['--version']).error === undefined;

function git(folder: string, ...args: string[]): string {
  const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'x', GIT_AUTHOR_EMAIL: 'x@x.invalid', GIT_COMMITTER_NAME: 'x', GIT_COMMITTER_EMAIL: 'x@x.invalid' };
  return execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', env });
}

/** A bare repository, as any git host has one. */
function remote(): { path: string; url: string } {
  const path = tempFolder();
  git(path, 'init', '--quiet', '--bare');
  return { path, url: `file://${path}` };
}

interface Console {
  readonly laptop: Laptop;
  readonly sync: SyncDesk;
  readonly repository: string;
}

async function consoleOf(player: Player, urls: readonly string[], clock = new HandClock()): Promise<Console> {
  const laptop = await Laptop.open(player, team, clock);
  return joined(laptop, urls);
}

interface Around {
  readonly repository?: string;
  readonly people?: () => readonly Person[];
  readonly schedule?: Schedule;
}

async function joined(laptop: Laptop, urls: readonly (string | Omit<Remote, 'id'>)[], around: Around = {}): Promise<Console> {
  const { repository = join(tempFolder(), 'team.git'), people = () => team, schedule = { after: () => () => undefined, every: () => () => undefined } } = around;
  const remotes = urls.map((url, at) => ({ id: `r${String(at)}`, ...(typeof url === 'string' ? { url } : url) }));
  const sync = new SyncDesk({
    ...{ journal: laptop.journal, team: laptop.peers, shelf: laptop.shelf, clock: laptop.clock, schedule },
    workspace: { get: () => ({ people: people(), settings: { sync: { remotes } } }) as unknown as Workspace, onChanged: () => () => undefined },
    sync: createJournalRepository(repository),
    shares: () => true,
  });
  await sync.start();
  return { laptop, sync, repository };
}

async function note(laptop: Laptop, name: string): Promise<void> {
  const written = await laptop.journal.append('VAULT-SET', { name });
  if (!written.ok) throw new Error(written.error.code);
}

const segment = (of: Laptop, writer: string): string => join(of.root, 'journal', writer, '000001.jsonl');
const [kim, lee, park] = players as [Player, Player, Player];

describe.skipIf(!ready && process.env['CI'] === undefined)('journals by git', () => {
  it('travel through two remotes, are witnessed, and then rest: two idle consoles do not witness each other for ever', async () => {
    const [one, two] = [remote(), remote()];
    const kims = await consoleOf(kim, [one.url, two.url]);
    const lees = await consoleOf(lee, [two.url]);
    await note(kims.laptop, 'pin');
    await kims.laptop.peers.refresh();
    expect(kims.sync.view()).toMatchObject({ unwitnessed: { entries: 2 }, remotes: [{ state: 'unknown', succeededAt: null }, { state: 'unknown' }] });
    expect(await kims.sync.now()).toMatchObject({ ok: true, value: { remotes: [{ state: 'up' }, { state: 'up' }], doubts: [] } });
    expect(await lees.sync.now()).toMatchObject({ ok: true, value: { doubts: [] } });
    expect(readFileSync(segment(lees.laptop, 'kim.laptop'))).toEqual(readFileSync(segment(kims.laptop, 'kim.laptop')));
    expect(await kims.sync.now()).toMatchObject({ value: { unwitnessed: null } });
    expect(await lees.sync.now()).toMatchObject({ value: { unwitnessed: null } });
    const report = await kims.laptop.journal.verify();
    expect(report.ok).toBe(true);
    expect(report.writers.find(({ writer }) => writer === 'kim.laptop')).toMatchObject({ provenBy: 'lee.laptop', provenTo: 2 });
    const before = [kims, lees].map(({ laptop }) => laptop.journal.status().seq);
    for (let round = 0; round < 3; round += 1) for (const { sync } of [kims, lees]) await sync.now();
    expect([kims, lees].map(({ laptop }) => laptop.journal.status().seq)).toEqual(before);
    // Nothing of it lies where a clone or a pull of the user would find it.
    expect(git(one.path, 'for-each-ref', '--format=%(refname)').trim()).toBe('refs/breakglass/kim.laptop');
  });

  it('go on where a remote is down, and say so once; seven days later nothing is lost', async () => {
    const [here, gone] = [remote(), `file://${join(tempFolder(), 'nothing')}`];
    const clock = new HandClock();
    const kims = await consoleOf(kim, [here.url, gone], clock);
    await note(kims.laptop, 'a');
    expect(await kims.sync.now()).toMatchObject({ value: { remotes: [{ state: 'up', succeededAt: clock.wall }, { state: 'down', succeededAt: null, problem: { code: 'sync-remote-down' } }] } });
    await kims.sync.now();
    expect((await kims.laptop.codes()).filter((code) => code === 'SYNC-LOST')).toHaveLength(1);
    for (let day = 0; day < 7; day += 1) {
      clock.pass(86_400_000);
      await note(kims.laptop, `day-${String(day)}`);
    }
    expect(kims.sync.blind()).toMatchObject([{ kind: 'team', problem: { code: 'journal-unwitnessed', values: { hours: 168 } } }]);
    const lees = await consoleOf(lee, [here.url]);
    await lees.sync.now();
    await kims.sync.now();
    await lees.sync.now();
    await kims.sync.now();
    expect(kims.sync.blind()).toEqual([]);
    expect(readFileSync(segment(lees.laptop, 'kim.laptop'), 'utf8')).toContain('day-6');
  });

  it('find a rewritten, a shortened and a forked journal at first contact, keep their own copy, and say it once', async () => {
    const shared = remote();
    const kims = await consoleOf(kim, [shared.url]);
    await note(kims.laptop, 'first');
    await kims.sync.now();
    const lees = await consoleOf(lee, [shared.url]);
    await lees.sync.now();
    const whole = readFileSync(segment(lees.laptop, 'kim.laptop'), 'utf8');
    // Kim starts over under the same key, and forces it onto the remote.
    const again = await consoleOf(kim, [shared.url]);
    await note(again.laptop, 'another first');
    git(shared.path, 'update-ref', '-d', 'refs/breakglass/kim.laptop');
    await again.sync.now();
    const found = await lees.sync.now();
    expect(found).toMatchObject({ ok: true, value: { doubts: [{ writer: 'kim.laptop', kind: 'fork', seq: 1 }] } });
    expect(lees.sync.blind()).toMatchObject([{ kind: 'team', problem: { code: 'sync-doubt' } }]);
    await lees.sync.now();
    expect((await lees.laptop.codes()).filter((code) => code === 'JOURNAL-DOUBT')).toHaveLength(1);
    expect(readFileSync(segment(lees.laptop, 'kim.laptop'), 'utf8')).toBe(whole);
    // The next morning, before anything is fetched, and after.
    const morning = await joined(lees.laptop, [shared.url], { repository: lees.repository });
    expect(morning.sync.view().doubts).toMatchObject([{ writer: 'kim.laptop', kind: 'fork' }]);
    expect(await morning.sync.now()).toMatchObject({ value: { doubts: [{ writer: 'kim.laptop', kind: 'fork' }] } });
    expect((await lees.laptop.codes()).filter((code) => code === 'JOURNAL-DOUBT')).toHaveLength(1);
  });

  it('that came before team.yaml listed their writer are taken once it does, although nobody pushes again', async () => {
    const shared = remote();
    const kims = await consoleOf(kim, [shared.url]);
    await note(kims.laptop, 'x');
    await kims.sync.now();
    let people = teamOf([lee, park]);
    const lees = await joined(await Laptop.open(lee, () => people), [shared.url], { people: () => people });
    await lees.sync.now();
    expect(existsSync(segment(lees.laptop, 'kim.laptop'))).toBe(false);
    people = team;
    await lees.sync.now();
    expect(readFileSync(segment(lees.laptop, 'kim.laptop'))).toEqual(readFileSync(segment(kims.laptop, 'kim.laptop')));
  });

  it('do not keep a console from closing where a remote takes the connection and says nothing', async () => {
    const schedule = new HandSchedule();
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const called = once(silent, 'connection') as Promise<[Socket]>;
    const kims = await joined(await Laptop.open(kim, team), [`https://127.0.0.1:${String(port)}/team.git`], { schedule });
    const syncing = kims.sync.now();
    const [line] = await called;
    const hungUp = once(line.resume(), 'close');
    const closing = kims.sync.close();
    // The second that a round is given has passed.
    schedule.tick();
    await Promise.all([closing, syncing, hungUp]);
    silent.close();
  });

  it('are not written to a remote that has more of one’s own journal: a key in two places, or an old copy put back', async () => {
    const shared = remote();
    const kims = await consoleOf(kim, [shared.url]);
    const early = readFileSync(segment(kims.laptop, 'kim.laptop'));
    await note(kims.laptop, 'x');
    await kims.sync.now();
    await kims.laptop.journal.close();
    writeFileSync(segment(kims.laptop, 'kim.laptop'), early);
    await kims.laptop.start();
    const back = await joined(kims.laptop, [shared.url]);
    await note(kims.laptop, 'y');
    expect(await back.sync.now()).toMatchObject({ value: { doubts: [{ writer: 'kim.laptop' }] } });
  });

  it('travel from a device that is called lock, and what gathered is packed', async () => {
    const shared = remote();
    const lock: Player = { id: 'kim', byte: 5, device: 'lock' };
    const people = teamOf([lee, lock]);
    const laptop = await Laptop.open(lock, people);
    const kims = await joined(laptop, [shared.url]);
    await note(laptop, 'a');
    expect(await kims.sync.now()).toMatchObject({ value: { remotes: [{ state: 'up' }] } });
    expect(git(shared.path, 'for-each-ref', '--format=%(refname)').trim()).toBe('refs/breakglass/kim.lock=');
    const lees = await joined(await Laptop.open(lee, people), [shared.url], { people: () => people });
    expect(await lees.sync.now()).toMatchObject({ value: { doubts: [], remotes: [{ state: 'up' }] } });
    expect(readFileSync(segment(lees.laptop, 'kim.lock'))).toEqual(readFileSync(segment(laptop, 'kim.lock')));
    const blobs = Array.from({ length: 1_100 }, (_, at) => `blob\ndata ${String(String(at).length)}\n${String(at)}\n`).join('');
    execFileSync('git', ['--git-dir', kims.repository, '-c', 'fastimport.unpackLimit=100000', 'fast-import', '--quiet'], { input: blobs });
    const loose = (): number => Number(/^count: (\d+)/m.exec(execFileSync('git', ['--git-dir', kims.repository, 'count-objects', '-v'], { encoding: 'utf8' }))?.[1]);
    expect(loose()).toBeGreaterThan(1_000);
    const repository = createJournalRepository(kims.repository);
    await repository.tidy();
    expect(await kims.sync.now()).toMatchObject({ value: { remotes: [{ state: 'up' }], doubts: [] } });
    expect(existsSync(join(kims.repository, 'packed-refs'))).toBe(true);
  });

  it('reach a third console through a second, and a fork that two were shown is found when they meet', async () => {
    const [ab, ac, bc] = [remote(), remote(), remote()];
    const kims = await consoleOf(kim, [ab.url]);
    const twin = await consoleOf(kim, [ac.url]);
    await note(kims.laptop, 'to lee');
    await note(twin.laptop, 'to park');
    const lees = await consoleOf(lee, [ab.url, bc.url]);
    const parks = await consoleOf(park, [ac.url, bc.url]);
    for (const { sync } of [kims, twin, lees, parks, lees, parks]) {
      const synced = await sync.now();
      expect(synced.ok && synced.value.remotes.filter(({ state }) => state !== 'up')).toEqual([]);
    }
    expect(lees.sync.view().doubts).toMatchObject([{ writer: 'kim.laptop', kind: 'witness' }]);
    expect(parks.sync.view().doubts).toMatchObject([{ writer: 'kim.laptop', kind: 'witness' }]);
  });
});

describe.skipIf(!ready && process.env['CI'] === undefined)('a hostile remote', () => {
  it('has no effect: links, programs, submodules, foreign paths, strangers, wrong signatures, plans that are none', async () => {
    const shared = remote();
    const work = tempFolder();
    const marker = join(tempFolder(), 'pwned');
    git(work, 'init', '--quiet');
    mkdirSync(join(work, 'journal/kim.laptop'), { recursive: true });
    mkdirSync(join(work, 'journal/stranger.laptop'), { recursive: true });
    mkdirSync(join(work, 'plans'), { recursive: true });
    writeFileSync(join(work, 'journal/stranger.laptop/000001.jsonl'), '{}\n');
    writeFileSync(join(work, 'journal/kim.laptop/000001.jsonl'), '{"v":1}\n');
    writeFileSync(join(work, `plans/${'a'.repeat(64)}.json`), '{}');
    symlinkSync('/etc/passwd', join(work, 'journal/kim.laptop/000002.jsonl'));
    writeFileSync(join(work, '.gitattributes'), '* filter=evil diff=evil\n');
    writeFileSync(join(work, '.gitmodules'), `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "touch ${marker}"\n`);
    git(work, 'add', '-A');
    git(work, 'commit', '--quiet', '-m', 'x');
    for (const writer of ['kim.laptop', 'stranger.laptop', 'UPPER.case', 'a.b.c']) git(work, 'push', '--quiet', shared.url, `HEAD:refs/breakglass/${writer}`);
    const lees = await consoleOf(lee, [shared.url]);
    // Hooks and programs in the repository that the console itself uses do not run either.
    await lees.sync.now();
    mkdirSync(join(lees.repository, 'hooks'), { recursive: true });
    for (const hook of ['reference-transaction', 'post-update', 'pre-push', 'fsmonitor-watchman', 'post-commit']) {
      writeFileSync(join(lees.repository, 'hooks', hook), `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
    }
    git(work, 'commit', '--quiet', '--allow-empty', '-m', 'y');
    git(work, 'push', '--quiet', shared.url, 'HEAD:refs/breakglass/kim.laptop');
    expect(await lees.sync.now()).toMatchObject({ ok: true, value: { doubts: [{ writer: 'kim.laptop', kind: 'bad' }] } });
    expect(readdirSync(join(lees.laptop.root, 'journal'))).toEqual(['lee.laptop']);
    expect(existsSync(join(lees.laptop.root, 'plans'))).toBe(false);
    expect(existsSync(marker)).toBe(false);
    const refused = await lees.laptop.journal.verify();
    expect(refused.writers.every(({ ok, writer }) => ok || writer === 'kim.laptop')).toBe(true);
  });

  it('that adds lines nobody vouches for has no effect on whose name they carry, and both consoles go on; damage here is healed, and recorded', async () => {
    const shared = remote();
    const [kims, lees] = [await consoleOf(kim, [shared.url]), await consoleOf(lee, [shared.url])];
    await note(lees.laptop, 'honest');
    for (const { sync } of [lees, kims]) await sync.now();
    const work = tempFolder();
    git(work, 'init', '--quiet');
    git(work, 'fetch', '--quiet', shared.url, 'refs/breakglass/lee.laptop');
    git(work, 'checkout', '--quiet', 'FETCH_HEAD');
    const forged = await forgedCopy({ victim: 'lee.laptop', team, from: join(lees.laptop.root, 'journal/lee.laptop'), sightings: [{ writer: 'kim.laptop', seq: 1, hash: 'f'.repeat(64) }] });
    for (const [name, bytes] of forged) writeFileSync(join(work, 'journal/lee.laptop', name), bytes);
    git(work, 'commit', '--quiet', '-a', '-m', 'x');
    git(work, 'push', '--quiet', shared.url, 'HEAD:refs/breakglass/lee.laptop');

    for (const { sync } of [kims, lees]) expect(await sync.now()).toMatchObject({ value: { doubts: [{ writer: 'lee.laptop', kind: 'bad' }] } });
    expect(kims.laptop.peers.doubts()).toEqual([]);
    await note(lees.laptop, 'goes on');
    for (const { sync } of [lees, kims, lees]) await sync.now();
    expect(readFileSync(segment(kims.laptop, 'lee.laptop'), 'utf8')).toContain('goes on');
    expect((await kims.laptop.codes()).filter((code) => code === 'JOURNAL-DOUBT')).toHaveLength(1);

    const damaged = readFileSync(segment(kims.laptop, 'lee.laptop'), 'utf8').replace('honest', 'hongst');
    writeFileSync(segment(kims.laptop, 'lee.laptop'), damaged);
    await note(lees.laptop, 'and on');
    for (const { sync } of [lees, kims]) await sync.now();
    expect(readFileSync(segment(kims.laptop, 'lee.laptop'), 'utf8')).toContain('and on');
    expect(await kims.laptop.codes()).toContain('JOURNAL-HEALED');
    for (const { laptop } of [kims, lees]) expect((await laptop.journal.verify()).writers.map(({ ok }) => ok)).toEqual([true, true]);
  });

  it('is refused by its address where that would run a program', async () => {
    const isTaken = (url: string): boolean => remoteSchema.safeParse({ id: 'a', url }).success;
    const marker = join(tempFolder(), 'pwned');
    const evil = [`ext::sh -c touch% ${marker}`, `--upload-pack=touch ${marker}`, '-oProxyCommand=touch', 'ssh://-oProxyCommand=x/y', 'http://x/y', 'git://x/y', '/srv/git', 'file:///a b', 'EXT::sh', 'ssh://a/b\nc', 'fd::3', 'user@-oProxyCommand=x:y', 'file:///x\u202e'];
    expect(evil.filter(isTaken)).toEqual([]);
    expect(['ssh://git@example.com/a.git', 'https://example.com/a.git', 'git@example.com:team/a.git', 'file:///srv/a.git', 'ssh://git@[::1]:2222/a'].every(isTaken)).toBe(true);
    // And below that wall git itself refuses.
    const lees = await consoleOf(lee, [evil[0] ?? '']);
    expect(await lees.sync.now()).toMatchObject({ value: { remotes: [{ state: 'down' }] } });
    expect(existsSync(marker)).toBe(false);
    expect(codeOf(await (await consoleOf(park, [])).sync.now())).toBe('sync-no-remote');
  });
});

const sshReady = ready && existsSync('/usr/sbin/sshd') && spawnSync('ssh-agent', ['-h']).error === undefined;

/** An agent with one key, as a person's own: found by SSH_AUTH_SOCK and ended by the returned function. */
async function withAgent(key: string): Promise<() => void> {
  const before = process.env['SSH_AUTH_SOCK'];
  const socket = join(tempFolder(), 'agent');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  await agentAnswers(socket);
  process.env['SSH_AUTH_SOCK'] = socket;
  execFileSync('ssh-add', ['-q', key], { stdio: 'ignore' });
  return () => {
    agent.kill();
    if (before === undefined) delete process.env['SSH_AUTH_SOCK'];
    else process.env['SSH_AUTH_SOCK'] = before;
  };
}

describe.skipIf(!sshReady && process.env['CI'] === undefined)('three workspaces over a real sshd', () => {
  it('go on with one remote dead, one that is not who it says, and one hostile; of the hostile one nothing has an effect', async () => {
    const sshd = await Sshd.start();
    const endAgent = await withAgent(sshd.userKey);
    try {
      const at = (path: string): Omit<Remote, 'id'> => ({ url: `ssh://127.0.0.1:${String(sshd.port)}${path}`, hostKeys: [sshd.hostKey()] });
      const [good, evil] = [remote(), remote()];
      const dead = { url: 'ssh://127.0.0.1:9/nothing.git', hostKeys: [sshd.hostKey()] };
      const impostor = { ...at(good.path), hostKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGRlYWRiZWVmZGVhZGJlZWZkZWFkYmVlZmRlYWRiZWVm'] };
      const remotes = [at(good.path), dead, impostor, at(evil.path)];
      const consoles = await Promise.all([kim, lee, park].map(async (player) => joined(await Laptop.open(player, team), remotes)));
      const [kims, lees, parks] = consoles as [Console, Console, Console];
      const heard = new Map<string, string>();
      const { journal, peers, clock, schedule } = parks.laptop;
      const workspace = { get: () => ({ people: team }) as unknown as Workspace, onChanged: () => () => undefined };
      const word = await openTeamWord({ workspace, journal, team: peers, doubts: () => parks.sync.view().doubts });
      const acts = createForeignActs({ workspace, journal, team: peers, word, clock, schedule });
      acts.onForeign(({ added, removed }) => {
        for (const { order } of removed) heard.delete(order);
        for (const { order, op, code } of added) heard.set(order, `${op} ${code}`);
      });
      await kims.laptop.journal.append('ALERT-ACK', { alert: 'am/disk', title: 'Disk' });
      await kims.sync.now();

      // The hostile remote: what kim never wrote, links, filters, submodules, a plan that is none, and loud words.
      const work = tempFolder();
      const marker = join(tempFolder(), 'pwned');
      git(work, 'init', '--quiet');
      for (const folder of ['journal/kim.laptop', 'journal/lee.laptop', 'plans']) mkdirSync(join(work, folder), { recursive: true });
      writeFileSync(join(work, 'journal/kim.laptop/000001.jsonl'), readFileSync(segment(kims.laptop, 'kim.laptop'), 'utf8').replace('Disk', 'Dusk'));
      writeFileSync(join(work, 'journal/lee.laptop/000001.jsonl'), '{"code":"ALERT-UNACK"}\n');
      writeFileSync(join(work, `plans/${'b'.repeat(64)}.json`), '{"steps":[]}');
      symlinkSync('/etc/passwd', join(work, 'journal/lee.laptop/000002.jsonl'));
      writeFileSync(join(work, '.gitattributes'), '* filter=evil\n');
      writeFileSync(join(work, '.gitmodules'), `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c "touch ${marker}"\n`);
      git(work, 'add', '-A');
      git(work, 'commit', '--quiet', '-m', 'x');
      for (const writer of ['kim.laptop', 'lee.laptop', 'stranger.laptop']) git(work, 'push', '--quiet', '--force', evil.path, `HEAD:refs/breakglass/${writer}`);
      writeFileSync(join(evil.path, 'hooks/pre-receive'), '#!/bin/sh\nprintf "\\033]52;c;cm0gLXJm\\007no\\n" >&2\nexit 1\n', { mode: 0o755 });

      for (const { sync } of [lees, parks]) await sync.now();
      expect([...heard.values()]).toEqual(['kim ALERT-ACK']);
      expect(parks.sync.view().remotes.map(({ state }) => state)).toEqual(['up', 'down', 'down', 'down']);
      expect(String(parks.sync.view().remotes[2]?.problem?.values['why'])).toContain('Host key verification failed');
      expect(parks.sync.view().doubts.filter(({ kind }) => kind === 'fork')).toEqual([]);
      expect(readFileSync(segment(parks.laptop, 'kim.laptop'))).toEqual(readFileSync(segment(kims.laptop, 'kim.laptop')));
      expect(readdirSync(join(parks.laptop.root, 'journal')).sort()).toEqual(['kim.laptop', 'lee.laptop', 'park.laptop']);
      expect([existsSync(join(parks.laptop.root, 'plans')), existsSync(marker)]).toEqual([false, false]);
      for (const { laptop } of consoles) expect((await laptop.journal.verify()).writers.every(({ ok }) => ok)).toBe(true);
      expect(sshd.said()).toContain('Accepted publickey');
    } finally {
      endAgent();
      await sshd.stop();
    }
  });
});
