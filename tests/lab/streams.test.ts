import { createSocket } from 'node:dgram';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ok } from '../../core/errors';
import { streamEntrySchema, type StreamEntry } from '../../core/stream/stream';
import type { Workspace } from '../../core/workspace/workspace';
import { createHttp } from '../../main/adapters/http/http';
import { createJournalFeed } from '../../main/adapters/journal-file/journal-feed';
import { openStream } from '../../main/adapters/streams/registry';
import { createStreamCursors } from '../../main/adapters/streams/stream-cursors';
import type { Journal } from '../../main/ports/journal';
import { StreamDesk } from '../../main/services/stream-desk';
import { makeCertificate } from '../support/certificates';
import { HandClock, HandSchedule, keyOf, opened, tempFolder } from '../support/journal-kit';
import { createRealPostgres, postgresMissing } from './support/postgres';

const keys = [keyOf('kim.laptop', 1)];
/** Everything that a careless loader would trip over. */
const hostile = `'); drop table breakglass_journal; --\\! echo pwned \u0000 :'x' \\copy 사이렌🔥\u2028"]`;
const ends: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function journalOf(root: string): Promise<{ readonly journal: Journal; say(count: number): Promise<void> }> {
  const clock = new HandClock();
  const journal = await opened(root, { clock, keys: () => keys });
  ends.push(() => journal.close());
  return {
    journal,
    async say(count) {
      for (let at = 0; at < count; at += 1) {
        clock.pass(10);
        await journal.append('VAULT-SET', { name: hostile });
      }
    },
  };
}

/** A desk as it is after a start: it knows nothing but what is on the disk. */
function deskFor(root: string, journal: Journal, written: Record<string, unknown>): StreamDesk {
  const entry = streamEntrySchema.parse(written);
  const settings = { streams: [entry] } as unknown as Workspace['settings'];
  const desk = new StreamDesk({
    ...{ journal, clock: new HandClock(), schedule: new HandSchedule(), cursors: createStreamCursors(join(root, 'cursors')) },
    workspace: { get: () => ({ settings }) as Workspace, onChanged: () => () => undefined },
    open: (each: StreamEntry) => ({
      target: openStream(each, { http: createHttp({ roots: [] }), roots: [], secret: () => Promise.resolve(ok('token')) }),
      feed: createJournalFeed({ root, writers: each.writers, own: () => journal.status(), keys: () => keys }),
    }),
  });
  desk.start();
  ends.push(() => desk.close());
  return desk;
}

const sentIn = async (desk: StreamDesk): Promise<unknown> => {
  const done = await desk.now(null);
  return done.ok ? done.value.map(({ sent, problem }) => problem?.code ?? sent)[0] : done.error.code;
};
const linesOf = (root: string): readonly string[] => readFileSync(join(root, 'journal/kim.laptop/000001.jsonl'), 'utf8').trim().split('\n');

