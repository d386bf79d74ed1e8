import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTerminal, Laptop, type Running } from '../lab/support/terminal';
import { writeWorkspace } from '../lab/support/workspace';

// The desk's socket and lock, attacked: by another user, by garbage, by numbers, by a crash, by a race.
let laptop: Laptop;
let root: string;
let desk: Running;

/** The quick form leaves out what is the same with other bytes. */
const full = process.env['BREAKGLASS_FULL'] === '1';
const some = <T>(cases: readonly T[]): T[] => (full ? [...cases] : cases.slice(0, 3));

/** Root that may become somebody else, and whose Node others may start. */
const canBeNobody = userInfo().uid === 0 && spawnSync(process.execPath, ['-e', ''], { uid: 65_534, gid: 65_534, cwd: '/' }).status === 0;

const folder = (): string => join(laptop.folder, 'run/breakglass');
const socketPath = (): string => join(folder(), readdirSync(folder()).find((name) => name.endsWith('.sock')) ?? 'none');

beforeAll(async () => {
  await buildTerminal();
  laptop = new Laptop();
  root = writeWorkspace(join(laptop.folder, 'ws'));
  desk = laptop.start(['-C', root, 'watch']);
  await desk.said('watching');
});
afterAll(() => laptop.remove());

/** Sends this and gives what came back until the desk hung up, or after `ms`. */
async function sent(bytes: string | Buffer, ms = 3_000): Promise<{ answer: string; closed: boolean }> {
  return new Promise((resolve) => {
    const socket = connect(socketPath());
    let answer = '';
    const timer = setTimeout(() => {
      resolve({ answer, closed: false });
      socket.destroy();
    }, ms);
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve({ answer, closed: true });
    });
  });
}

const answers = async (): Promise<void> => {
  const said = await laptop.run(['-C', root, 'sirens', '--json']);
  expect(said, said.err).toMatchObject({ code: 0, out: '[]\n' });
};

describe('the socket', () => {
  it('is the owner’s alone', () => {
    expect(statSync(socketPath()).mode & 0o777).toBe(0o600);
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
  });

  it.skipIf(!canBeNobody)('is closed to another user', () => {
    execFileSync('chmod', ['o+x', laptop.folder, join(laptop.folder, 'run')]);
    const script = `require('node:net').connect(${JSON.stringify(socketPath())}).on('connect', () => console.log('in')).on('error', (error) => console.log(error.code))`;
    const tried = spawnSync(process.execPath, ['-e', script], { uid: 65_534, gid: 65_534, encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '' }, cwd: '/' });
    expect(tried.stdout.trim()).toBe('EACCES');
  });

  it.each(some<[string, string | Buffer]>([
    ['ten megabytes in a line', Buffer.alloc(10_000_000, 'x')],
    ['garbage', Buffer.from([0xff, 0x00, 0x80, 0x0a])],
    ['no JSON', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['JSON of another shape', '{"v":1,"argv":"sirens","cwd":"/","json":true}\n'],
    ['an extra key', '{"v":1,"argv":["sirens"],"cwd":"/","json":true,"__proto__":{"x":1},"more":1}\n'],
    ['another version', '{"v":2,"argv":["sirens"],"cwd":"/","json":true}\n'],
    ['two commands', '{"v":1,"argv":["nothing"],"cwd":"/","json":true}\n{"v":1,"argv":["nothing"],"cwd":"/","json":true}\n'],
    ['a deep one', `${'['.repeat(500_000)}\n`],
  ]))('takes %s for what it is, and answers the next', async (_what, bytes) => {
    const { answer, closed } = await sent(bytes, 8_000);
    expect(closed).toBe(true);
    expect(answer).not.toContain('\\n    at ');
    await answers();
  });

  it('serves while two hundred half lines hang about', async () => {
    const idle: Socket[] = [];
    for (let at = 0; at < 200; at += 1) {
      const socket = connect(socketPath());
      socket.on('error', () => undefined);
      socket.write('{"v":1,"argv":[');
      idle.push(socket);
    }
    await answers();
    for (const socket of idle) socket.destroy();
    await answers();
  });
});

describe('the lock', () => {
  it('of a killed desk is no obstacle, and of starters at the same moment one gets it and serves the others', async () => {
    desk.signalGroup('SIGKILL');
    await desk.ended;
    const racers = await Promise.all(Array.from({ length: full ? 20 : 6 }, () => laptop.run(['-C', root, 'sirens', '--json'])));
    for (const said of racers) expect(said, said.err).toMatchObject({ code: 0, out: '[]\n' });
    expect(await laptop.run(['-C', root, 'journal', 'verify'])).toMatchObject({ code: 0 });
  });
});
