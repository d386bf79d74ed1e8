import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import ssh2, { type Client } from 'ssh2';
import type { LoopbackHosts } from './support/loopback-hosts';
import { interleave, timed, type Bench } from './support/measure';
import { withAuditedHosts } from './support/with-audited-hosts';

const line = '2026-11-22T02:10:00.000Z api-01 worker[812]: GET /v1/orders 200 in 12 ms, queue 4, retry 0';

/** The output of one host, as long as a bad night's log. */
export const stream: Bench = {
  id: 's4',
  title: 'Audited stream of 100 MB from one host',
  rounds: 7,
  async run({ rounds, quick }) {
    const bytes = quick ? 10_000_000 : 100_000_000;
    const script = `yes '${line}' | head -c ${bytes}`;
    return withAuditedHosts(1, { stream: script }, async (hosts, desk) => {
      const client = await connect(hosts);
      const taken = await interleave(rounds, {
        ours: async () => {
          const { wall, run } = await desk.run('stream', ['host-1']);
          const received = run.steps[0]?.cells[0]?.bytes;
          if (received !== bytes) throw new Error(`${String(received)} bytes came instead of ${bytes}`);
          await desk.derived(run);
          return wall;
        },
        raw: () => timed(() => drain(client, script, bytes)),
      });
      const speed = (walls: readonly number[]): number[] => walls.map((ms) => bytes / 1_000 / ms);
      client.end();
      return {
        comparisons: [
          {
            what: 'throughput',
            unit: 'MB/s',
            ours: { name: 'Breakglass', command: `one run of \`${script.replace(line, 'LOG LINE')}\`, until RUN-END is synced`, values: speed(taken.ours) },
            peer: { name: 'ssh2, bytes counted and dropped', command: 'client.exec(the same), Node', values: speed(taken.raw) },
            limit: { atLeast: 0.5 },
          },
        ],
        notes: ['Both lines are open. Ours also keeps the output at the host (`tee`), hashes it, masks secrets, writes it to disk with arrival times and syncs it. The recording (.cast) is derived of that after the outcome is known, and not in this time.'],
      };
    });
  },
};

async function connect({ all: [host] }: LoopbackHosts): Promise<Client> {
  if (host === undefined) throw new Error('no host');
  const client = new ssh2.Client();
  await new Promise<void>((resolve, reject) => {
    client.once('ready', () => resolve()).once('error', reject);
    client.connect({
      host: host.address,
      port: host.sshd.port,
      username: userInfo().username,
      privateKey: readFileSync(host.sshd.userKey),
      algorithms: { kex: ['curve25519-sha256'], cipher: ['aes128-gcm@openssh.com'], compress: ['none'] },
    });
  });
  client.setNoDelay(true);
  return client;
}

function drain(client: Client, command: string, expected: number): Promise<void> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      let received = 0;
      channel.on('data', (chunk: Buffer) => {
        received += chunk.length;
      });
      channel.stderr.resume();
      channel.once('close', () => {
        if (received === expected) resolve();
        else reject(new Error(`${received} bytes came instead of ${expected}`));
      });
    });
  });
}