describe('the journal streams', () => {
  it.skipIf(postgresMissing !== null && process.env['CI'] === undefined)('into a real PostgreSQL, each entry once, over a crash of the server and a restart of the desk', async () => {
    const root = tempFolder();
    const { journal, say } = await journalOf(root);
    const server = createRealPostgres();
    ends.push(() => server.remove());
    await server.start();
    const written = { id: 'db', kind: 'postgres', host: server.host, database: 'postgres', user: 'breakglass', sslmode: 'disable' };
    await say(450);
    const desk = deskFor(root, journal, written);
    expect(await sentIn(desk)).toBe(451);
    await server.kill();
    await say(3);
    expect(await sentIn(desk)).toBe('stream-unreachable');
    expect(desk.blind()).toMatchObject([{ kind: 'stream', name: 'db' }]);
    await desk.close();
    await server.start();
    // The loss was journalled, too, and arrives with the rest; the desk that comes anew asks the table how far it got.
    const again = deskFor(root, journal, written);
    expect(await sentIn(again)).toBe(linesOf(root).length - 451);
    expect(again.blind()).toEqual([]);
    expect(server.query("select count(*), min(seq), max(seq), count(distinct hash) from breakglass_journal where operator = 'kim' and device = 'laptop'")).toBe(`${String(linesOf(root).length)}|1|${String(linesOf(root).length)}|${String(linesOf(root).length)}`);
    expect(server.query('select line from breakglass_journal order by seq').split('\n')).toEqual(linesOf(root));
    expect(server.query('select count(*) from breakglass_journal a join breakglass_journal b on b.seq = a.seq - 1 where a.prev <> b.hash')).toBe('0');
    // Another history under the same numbers is named, not swallowed.
    server.query("update breakglass_journal set hash = repeat('0', 64) where seq = 1");
    const target = openStream(streamEntrySchema.parse(written), { http: createHttp({ roots: [] }), roots: [], secret: () => Promise.resolve(ok('')) });
    const records = [{ writer: 'kim.laptop', seq: 1, hash: '', at: 0, code: '', sentence: '', line: linesOf(root)[0] ?? '' }];
    expect(await target.send(records)).toMatchObject({ ok: false, error: { code: 'stream-conflict' } });
  }, 60_000);

  it('into a file, which itself says how far it got, and into nothing that is something else', async () => {
    const root = tempFolder();
    const { journal, say } = await journalOf(root);
    await say(3);
    const path = join(root, 'out.jsonl');
    const written = { id: 'log', kind: 'file', path };
    expect(await sentIn(deskFor(root, journal, written))).toBe(4);
    // A crash in the middle of a line.
    truncateSync(path, readFileSync(path).length - 20);
    await say(2);
    expect(await sentIn(deskFor(root, journal, written))).toBe(3);
    expect(readFileSync(path, 'utf8').trim().split('\n')).toEqual(linesOf(root));
    // The journal of another workspace, of the same person and device: its numbers are not these numbers.
    const elsewhere = tempFolder();
    const staging = await journalOf(elsewhere);
    await staging.say(9);
    const before = readFileSync(path, 'utf8');
    expect(await sentIn(deskFor(elsewhere, staging.journal, written))).toBe('stream-conflict');
    expect(readFileSync(path, 'utf8')).toBe(before);
    writeFileSync(join(root, 'profile'), 'export PATH\n');
    expect(await sentIn(deskFor(root, journal, { ...written, path: join(root, 'profile') }))).toBe('stream-not-ours');
    expect(readFileSync(join(root, 'profile'), 'utf8')).toBe('export PATH\n');
    appendFileSync(path, 'x');
    expect(await sentIn(deskFor(root, journal, written))).toBe('stream-not-ours');
  });

  it('to syslog over TCP, UDP and a Unix socket, as RFC 5424 writes it', async () => {
    const root = tempFolder();
    const { journal, say } = await journalOf(root);
    await say(1);
    const streams: string[] = [];
    const take = createServer((socket) => {
      let text = '';
      socket.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => streams.push(text));
    });
    await new Promise<void>((resolve) => take.listen(0, '127.0.0.1', resolve));
    const onSocket = createServer((socket) => void socket.resume());
    await new Promise<void>((resolve) => onSocket.listen(join(root, 's'), resolve));
    const datagrams: string[] = [];
    const udp = createSocket('udp4', (message) => datagrams.push(message.toString('utf8')));
    await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
    ends.push(() => void take.close(), () => void onSocket.close(), () => void udp.close());

    expect(await sentIn(deskFor(root, journal, { id: 'tcp', kind: 'syslog', to: `tcp://127.0.0.1:${String((take.address() as AddressInfo).port)}` }))).toBe(2);
    const [stream = ''] = streams;
    const length = Number(/^\d+ /.exec(stream)?.[0]);
    const bytes = Buffer.from(stream, 'utf8').subarray(`${String(length)} `.length);
    const first = bytes.subarray(0, length).toString('utf8');
    expect(first).toMatch(/^<109>1 2026-\d\d-\d\dT[\d:.]+Z laptop breakglass - JOURNAL-OPEN \[breakglass@32473 operator="kim" device="laptop" seq="1" hash="[0-9a-f]{64}"\] \ufeff\{"alg"/);
    expect(first.endsWith(linesOf(root)[0] ?? '?')).toBe(true);
    // A desk that comes anew goes on behind the cursor.
    await say(1);
    expect(await sentIn(deskFor(root, journal, { id: 'tcp', kind: 'syslog', to: `tcp://127.0.0.1:${String((take.address() as AddressInfo).port)}` }))).toBe(1);

    expect(await sentIn(deskFor(root, journal, { id: 'unix', kind: 'syslog', to: `unix://${join(root, 's')}` }))).toBe(3);
    expect(await sentIn(deskFor(root, journal, { id: 'udp', kind: 'syslog', to: `udp://127.0.0.1:${String(udp.address().port)}` }))).toBe(3);
    await expect.poll(() => datagrams.length).toBe(3);
    expect(await sentIn(deskFor(root, journal, { id: 'gone', kind: 'syslog', to: 'tcp://127.0.0.1:1' }))).toBe('stream-unreachable');
  });

  it('to syslog over TLS, only where the certificate is the right one, each entry once over a refusal and a restart', async () => {
    const root = tempFolder();
    const { journal, say } = await journalOf(root);
    await say(2);
    const [certificate, other] = [makeCertificate('127.0.0.1', 30), makeCertificate('127.0.0.1', 30)];
    let text = '';
    const take = createTlsServer(certificate, (socket) => {
      socket.setEncoding('utf8').on('data', (part: string) => (text += part));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => take.listen(0, '127.0.0.1', resolve));
    ends.push(() => void take.close());
    const written = { id: 'siem', kind: 'syslog', to: `tls://127.0.0.1:${String((take.address() as AddressInfo).port)}` };
    for (const ca of [undefined, other.cert]) expect(await sentIn(deskFor(root, journal, ca === undefined ? written : { ...written, ca }))).toBe('stream-unreachable');
    expect(text).toBe('');
    const trusted = { ...written, ca: certificate.cert };
    // Each desk journalled that it cannot send; nothing waits for such an entry.
    await expect.poll(() => journal.status().seq, { timeout: 20_000 }).toBe(5);
    expect(await sentIn(deskFor(root, journal, trusted))).toBe(5);
    await say(1);
    expect(await sentIn(deskFor(root, journal, trusted))).toBe(1);

    let rest = Buffer.from(text, 'utf8');
    const arrived: string[] = [];
    while (rest.length > 0) {
      const digits = /^[1-9]\d* /.exec(rest.subarray(0, 12).toString('latin1'))?.[0] ?? '';
      const end = digits.length + Number(digits);
      arrived.push(rest.subarray(digits.length, end).toString('utf8').replace(/^.*?\ufeff/s, ''));
      rest = rest.subarray(digits === '' ? rest.length : end);
    }
    expect(arrived).toEqual(linesOf(root));
    expect(streamEntrySchema.safeParse({ ...trusted, to: 'tcp://127.0.0.1:514' }).success).toBe(false);
  });

  it('to a collector by OTLP; what it rejects of a message is named, and nothing of that is sent again', async () => {
    const root = tempFolder();
    const { journal, say } = await journalOf(root);
    await say(1);
    const bodies: string[] = [];
    const rejectsOne = '{"partialSuccess":{"rejectedLogRecords":"1","errorMessage":"full"}}';
    const once = [rejectsOne];
    let answer = '{}';
    const server = createHttpServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part)).on('end', () => {
        bodies.push(`${request.headers.authorization ?? ''} ${body}`);
        response.setHeader('content-type', 'application/json');
        response.end(once.shift() ?? answer);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ends.push(() => void server.close());
    const desk = deskFor(root, journal, { id: 'otel', kind: 'otlp', url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1/logs`, token: 'secret:otel' });
    // The entry that says so follows; what it is about does not.
    await expect.poll(() => journal.status().seq, { timeout: 20_000 }).toBe(3);
    expect(linesOf(root).at(-1)).toContain('"code":"STREAM-SKIPPED"');
    expect(await sentIn(desk)).toBe(3);
    const numbers = bodies.flatMap((body) => [...body.matchAll(/"breakglass.seq","value":\{"intValue":"(\d+)"/g)].map(([, seq]) => seq));
    expect(numbers).toEqual(['1', '2', '3']);
    // All of a message: it took nothing.
    await say(1);
    answer = rejectsOne;
    expect(await sentIn(desk)).toBe('stream-refused');
    answer = '{}';
    // That it was refused is an entry, too.
    await expect.poll(() => journal.status().seq, { timeout: 20_000 }).toBe(5);
    expect(await sentIn(desk)).toBe(5);
    const [sent = ''] = bodies;
    expect(sent.startsWith('Bearer token {"resourceLogs"')).toBe(true);
    expect(sent).toContain('"key":"breakglass.seq","value":{"intValue":"1"}');
  });
});
