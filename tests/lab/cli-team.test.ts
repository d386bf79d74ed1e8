import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agentAnswers } from './support/agent-answers';
import { buildTerminal, Laptop } from './support/terminal';
import { settings, writeWorkspace } from './support/workspace';

const ready = spawnSync('git', ['--version']).error === undefined && spawnSync('ssh-agent', ['-h']).error === undefined;

interface Operator {
  readonly laptop: Laptop;
  readonly root: string;
  readonly key: string;
  readonly agent: ChildProcess;
  run(...words: string[]): Promise<{ code: number | null; out: string; err: string }>;
}

/** A laptop with an agent that holds its owner's key, as a person without a keychain has one. */
async function operator(id: string): Promise<Operator> {
  const socket = { path: '' };
  const laptop = new Laptop({ BREAKGLASS_PERSON: id });
  socket.path = join(laptop.folder, 'agent');
  const key = join(laptop.folder, 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key, '-C', id]);
  const agent = spawn('ssh-agent', ['-D', '-a', socket.path], { stdio: 'ignore' });
  await agentAnswers(socket.path);
  execFileSync('ssh-add', ['-q', key], { stdio: 'ignore', env: { PATH: process.env['PATH'], SSH_AUTH_SOCK: socket.path } });
  const root = join(laptop.folder, 'live');
  return { laptop, root, key, agent, run: async (...words) => laptop.run(['-C', root, ...words], { env: { SSH_AUTH_SOCK: socket.path } }) };
}

describe.skipIf(!ready && process.env['CI'] === undefined)('two operators, each with a console of their own', () => {
  const operators: Operator[] = [];
  // Something that answers 500: both see it fail.
  const server = createServer((_request, response) => void response.writeHead(500).end());
  beforeAll(async () => {
    await buildTerminal();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    operators.push(await operator('kim'), await operator('lee'));
  });
  afterAll(async () => {
    server.close();
    for (const { laptop, agent } of operators) {
      agent.kill();
      await laptop.remove();
    }
  });

  it('see each other’s acks after a sync; a lost laptop’s device is retired; unsigned configuration stays out', async () => {
    const [kim, lee] = operators as [Operator, Operator];
    const remote = join(kim.laptop.folder, 'remote.git');
    execFileSync('git', ['init', '--quiet', '--bare', remote]);
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const people = operators.map(({ key }, at) => {
      const id = ['kim', 'lee'][at] ?? '';
      return `  - { id: ${id}, name: ${id}, role: operator, timezone: Asia/Seoul, devices: [{ id: laptop, sign: "sshsig:${readFileSync(`${key}.pub`, 'utf8').trim().split(' ').slice(0, 2).join(' ')}" }] }\n`;
    });
    const source = `{ id: site, kind: probe, url: "http://127.0.0.1:${String(port)}/", every: 5s, expect: 200, severity: critical }`;
    const files = { 'breakglass.yaml': `${settings(source)}sync: { remotes: [{ id: here, url: "file://${remote}" }] }\n`, 'team.yaml': `people:\n${people.join('')}` };
    for (const { root } of operators) {
      mkdirSync(root, { recursive: true });
      writeWorkspace(root, files);
    }
    const listed = await kim.run('alerts', '--json');
    const [alert] = JSON.parse(listed.out) as { id: string; ack: unknown }[];
    expect(alert, listed.err + listed.out).toMatchObject({ ack: null });
    const id = alert?.id ?? '';
    expect((await kim.run('ack', id)).code).toBe(0);
    expect((await kim.run('sync')).out).toContain('here: up');

    expect((await lee.run('sync')).out).toContain('here: up');
    const seen = await lee.run('alerts', '--json');
    expect(JSON.parse(seen.out), seen.err).toMatchObject([{ id, ack: { by: 'kim' } }]);
    expect((await lee.run('team', 'retire', 'kim.laptop', '--why', 'lost')).out).toContain('kim.laptop is retired');
    expect(readFileSync(join(lee.root, 'team.yaml'), 'utf8')).toMatch(/retired: true/);

    writeFileSync(join(lee.root, 'breakglass.yaml'), `${files['breakglass.yaml']}policies: { signed-commits: true }\n`);
    const unsigned = await lee.run('check', '--json');
    expect([unsigned.code, JSON.parse(unsigned.out)]).toMatchObject([1, [{ rule: 'commit-missing' }]]);
  });
});
