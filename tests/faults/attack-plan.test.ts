import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Sshd } from '../lab/support/sshd';
import { buildTerminal, Laptop, type Running, type Said } from '../lab/support/terminal';
import { hostLine, runbook, writeWorkspace } from '../lab/support/workspace';
import { canMount } from '../support/mountable';

// Laws 1 and 4, attacked: the disk fills up and the files change between one moment and the next.
let laptop: Laptop;
let sshd: Sshd;
/** Stands before the server and counts who connects. */
let gate: Server;
let connections = 0;
let gatePort = 0;
const mounted: string[] = [];
let made = 0;
/** The quick form leaves out what is the same with other words. */
const full = process.env['BREAKGLASS_FULL'] === '1';
const some = <T>(cases: readonly T[], most: number): T[] => cases.slice(0, full ? Infinity : most);

beforeAll(async () => {
  await buildTerminal();
  laptop = new Laptop();
  sshd = await Sshd.start({ addresses: 3 });
  gate = createServer((near) => {
    connections += 1;
    const far = connect(sshd.port, near.localAddress ?? '127.0.0.1');
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
  });
  await new Promise<void>((resolve) => gate.listen(0, '0.0.0.0', resolve));
  const address = gate.address();
  gatePort = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(async () => {
  await laptop.remove();
  await sshd.stop();
  gate.close();
});
afterEach(() => {
  for (const folder of mounted.splice(0)) execFileSync('umount', ['-l', folder]);
});

const hosts = (address = '127.0.0.1'): string => `hosts:\n${['api-01', 'api-02'].map((name, at) => hostLine(sshd, name, { port: String(gatePort), address: at === 0 ? address : '127.0.0.2' })).join('')}`;

/** A workspace with a runbook of two steps; each writes down where it ran. The first waits for `go`, then says 24 kB. */
function world(): { root: string; name: string; ran: () => string[]; go: () => void; args: string[] } {
  made += 1;
  const name = `plan-${String(made)}`;
  const note = (at: number): string => `set -- $SSH_CONNECTION; echo "${String(at)} $3" >> "$HOME/${name}.ran"`;
  const root = writeWorkspace(join(laptop.folder, name), {
    'hosts.yaml': hosts(),
    'runbooks/two.md': runbook('Two', ['name=one, on=host, danger=read', `${note(1)}; for i in $(seq 100); do test -e "$HOME/${name}.go" && { seq 5000; exit 0; }; sleep 0.1; done; exit 1`], ['name=two, on=host, danger=read', note(2)]),
  });
  const file = join(sshd.home, `${name}.ran`);
  return {
    root,
    name,
    ran: () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []),
    go: () => writeFileSync(join(sshd.home, `${name}.go`), ''),
    args: ['runbooks/two.md', '--set', 'host=api-01'],
  };
}

async function planned(root: string, args: readonly string[]): Promise<string> {
  const said = await laptop.run(['-C', root, 'plan', ...args, '--json']);
  expect(said, said.err).toMatchObject({ code: 0 });
  return (JSON.parse(said.out) as { hash: string }).hash;
}
const runs = (root: string, args: readonly string[], hash: string): Running => laptop.start(['-C', root, 'run', ...args, '--yes', hash, '--reason', 'attack', '--json']);
const until = async (what: () => boolean): Promise<void> => {
  for (let left = 1_500; !what(); left -= 1) {
    if (left === 0) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

describe.skipIf(!canMount)('no record, no run', () => {
  const onTinyDisk = (): ReturnType<typeof world> => {
    const name = `plan-${String(made + 1)}`;
    const folder = join(laptop.folder, name);
    mkdirSync(folder);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]);
    mounted.push(folder);
    return world();
  };
  const fill = (root: string): void => {
    try {
      writeFileSync(join(root, 'ballast'), Buffer.alloc(1_000_000));
    } catch {
      // It is full now.
    }
    for (let at = 0; ; at += 1) {
      try {
        writeFileSync(join(root, `crumb-${String(at)}`), 'x');
      } catch {
        return;
      }
      if (at > 1_000) return;
    }
  };

  it('a disk that is full before the run: not one connection', async () => {
    const at = onTinyDisk();
    const hash = await planned(at.root, at.args);
    fill(at.root);
    connections = 0;
    const said = await runs(at.root, at.args, hash).ended;
    expect(said.code, said.out + said.err).not.toBe(0);
    expect([connections, at.ran()]).toEqual([0, []]);
  });

  it('a disk that became read-only before the run: not one connection', async () => {
    const at = onTinyDisk();
    const hash = await planned(at.root, at.args);
    execFileSync('mount', ['-o', 'remount,ro', at.root]);
    connections = 0;
    const said = await runs(at.root, at.args, hash).ended;
    expect(said.code).not.toBe(0);
    expect([connections, at.ran()]).toEqual([0, []]);
  });

  it('a disk that fills up during the first step: the second never starts, also not by itself later', async () => {
    const at = onTinyDisk();
    const hash = await planned(at.root, at.args);
    const running = runs(at.root, at.args, hash);
    await until(() => at.ran().length === 1);
    fill(at.root);
    at.go();
    // What it says cannot be written down, so its end is unknown; the console looks after it until somebody leaves.
    await running.said('"outcome":"unknown"');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    running.signalGroup('SIGINT');
    expect((await running.ended).code).not.toBe(0);
    expect(at.ran()).toEqual(['1 127.0.0.1']);
  });
});

describe('what runs is what was shown', () => {
  it.each(some<[string, (at: ReturnType<typeof world>) => void]>([
    ['the script changed by one byte', (at) => { writeFileSync(join(at.root, 'runbooks/two.md'), readFileSync(join(at.root, 'runbooks/two.md'), 'utf8').replace('echo "2', 'echo  "2')); }],
    ['the address of the host changed', (at) => { writeFileSync(join(at.root, 'hosts.yaml'), hosts('127.0.0.3')); }],
    ['the key to log in with changed', (at) => { writeFileSync(join(at.root, 'hosts.yaml'), hosts().replaceAll('id_ed25519', 'id_other')); }],
    ['the danger changed', (at) => { writeFileSync(join(at.root, 'runbooks/two.md'), readFileSync(join(at.root, 'runbooks/two.md'), 'utf8').replaceAll('danger=read', 'danger=read, timeout=9s')); }],
    ['a Cyrillic letter took the place of a Latin one', (at) => { writeFileSync(join(at.root, 'runbooks/two.md'), readFileSync(join(at.root, 'runbooks/two.md'), 'utf8').replace('title: Two', 'title: Twо')); }],
  ], 1))('%s between reading and running: exit 4, nothing is sent', async (_what, change) => {
    const at = world();
    const hash = await planned(at.root, at.args);
    change(at);
    connections = 0;
    const said = await runs(at.root, at.args, hash).ended;
    expect(said, said.out + said.err).toMatchObject({ code: 4 });
    expect([connections, at.ran()]).toEqual([0, []]);
  });

  it('the same text on another host is another plan', async () => {
    const at = world();
    const hash = await planned(at.root, at.args);
    const said = await runs(at.root, ['runbooks/two.md', '--set', 'host=api-02'], hash).ended;
    expect(said).toMatchObject({ code: 4 });
    expect(at.ran()).toEqual([]);
  });

  it('a host that moves between two steps: the second goes where it was approved to go', async () => {
    const at = world();
    const hash = await planned(at.root, at.args);
    const running = runs(at.root, at.args, hash);
    await until(() => at.ran().length === 1);
    writeFileSync(join(at.root, 'hosts.yaml'), hosts('127.0.0.3'));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    at.go();
    expect((await running.ended).code).toBe(0);
    expect(at.ran()).toEqual(['1 127.0.0.1', '2 127.0.0.1']);
  });
});

describe('paths', () => {
  const refused = async (at: ReturnType<typeof world>, ...args: string[]): Promise<Said> => {
    const said = await laptop.run(['-C', at.root, ...args]);
    expect([1, 2, 4], `${args.join(' ')}: ${said.out} ${said.err}`).toContain(said.code);
    expect(said.out + said.err, args.join(' ')).not.toMatch(/root:|^ {4}at /m);
    return said;
  };

  it('a name that leads out of the workspace names nothing', async () => {
    const at = world();
    symlinkSync('/etc/passwd', join(at.root, 'runbooks/link.md'));
    for (const path of some(['runbooks/link.md', '../../../../etc/passwd', '/etc/passwd', 'runbooks/../../etc/passwd', '', '.', 'runbooks'], 2)) await refused(at, 'plan', path);
    for (const run of some(['../x', '..', 'a/b', '.', '%2e%2e', 'x'.repeat(5_000)], 1)) await refused(at, 'outcome', run);
    for (const run of some(['../x', '..', 'a/b'], 1)) await refused(at, 'stop', run);
    for (const hash of some(['../../etc/passwd', 'f'.repeat(64), `../${'f'.repeat(61)}`], 1)) await refused(at, 'run', ...at.args, '--yes', hash, '--reason', 'x');
    await refused(at, 'exec', '../x', '--reason', 'x', '--', 'true');
    await refused(at, 'enrol', 'host', '..');
    await refused(at, 'vault', 'rm', '../x');
  });

  it.each(some(['transcripts', 'plans', 'journal'], 2))('%s as a link out of the workspace: nothing is written there, nothing runs', async (folder) => {
    const at = world();
    const outside = join(laptop.folder, `outside-${folder}`);
    mkdirSync(outside, { recursive: true });
    rmSync(join(at.root, folder), { recursive: true, force: true });
    symlinkSync(outside, join(at.root, folder));
    const hash = await planned(at.root, at.args);
    at.go();
    const said = await runs(at.root, at.args, hash).ended;
    expect(execFileSync('find', [outside, '-mindepth', '1'], { encoding: 'utf8' })).toBe('');
    expect([said.code === 0, at.ran()], said.out + said.err).toEqual([false, []]);
  });

  it('the same workspace by two names has one desk', async () => {
    const at = world();
    symlinkSync(at.root, join(laptop.folder, `${at.name}-link`));
    const desk = laptop.start(['-C', at.root, 'watch']);
    await desk.said('watching');
    const said = await laptop.run(['-C', join(laptop.folder, `${at.name}-link`), 'sirens', '--json']);
    expect(said, said.err).toMatchObject({ code: 0 });
    desk.signalGroup('SIGKILL');
    await desk.ended;
    const writers = readFileSync(join(laptop.folder, 'data', 'preferences.json'), 'utf8');
    expect(writers).not.toContain(`${at.name}-link`);
  });

  it('a bomb, a maze or a mountain in a workspace file is a finding, soon', async () => {
    const at = world();
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.split('').map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index] ?? 'a'}`).join(',')}]`).join('\n')}\n`;
    for (const [file, text] of some([['services.yaml', bomb], ['services.yaml', '['.repeat(100_000)], ['services.yaml', `x: ${'y'.repeat(300_000)}`], ['runbooks/huge.md', `---\ntitle: x\n---\n${'x'.repeat(300_000)}`], ['runbooks/deep.md', `---\ntitle: x\n---\n${'> '.repeat(20_000)}x`], ['runbooks/front.md', `---\n${bomb}---\n`], ['runbooks/stars.md', `---\ntitle: x\n---\n${'*_'.repeat(50_000)}`], ['runbooks/links.md', `---\ntitle: x\n---\n${'['.repeat(50_000)}`]] as const, 2)) {
      const before = existsSync(join(at.root, file)) ? readFileSync(join(at.root, file), 'utf8') : null;
      writeFileSync(join(at.root, file), text);
      const said = await laptop.run(['check', at.root]);
      expect([0, 1, 2], `${file} ${text.slice(0, 30)}: ${said.out.slice(0, 300)} ${said.err.slice(0, 600)}`).toContain(said.code);
      expect(said.err, file).not.toMatch(/^\s+at /m);
      expect(said.ms, file).toBeLessThan(10_000);
      if (before === null) rmSync(join(at.root, file));
      else writeFileSync(join(at.root, file), before);
    }
  });
});
