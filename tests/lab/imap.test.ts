import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chance } from '../support/chance';
import { BadLine } from './support/bad-line';
import { createRealDovecot, dovecotMissing, mailPassword, mailToken, type RealDovecot } from './support/dovecot';
import { openSourceDesk, until, type SourceDesk } from './support/source-desk';

/** `npm run faults -- mail`: thousands of mails, and a line that freezes, which takes a minute to be named and thawed. */
const full = process.env['BREAKGLASS_FULL'] === '1';
const flood = full ? 5_000 : 200;
const seed = Number(process.env['BREAKGLASS_SEED'] ?? 7);

let unique = 0;
const mail = (subject: string, options: { readonly from?: string; readonly body?: string; readonly id?: string } = {}): string => {
  unique += 1;
  return [
    `Message-ID: <${options.id ?? `m${unique}`}@lab>`,
    `From: ${options.from ?? 'Log server <log@example.com>'}`,
    'To: ops@example.com',
    `Subject: ${subject}`,
    'Date: Sat, 21 Nov 2026 17:00:00 +0000',
    '',
    options.body ?? 'It broke.',
    '',
  ].join('\r\n');
};

const rules = [
  { subject: '^OK: (?P<alertname>\\S+) on (?P<instance>\\S+)', means: 'resolves' },
  { subject: '^heartbeat', labels: { alertname: 'Heartbeat' } },
  { subject: '^newsletter', means: 'ignore' },
  { subject: '^\\[(?P<severity>\\w+)\\] (?P<alertname>\\S+) on (?P<instance>\\S+)' },
];

