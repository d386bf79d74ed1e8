import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createHttp } from '../../main/adapters/http/http';
import { sourceKinds } from '../../main/adapters/alert-sources/registry';
import { describeSource, type SourceDouble } from '../support/source-conformance';
import { createSourceContext } from '../support/source-context';
import { alertmanagerMissing, createRealAlertmanager } from './support/alertmanager';
import { BadLine } from './support/bad-line';
import { createRealDovecot, dovecotMissing, mailPassword } from './support/dovecot';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What stands behind each kind in main/adapters/alert-sources/registry.ts, or why it cannot be had here. A new kind adds its own. */
const doubles: Readonly<Record<string, string | (() => Promise<SourceDouble>)>> = {
  alertmanager: alertmanagerMissing ?? (async () => {
    const server = await createRealAlertmanager();
    await server.start();
    const line = await BadLine.to(Number(new URL(server.url).port));
    return {
      config: { url: `http://127.0.0.1:${line.port}` },
      context: { ...createSourceContext({}), http: createHttp({ roots: [] }) },
      secretKeys: ['token'],
      fire: () => server.fire({ alertname: 'Disk' }),
      hang: () => line.freeze(),
      vanish: () => server.kill(),
      stop: async () => {
        await line.stop();
        await server.remove();
      },
    };
  }),
  imap: dovecotMissing ?? (async () => {
    const server = await createRealDovecot();
    await server.start();
    const line = await BadLine.to(server.port);
    return {
      config: { host: '127.0.0.1', port: line.port, tls: 'none', user: 'kim', password: 'secret:mail' },
      context: createSourceContext({ mail: mailPassword }),
      secretKeys: ['password'],
      fire: async () => server.deliver('Subject: Disk\r\nFrom: log@example.com\r\n\r\nfull\r\n'),
      hang: () => line.freeze(),
      vanish: async () => {
        await server.kill();
        await line.stop();
      },
      stop: async () => {
        await line.stop();
        await server.remove();
      },
    };
  }),
  probe: async () => {
    let status = 200;
    const server = createServer((_, response) => response.writeHead(status).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return {
      config: { url: `http://127.0.0.1:${port}/` },
      context: { ...createSourceContext({}), http: createHttp({ roots: [] }) },
      secretKeys: [],
      fire: async () => {
        status = 500;
      },
      hang: null,
      vanish: null,
      stop: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  },
  webhook: async () => {
    const port = await freePort();
    return {
      config: { listen: `127.0.0.1:${port}`, token: 'secret:hook' },
      context: createSourceContext({ hook: 'sesame' }),
      secretKeys: ['token'],
      fire: async () => {
        const answer = await fetch(`http://127.0.0.1:${port}/json`, { method: 'POST', body: '{"name":"Disk"}', headers: { authorization: 'Bearer sesame' } });
        expect(answer.status).toBe(200);
      },
      hang: null,
      vanish: null,
      stop: async () => undefined,
    };
  },
};

for (const kind of sourceKinds.keys()) {
  const double = doubles[kind];
  if (typeof double === 'function') describeSource(kind, double);
  else if (double === undefined) {
    it(`the source ${kind} has something real behind it`, () => {
      expect.fail(`Add what stands behind “${kind}” to doubles in tests/lab/sources.conformance.test.ts`);
    });
  } else it.skip(`the source ${kind}: ${double}`);
}
