import { spawnSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDesktopSession } from '../../scripts/lib/desktop-session.mjs';
import { PretendPager } from '../support/pretend-pagers';
import { createRealDovecot, dovecotMissing, mailPassword } from './support/dovecot';
import { Sshd } from './support/sshd';
import { buildTerminal, Laptop } from './support/terminal';
import { hostsOf, settings, writeWorkspace } from './support/workspace';
import { freePort } from '../support/free-port';

const keyring = ['dbus-daemon', 'gnome-keyring-daemon'].every((tool) => spawnSync(tool, ['--version']).error === undefined);

/** A keychain of its own: no test ever sees the one of whoever runs it. */
let session: Awaited<ReturnType<typeof startDesktopSession>> | null = null;
let laptop: Laptop;
/** Servers, also of a test that failed in the middle. */
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  await buildTerminal();
  session = keyring ? await startDesktopSession() : null;
  laptop = new Laptop(session?.env ?? {});
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await laptop.remove();
  await session?.stop();
});

describe('breakglass sources', () => {
  it('lists what is seen and what is not, and says of each what a test found', async () => {
    const page = createServer((_, response) => response.end('well'));
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    const site = `http://127.0.0.1:${(page.address() as AddressInfo).port}/health`;
    const root = writeWorkspace(join(laptop.folder, 'ws'), {
      'breakglass.yaml': settings(`{ id: site, kind: probe, url: "${site}" }`, '{ id: am, kind: alertmanager, url: "http://127.0.0.1:1" }'),
    });
    expect(await laptop.run(['check', root])).toMatchObject({ code: 0 });
    const listed = await laptop.run(['-C', root, 'sources']);
    expect(listed).toMatchObject({ code: 3, out: expect.stringMatching(/site +probe +seen +seen \d+ s ago\n/) as string, err: expect.stringContaining('refused the connection') as string });
    expect(await laptop.run(['-C', root, 'sources', 'test', 'site'])).toMatchObject({ code: 0, out: expect.stringMatching(new RegExp(`^site \\(probe\\): ${site}: 0 there; took \\d+ ms\n$`)) as string });
    expect(await laptop.run(['-C', root, 'sources', 'test', 'am', '--lang', 'ko'])).toMatchObject({ code: 1, err: expect.stringContaining('연결을 거부했습니다') as string });
    expect(await laptop.run(['-C', root, 'sources', 'test', 'nope'])).toMatchObject({ code: 2 });
    page.close();
  });

  it.skipIf(dovecotMissing !== null || !keyring)('reads a real mailbox with a password from the keychain, and takes a posted alert', async () => {
    const server = await createRealDovecot();
    stops.push(() => server.remove());
    await server.start();
    server.deliver('Subject: old\r\n\r\nwas there before\r\n');
    const port = await freePort();
    const root = writeWorkspace(join(laptop.folder, 'mail'), {
      'breakglass.yaml': settings(
        `{ id: logs, kind: imap, host: 127.0.0.1, port: ${server.port}, tls: none, user: kim, password: "secret:lab-mail", every: 1s }`,
        `{ id: hook, kind: webhook, listen: "127.0.0.1:${port}", token: "secret:lab-hook", every: 1s }`,
      ),
    });
    for (const [name, value] of [['lab-mail', mailPassword], ['lab-hook', 'sesame']] as const) {
      expect(await laptop.run(['-C', root, 'vault', 'set', name], { input: `${value}\n` })).toMatchObject({ code: 0 });
    }
    expect(await laptop.run(['-C', root, 'sources', 'test', 'logs'])).toMatchObject({ code: 0, out: expect.stringMatching(/^logs \(imap\): Dovecot .*INBOX: 1 there, the newest \d+ s ago/) as string });
    const watch = laptop.start(['-C', root, 'alerts', '--watch']);
    await watch.said('Nothing fires');
    server.deliver('Subject: Disk full\r\nFrom: log@example.com\r\n\r\n97 %\r\n');
    await watch.said('Disk full');
    const posted = await fetch(`http://127.0.0.1:${port}/json`, { method: 'POST', body: '{"name":"BackupLate"}', headers: { authorization: 'Bearer sesame' } });
    expect(posted.status).toBe(200);
    await watch.said('BackupLate');
    expect(await laptop.run(['-C', root, 'sources'])).toMatchObject({ code: 0, out: expect.stringMatching(/logs +imap +seen .*up to UID 2/) as string });
    watch.signalGroup('SIGINT');
    const said = await watch.ended;
    expect(`${said.out}${said.err}`).not.toContain(mailPassword);
    // Another start, another process: what was posted and mailed is still there.
    const again = await laptop.run(['-C', root, 'alerts', '--json']);
    expect((JSON.parse(again.out) as { labels: { alertname: string }; state: string }[]).map(({ labels, state }) => `${labels.alertname} ${state}`).sort()).toEqual(['BackupLate firing', 'Disk full firing']);
  });

  it.skipIf(!keyring)('watches a log over real SSH, and tells a paging service who has its alert', async () => {
    const sshd = await Sshd.start({ addresses: 3 });
    stops.push(() => sshd.stop());
    const pager = await PretendPager.start('pagerduty');
    stops.push(() => pager.stop());
    const file = join(sshd.home, 'error.log');
    writeFileSync(file, 'ERROR old: was there before\n');
    const root = writeWorkspace(join(laptop.folder, 'far'), {
      'hosts.yaml': hostsOf(sshd),
      'breakglass.yaml': settings(
        `{ id: errors, kind: log, host: api-01, file: "${file}", every: 1s, rules: [{ line: '^ERROR (?P<component>\\w+):', labels: { alertname: ApiError, severity: critical } }] }`,
        `{ id: pd, kind: pagerduty, url: "${pager.url}", token: "secret:lab-pager", from: kim@example.com, every: 1s }`,
      ),
    });
    expect(await laptop.run(['check', root])).toMatchObject({ code: 0 });
    expect(await laptop.run(['-C', root, 'vault', 'set', 'lab-pager'], { input: 'sesame\n' })).toMatchObject({ code: 0 });
    expect(await laptop.run(['-C', root, 'sources', 'test', 'errors'])).toMatchObject({ code: 0, out: expect.stringMatching(/^errors \(log\): api-01, .*error\.log: 0 there/) as string });
    expect(await laptop.run(['-C', root, 'sources', 'test', 'pd'])).toMatchObject({ code: 0, out: expect.stringMatching(/^pd \(pagerduty\): PagerDuty, http.*: 0 there/) as string });
    const watch = laptop.start(['-C', root, 'alerts', '--watch']);
    await watch.said('Nothing fires');
    appendFileSync(file, 'ERROR payments: no connection\n');
    await watch.said('ApiError');
    const far = pager.fire('PQ1', 'Checkout answers 5xx');
    await watch.said('Checkout answers 5xx');
    pager.refuse = { status: 403, body: {} };
    expect(await laptop.run(['-C', root, 'ack', 'pd/pagerduty-PQ1'])).toMatchObject({ code: 0 });
    await expect.poll(async () => (await laptop.run(['-C', root, 'alerts'])).err, { timeout: 10_000 }).toContain('Not acked at pd (pager-login)');
    pager.refuse = null;
    await expect.poll(() => far.state, { timeout: 20_000 }).toBe('acked');
    watch.signalGroup('SIGINT');
    expect(JSON.stringify(await watch.ended)).not.toContain('sesame');
  });
});
