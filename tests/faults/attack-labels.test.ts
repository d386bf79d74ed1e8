import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildTerminal, Laptop, type Said } from '../lab/support/terminal';
import { settings, writeWorkspace } from '../lab/support/workspace';

// Laws 1, 5 and 10, attacked by whoever can emit a metric: one alert must not take the journal or the others away.
const labels: Readonly<Record<string, string>> = {
  'a megabyte': `"alertname":"${'x'.repeat(1_000_000)}"`,
  'half a character': '"alertname":"a\\ud800b","in\\udfffstance":"\\ud83d"',
  'a prototype': '"alertname":"p","__proto__":"x","constructor":"y","toString":"z"',
  'a NUL': '"alertname":"n\\u0000n"',
  'no name': '"severity":"critical"',
  'many labels': Array.from({ length: 20_000 }, (_, at) => `"l${String(at)}":"${'v'.repeat(50)}"`).join(','),
  'numbers as names': '"1":"a","0":"b","alertname":"1"',
};

let laptop: Laptop;
let source: Server;
let url = '';
let current = '';

beforeAll(async () => {
  await buildTerminal();
  laptop = new Laptop();
  source = createServer((asked, answer) => {
    answer.setHeader('content-type', 'application/json');
    answer.end(asked.url?.includes('status') === true ? '{"uptime":"now"}' : current);
  });
  await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
  const address = source.address();
  url = `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`;
});
afterAll(async () => {
  await laptop.remove();
  await new Promise((resolve) => {
    source.closeAllConnections();
    source.close(resolve);
  });
});

it('one alert with each of them: all are acked and written down like any other, and the journal goes on', async () => {
  const common = '"startsAt":"2026-11-22T00:00:00Z","status":{"state":"active"},"annotations":{}';
  const alerts = Object.values({ ...labels, plain: '"alertname":"Plain","severity":"critical"' });
  current = `[${alerts.map((text, at) => `{"fingerprint":"f${String(at)}",${common},"labels":{${text}}}`).join(',')}]`;
  const root = writeWorkspace(join(laptop.folder, 'ws'), { 'breakglass.yaml': settings(`{ id: am, kind: alertmanager, url: "${url}", every: 15s }`) });
  const desk = laptop.start(['-C', root, 'watch']);
  await desk.said('watching');
  const on = (...args: string[]): Promise<Said> => laptop.run(['-C', root, ...args]);
  for (const at of alerts.keys()) {
    const said = await on('ack', `f${String(at)}`);
    expect(said, `${String(at)}: ${said.err.slice(0, 500)}`).toMatchObject({ code: 0 });
  }
  const listed = await on('journal', 'list', '--limit', '100', '--json');
  const codes = (JSON.parse(listed.out) as { code: string }[]).map(({ code }) => code);
  expect(codes.filter((code) => code === 'ALERT-ACK')).toHaveLength(alerts.length);
  expect(codes).not.toContain('JOURNAL-REPAIR');
  expect(codes).not.toContain('JOURNAL-LATE-LOST');
  expect(await on('journal', 'verify')).toMatchObject({ code: 0 });
  desk.signalGroup('SIGKILL');
  await desk.ended;
});
