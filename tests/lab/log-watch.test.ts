import { appendFileSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { log } from '../../main/adapters/alert-sources/log';
import type { AlertSource, SourceContext } from '../../main/ports/alert-source';
import { createSourceContext } from '../support/source-context';
import { chance } from '../support/chance';
import { BadLine } from './support/bad-line';
import { sshBench, type SshBench } from './support/ssh-bench';
import { Sshd } from './support/sshd';
import { ThrowawayHost, throwawayMissing } from './support/throwaway-host';

const full = process.env['BREAKGLASS_FULL'] === '1';
const lines = full ? 50_000 : 2_000;
const seed = Number(process.env['BREAKGLASS_SEED'] ?? 20_261_122);

const journald = '/lib/systemd/systemd-journald';

let sshd: Sshd;
let bench: SshBench;
let line: BadLine;

beforeAll(async () => {
  sshd = await Sshd.start();
  bench = sshBench();
  line = await BadLine.to(sshd.port);
});

afterAll(async () => {
  await bench.stop();
  await line.stop();
  await sshd.stop();
});

/** The host as the log watch knows it, over a line that may be cut. */
function world(transport: 'ssh2' | 'openssh' = 'ssh2'): SourceContext {
  const target = sshd.target({ port: line.port, transport });
  return { ...createSourceContext({}), logs: (_host, question) => bench.ssh.readLog(question, target, []) };
}

function open(file: string, context: SourceContext): AlertSource {
  const config = log.config.parse({ host: 'api-01', file, rules: [{ line: '^(?P<kind>\\w+) (?P<number>\\d+)$', labels: { alertname: 'Numbered' } }] });
  return log.open(config, context, 'it');
}

describe('a log on a real server', () => {
  it.each(['ssh2', 'openssh'] as const)('becomes alerts with the groups as labels over %s, and shows what is wrong there', async (transport) => {
    const file = join(sshd.home, `app $(id) ${transport}.txt`);
    writeFileSync(file, 'ERROR 1\n');
    const source = open(file, world(transport));
    expect(await source.poll(AbortSignal.timeout(10_000))).toMatchObject({ ok: true, value: { alerts: [] } });
    appendFileSync(file, 'ERROR 2\nnothing to see\nERROR 2\n');
    const seen = await source.poll(AbortSignal.timeout(10_000));
    expect(seen).toMatchObject({ ok: true, value: { alerts: [{ labels: { alertname: 'Numbered', instance: 'api-01', log: file, kind: 'ERROR', number: '2' }, times: 2 }] } });
    const nowhere = open(join(sshd.home, 'no-such-file'), world(transport));
    expect(await nowhere.poll(AbortSignal.timeout(10_000))).toMatchObject({ ok: false, error: { code: 'log-missing' } });
    expect(await source.test(AbortSignal.timeout(10_000))).toMatchObject({ ok: true, value: { server: 'api-01', place: file, count: 1 } });
  });

  it.skipIf(throwawayMissing !== null || !existsSync('/usr/sbin/dropbear'))('is read with nothing but busybox, behind dropbear', async () => {
    const arrange = `dropbearconvert openssh dropbear "$F/host_key" "$F/dropbear_key" 2>/dev/null
mkdir -p "$F/bin"; for a in $(busybox --list); do ln -sf /usr/bin/busybox "$F/bin/$a"; done; mount --bind /usr/bin/busybox /usr/bin/dash`;
    const server = 'exec dropbear -F -E -s -r "$F/dropbear_key" -p "127.0.0.1:$P" -P "$F/dropbear.pid"';
    const host = await ThrowawayHost.start({ programs: [], arrange, server });
    try {
      const file = join(host.home(), 'app.log');
      const seen = host.file(file);
      writeFileSync(seen, 'one to be told apart by\n');
      const read = async (place: string | null) => {
        const piece = await bench.ssh.readLog({ log: { kind: 'file', path: file }, place, rules: [{ line: '(?P<text>.+)', labels: {}, means: 'fires' }], about: {} }, host.target(), []);
        if (!piece.ok) throw new Error(JSON.stringify(piece.error));
        return { ...piece.value, texts: piece.value.heard.flatMap((heard) => (heard.kind === 'fires' ? [heard.labels['text']] : [])) };
      };
      const end = await read(null);
      appendFileSync(seen, 'two\n');
      renameSync(seen, `${seen}.1`);
      writeFileSync(seen, 'three\n');
      const old = await read(end.place);
      const current = await read(old.place);
      expect([old.texts, current.texts, old.gap, current.gap]).toEqual([['two'], ['three'], null, null]);
    } finally {
      await host.stop();
    }
  });

  it.skipIf(throwawayMissing !== null || !existsSync(journald))('is the journal of systemd, read on by cursor over a reconnect', async () => {
    const arrange = `mount -t tmpfs none /run; mkdir -p /run/sshd /run/systemd/journal /run/log/journal; ${journald} >/dev/null 2>&1 </dev/null &
while ! [ -S /run/systemd/journal/stdout ]; do sleep 0.05; done; echo before | systemd-cat -t app`;
    const host = await ThrowawayHost.start({ arrange });
    try {
      const far = await BadLine.to(host.target().port, host.target().address);
      const target = host.target({ address: '127.0.0.1', port: far.port });
      const read = async (place: string | null, priority = 7) => {
        const piece = await bench.ssh.readLog({ log: { kind: 'journal', units: [], priority }, place, rules: [{ line: '^(?P<text>number \\d+)', labels: {}, means: 'fires' }], about: {} }, target, []);
        if (!piece.ok) throw new Error(JSON.stringify(piece.error));
        return { ...piece.value, texts: piece.value.heard.flatMap((heard) => (heard.kind === 'fires' ? [heard.labels] : [])) };
      };
      // journald takes what is written in its own time.
      const settled = async (place: string, count: number): Promise<void> => {
        await expect.poll(async () => (await read(place)).texts.length, { timeout: 10_000 }).toBe(count);
      };
      const end = await read(null);
      expect(end.texts).toEqual([]);
      host.inside('printf "number 1\\nnumber 2\\n" | systemd-cat -t app; echo "number 3" | systemd-cat -t app -p err');
      await settled(end.place, 3);
      const three = await read(end.place);
      expect(three.texts).toMatchObject([{ text: 'number 1', program: 'app' }, { text: 'number 2' }, { text: 'number 3' }]);
      expect((await read(end.place, 3)).texts).toMatchObject([{ text: 'number 3' }]);
      far.cut();
      host.inside('echo "number 4" | systemd-cat -t app');
      await settled(three.place, 1);
      const four = await read(three.place);
      expect(four.texts).toMatchObject([{ text: 'number 4' }]);
      expect((await read(four.place)).texts).toEqual([]);
      await far.stop();
    } finally {
      await host.stop();
    }
  });

  it(`hears each of ${String(lines)} lines once, while the line is cut and the file rotated`, { timeout: full ? 3_600_000 : 120_000 }, async () => {
    const random = chance(seed);
    const file = join(sshd.home, 'rotated.log');
    writeFileSync(file, '');
    const context = world();
    let written = 0;
    let rotations = 0;
    let cuts = 0;
    const count = new Map<string, number>();
    // More different alerts than a source keeps apart: they are counted as they come.
    const rules = [{ line: '^line (?P<number>\\d+) ', labels: {}, means: 'fires' as const }];
    let failedSince: number | null = null;
    let place: string | null = null;
    const read = async (): Promise<boolean> => {
      const piece = await context.logs('api-01', { log: { kind: 'file', path: file }, place, rules, about: {} });
      if (!piece.ok) {
        // A source asks again after a while; this one asks at once, so that a dead line that is taken for open is noticed.
        failedSince ??= performance.now();
        if (performance.now() - failedSince > 30_000) throw new Error(`stuck at ${String(place)}: ${JSON.stringify(piece.error)}`);
        return true;
      }
      failedSince = null;
      for (const heard of piece.value.heard) {
        const number = heard.kind === 'fires' ? (heard.labels['number'] ?? '') : '';
        count.set(number, (count.get(number) ?? 0) + 1);
      }
      expect(piece.value.gap, `seed ${String(seed)}`).toBeNull();
      place = piece.value.place;
      return piece.value.more;
    };
    await read();
    while (written < lines) {
      const some = 1 + Math.floor(random() * 300);
      let text = '';
      for (let left = some; left > 0 && written < lines; left -= 1) text += `line ${String((written += 1))} ${'.'.repeat(Math.floor(random() * 120))}\n`;
      const half = Math.floor(text.length / 2);
      appendFileSync(file, text.slice(0, half));
      const reading = random() < 0.7 ? read() : Promise.resolve(false);
      if (random() < 0.4) {
        cuts += 1;
        setTimeout(() => line.cut(), random() * 30);
      }
      appendFileSync(file, text.slice(half));
      await reading;
      if (random() < 0.15) {
        rotations += 1;
        for (let number = 9; number > 0; number -= 1) {
          const from = number === 1 ? file : `${file}.${String(number - 1)}`;
          if (existsSync(from)) renameSync(from, `${file}.${String(number)}`);
        }
        writeFileSync(file, '');
        while (await read());
      }
    }
    while (await read());
    const lost = Array.from({ length: lines }, (_, index) => String(index + 1)).filter((number) => !count.has(number));
    const doubled = [...count].filter(([, times]) => times > 1).map(([number]) => number);
    expect({ lost, doubled, seed }).toEqual({ lost: [], doubled: [], seed });
    console.info(`log: ${String(lines)} lines, ${String(rotations)} rotations, ${String(cuts)} cuts, 0 lost, 0 doubled (seed ${String(seed)})`);
  });
});