describe.skipIf(dovecotMissing !== null)('a real dovecot', () => {
  let server: RealDovecot;
  let line: BadLine;
  let world: SourceDesk;
  const secrets = { mail: mailPassword };
  const source = (more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
    ...{ id: 'logs', kind: 'imap', host: '127.0.0.1', port: line.port, tls: 'none', user: 'kim', password: 'secret:mail', every: '1s', rules },
    ...more,
  });
  const open = async (more: Readonly<Record<string, unknown>> = {}, roots: readonly string[] = []): Promise<SourceDesk> => {
    world = await openSourceDesk({ sources: [source(more)], secrets, roots });
    return world;
  };
  const seen = (): boolean => world.desk.sources()[0]?.state === 'seen';
  const titled = (title: string) => world.desk.all().find((alert) => alert.title === title);

  beforeEach(async () => {
    server = await createRealDovecot();
    await server.start();
    line = await BadLine.to(server.port);
  });
  afterEach(async () => {
    await world.desk.close();
    await line.stop();
    await server.remove();
  });

  it('turns mails into alerts by rule, fires again, ends by mail, and leaves the mailbox as it was', async () => {
    server.deliver(mail('[critical] Old on db-00'));
    await open({ every: '30s' });
    await until('the mailbox is seen', seen);
    // What was there before anybody watched is no alert.
    expect(world.desk.all()).toEqual([]);
    const sentAt = Date.now();
    server.deliver(mail('[critical] DiskFull on db-01', { body: 'It is full.\r\n<script>alert(1)</script> \u001b]0;x' }));
    await until('the alert fires', () => world.desk.all().length === 1);
    console.log(`IDLE brought a mail in ${Date.now() - sentAt} ms`);
    expect(Date.now() - sentAt).toBeLessThan(10_000);
    expect(world.desk.all()[0]).toMatchObject({
      state: 'firing',
      grade: '911',
      count: 1,
      labels: { alertname: 'DiskFull', instance: 'db-01', severity: 'critical' },
      annotations: { summary: '[critical] DiskFull on db-01', from: 'Log server <log@example.com>' },
    });
    expect(world.desk.all()[0]?.annotations['description']).toContain('<script>alert(1)</script>');
    server.deliver(mail('[critical] DiskFull on db-01'));
    await until('it fired again', () => world.desk.all()[0]?.count === 2);
    server.deliver(mail('newsletter of the week'));
    server.deliver(mail('a mail that no rule knows'));
    await until('what no rule knows is an alert', () => titled('a mail that no rule knows')?.grade === null);
    server.deliver(mail('OK: DiskFull on db-01'));
    await until('the mail ended it', () => titled('DiskFull') === undefined);
    expect(world.desk.all()).toHaveLength(1);
    expect(world.codes()).toContain('ALERT-RESOLVED');
    expect(world.desk.sources()[0]?.upTo?.text).toMatch(/^UID \d+$/);
    const report = await world.desk.testSource({ source: 'logs' });
    expect(report).toMatchObject({ ok: true, value: { place: 'INBOX', count: 6, server: expect.stringContaining('Dovecot') as string } });
    // No flag was set, nothing was asked for that could set one.
    expect(server.files().every((name) => !/:2,\w/.test(name))).toBe(true);
    expect(line.asked).toMatch(/EXAMINE INBOX/);
    expect(line.asked).not.toMatch(/ (SELECT|STORE|EXPUNGE|MOVE|COPY|APPEND|CLOSE) /);
    expect(line.asked).not.toMatch(/BODY\[/);
    expect(world.logged).toEqual([]);
  });

  it('loses and doubles nothing while the line is cut again and again, the server restarted, the console restarted', async () => {
    await open({ every: '1s' });
    await until('the mailbox is seen', seen);
    const dice = chance(seed);
    const below = (most: number): number => Math.floor(dice() * most);
    const names = ['Alpha', 'Beta', 'Gamma', 'Delta'];
    const sent = new Map<string, number>();
    for (let number = 0; number < flood; number += 1) {
      const name = names[below(names.length)] ?? 'Alpha';
      sent.set(name, (sent.get(name) ?? 0) + 1);
      server.deliver(mail(`[critical] ${name} on db-01`));
      if (below(40) === 0) line.cut();
      if (number === Math.floor(flood / 3)) await world.restart('kept');
      if (number === Math.floor(flood / 2)) {
        await server.kill();
        await server.start();
      }
      if (below(8) === 0) await new Promise((resolve) => setTimeout(resolve, below(40)));
    }
    const total = (): number => world.desk.all().reduce((sum, alert) => sum + alert.count, 0);
    await until('every mail counts', () => total() >= flood, full ? 300 : 60);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(Object.fromEntries(world.desk.all().map(({ title, count }) => [title, count]))).toEqual(Object.fromEntries(sent));
    console.log(`${flood} mails with cuts and restarts (seed ${seed}): none lost, none doubled`);
  });

  it('reads on where it stood when the store is lost, and rings no old mail', async () => {
    await open();
    await until('the mailbox is seen', seen);
    server.deliver(mail('[critical] DiskFull on db-01'));
    await until('the alert fires', () => world.desk.all().length === 1);
    await world.desk.close();
    server.deliver(mail('[critical] WhileAway on db-02'));
    await world.restart('lost');
    await until('the mail that came meanwhile fires', () => titled('WhileAway')?.state === 'firing');
    expect(titled('DiskFull')?.state).toBe('firing');
    const fired = world.journal.entries.filter(({ code }) => code === 'ALERT-FIRED').map(({ data }) => data['title']);
    expect(fired).toEqual(['DiskFull', 'WhileAway']);
    expect(world.codes()).not.toContain('ALERT-RESOLVED');
  });

  it('a mailbox that is numbered anew brings nothing twice', async () => {
    await open();
    await until('the mailbox is seen', seen);
    server.deliver(mail('[critical] DiskFull on db-01'));
    await until('the alert fires', () => world.desk.all().length === 1);
    await server.kill();
    server.renumber();
    server.deliver(mail('[critical] Later on db-02'));
    await server.start();
    await until('the new mail fires', () => titled('Later') !== undefined, 40);
    expect(titled('DiskFull')?.count).toBe(1);
    expect(world.desk.all()).toHaveLength(2);
  });

  it('is named blind when it is gone, and its alerts are unknown until it is back', async () => {
    await open();
    await until('the mailbox is seen', seen);
    server.deliver(mail('[critical] DiskFull on db-01'));
    await until('the alert fires', () => world.desk.all().length === 1);
    await server.kill();
    await until('the source is named blind', () => world.desk.blind().length === 1, 30);
    expect(world.desk.all()[0]?.state).toBe('unknown');
    await server.start();
    // The button of the banner: nobody waits for the next try.
    await world.desk.probe({ source: 'logs' });
    await until('all is seen again', () => titled('DiskFull')?.state === 'firing', 40);
    expect(world.desk.blind()).toEqual([]);
  });

  it.skipIf(!full)('is named blind when it stops answering, and its alerts are unknown until it answers', async () => {
    await open();
    await until('the mailbox is seen', seen);
    server.deliver(mail('[critical] DiskFull on db-01'));
    await until('the alert fires', () => world.desk.all().length === 1);
    line.freeze();
    const frozenAt = Date.now();
    await until('the source is named blind', () => world.desk.blind().length === 1, 90);
    console.log(`a mailbox that stopped answering was named after ${Date.now() - frozenAt} ms`);
    expect(world.desk.blind()[0]).toMatchObject({ id: 'source:logs', kind: 'source' });
    expect(world.desk.all()[0]?.state).toBe('unknown');
    line.thaw();
    server.deliver(mail('[critical] Later on db-02'));
    await until('all is seen again', () => titled('Later')?.state === 'firing' && titled('DiskFull')?.state === 'firing', 40);
  });

  it('a watchdog mail never shows, and its silence makes the source blind', async () => {
    await open({ watchdog: { when: 'alertname="Heartbeat"', every: '4s' } });
    await until('the mailbox is seen', seen);
    server.deliver(mail('heartbeat 1'));
    server.deliver(mail('[critical] DiskFull on db-01'));
    await until('the alert fires', () => titled('DiskFull')?.state === 'firing');
    expect(titled('Heartbeat')).toBeUndefined();
    await until('its silence is named', () => world.desk.blind()[0]?.problem.code === 'source-watchdog', 30);
    server.deliver(mail('heartbeat 2'));
    await until('it is seen again', () => world.desk.blind().length === 0);
    expect(world.codes()).toEqual(expect.arrayContaining(['SOURCE-LOST', 'SOURCE-BACK']));
  });

  it('a mail of 50 MB costs its beginning only', async () => {
    await open();
    await until('the mailbox is seen', seen);
    const before = line.received;
    server.deliver(mail('[critical] Huge on db-01', { body: `The beginning.\r\n${'x'.repeat(76)}\r\n`.repeat(640_000).slice(0, 50_000_000) }));
    await until('the alert fires', () => titled('Huge') !== undefined, 40);
    expect(line.received - before).toBeLessThan(400_000);
    expect(titled('Huge')?.annotations['description']?.length).toBeLessThanOrEqual(4_000);
  });

  it('reads what mail programs of forty years have written', async () => {
    await open({ rules: [] });
    await until('the mailbox is seen', seen);
    const part = (headers: readonly string[], body: Buffer | string): Buffer => Buffer.concat([Buffer.from(`From: log@example.com\r\n${headers.join('\r\n')}\r\n\r\n`), typeof body === 'string' ? Buffer.from(body) : body]);
    const koi8 = Buffer.from([0xc4, 0xc9, 0xd3, 0xcb]);
    const euckr = Buffer.from([0xb5, 0xf0, 0xbd, 0xba, 0xc5, 0xa9]);
    const jis = Buffer.from('\u001b$B%G%#%9%/\u001b(B', 'latin1');
    server.deliver(part(['Subject: =?koi8-r?B?xMnTyw==?=', 'Content-Type: text/plain; charset=koi8-r', 'Content-Transfer-Encoding: 8bit'], koi8));
    server.deliver(part(['Subject: =?euc-kr?B?tfC9usWp?=', 'Content-Type: text/plain; charset=euc-kr', 'Content-Transfer-Encoding: base64'], euckr.toString('base64')));
    server.deliver(part(['Subject: =?iso-2022-jp?B?GyRCJUclIyU5JS8bKEI=?=', 'Content-Type: text/plain; charset=iso-2022-jp', 'Content-Transfer-Encoding: 7bit'], jis));
    server.deliver(part(['Subject: =?utf-8?Q?across_=ED=95=9C?=', ' =?utf-8?Q?=EA=B8=80?=', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'], 'line one=\r\n goes on =ED=95=9C'));
    server.deliver(part(['Subject: html only', 'Content-Type: text/html; charset=utf-8'], '<p>Disk <b>full</b></p><script>evil()</script><p>on &lt;db&gt;</p>'));
    server.deliver(
      part(
        ['Subject: nested', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=a'],
        '--a\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nplain text\r\n--b\r\nContent-Type: text/html\r\n\r\n<i>rich</i>\r\n--b--\r\n--a\r\nContent-Type: application/zip\r\nContent-Disposition: attachment; filename=x.zip\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--a--\r\n',
      ),
    );
    server.deliver(part(['Subject: broken', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="never comes', 'Content-Transfer-Encoding: no-such-thing'], 'still text \u0000 and more'));
    server.deliver(Buffer.from([0xff, 0xfe, 0x00, 0x0d, 0x0a]));
    const said = (subject: string): string => titled(subject)?.annotations['description'] ?? `no alert “${subject}”`;
    await until('all are alerts', () => world.desk.all().length === 8, 30).catch(() => undefined);
    expect(said('диск')).toBe('диск');
    expect(said('디스크')).toBe('디스크');
    expect(said('ディスク')).toBe('ディスク');
    expect(said('across 한글')).toBe('line one goes on 한');
    expect(said('html only')).toContain('Disk full');
    expect(said('html only')).not.toContain('evil');
    expect(said('html only')).not.toMatch(/<\/?(p|b|script)>/);
    expect(said('nested')).toContain('plain text');
    expect(titled('broken')).toBeDefined();
    expect(world.desk.all()).toHaveLength(8);
  });

  it('is reached over TLS and STARTTLS with a private root, and not without; a wrong password is named and kept to itself', async () => {
    await open({ port: server.tlsPort, tls: 'tls' }, [server.root]);
    await until('TLS is seen', seen);
    await world.desk.close();
    await open({ tls: 'starttls' }, [server.root]);
    await until('STARTTLS is seen', seen);
    expect(line.asked).not.toContain(mailPassword);
    await world.desk.close();
    await open({ port: server.tlsPort, tls: 'tls' });
    await until('the unknown root is named', () => world.desk.sources()[0]?.problem?.code === 'http-tls-untrusted');
    await world.desk.close();
    world = await openSourceDesk({ sources: [source()], secrets: { mail: 'wrong-password-9' } });
    await until('the refusal is named', () => world.desk.sources()[0]?.problem?.code === 'imap-login', 30);
    expect(JSON.stringify([world.desk.sources(), world.journal.entries, world.logged])).not.toContain('wrong-password-9');
  });

  it('takes an OAuth2 token, and names one that ran out', async () => {
    const token = mailToken(600);
    world = await openSourceDesk({ sources: [source({ password: undefined, token: 'secret:token' })], secrets: { token } });
    await until('a token is taken', seen);
    expect(line.asked).toContain('AUTHENTICATE XOAUTH2');
    await world.desk.close();
    world = await openSourceDesk({ sources: [source({ password: undefined, token: 'secret:token' })], secrets: { token: mailToken(-60) } });
    await until('a token that ran out is named', () => world.desk.sources()[0]?.problem?.code === 'imap-login', 30);
  });

  it('has its access tokens renewed with a refresh token, and one that ran out replaced at once', async () => {
    const tokens = [mailToken(-60), mailToken(600)];
    const asked: string[] = [];
    const provider = createServer((request, response) => {
      request.on('data', (part: Buffer) => asked.push(part.toString()));
      request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ access_token: tokens.shift(), expires_in: 3_600 })));
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    const address = provider.address();
    const oauth = { 'token-url': `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}/token`, 'client-id': 'app', 'refresh-token': 'secret:refresh' };
    world = await openSourceDesk({ sources: [source({ password: undefined, oauth })], secrets: { refresh: 'kept in the vault' } });
    await until('the second token is taken', seen, 30);
    expect(asked).toHaveLength(2);
    expect(JSON.stringify([world.desk.sources(), world.journal.entries, world.logged])).not.toContain('kept in the vault');
    provider.closeAllConnections();
    await new Promise((resolve) => provider.close(resolve));
  });

  it('names a mailbox that is not there, to the desk and to whoever tests it', async () => {
    await open({ mailbox: 'No/Such' });
    await until('the mailbox that is not there is named', () => world.desk.sources()[0]?.problem?.code === 'imap-mailbox');
    expect(await world.desk.testSource({ source: 'logs' })).toMatchObject({ ok: false, error: { code: 'imap-mailbox' } });
  });
});
