import { appendFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createHttp } from '../../main/adapters/http/http';
import { sourceKinds } from '../../main/adapters/alert-sources/registry';
import { pagerEntry, PretendPager } from '../support/pretend-pagers';
import { describeSource, type SourceDouble } from '../support/source-conformance';
import { createSourceContext } from '../support/source-context';
import { alertmanagerMissing, createRealAlertmanager } from './support/alertmanager';
import { BadLine } from './support/bad-line';
import { sshBench } from './support/ssh-bench';
import { Sshd } from './support/sshd';
import { createRealDovecot, dovecotMissing, mailPassword } from './support/dovecot';
import { freePort } from '../support/free-port';

async function pagerDouble(kind: 'opsgenie' | 'pagerduty', secretKey: string): Promise<SourceDouble> {
  const pager = await PretendPager.start(kind);
  return {
    config: pagerEntry(kind, pager.url),
    context: createSourceContext({ pager: 'sesame' }),
    secretKeys: [secretKey],
    fire: async () => {
      pager.fire('A1', 'Disk');
    },
    hang: () => {
      pager.isMute = true;
    },
    vanish: () => pager.stop(),
    stop: () => pager.stop(),
  };
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
  log: async () => {
    const sshd = await Sshd.start();
    const line = await BadLine.to(sshd.port);
    const bench = sshBench();
    const file = join(sshd.home, 'app.log');
    writeFileSync(file, '');
    const target = { ...sshd.target(), port: line.port };
    return {
      config: { host: 'api-01', file, rules: [{ line: 'ERROR' }] },
      context: { ...createSourceContext({}), logs: (_host, question) => bench.ssh.readLog(question, target, []) },
      secretKeys: [],
      fire: async () => {
        appendFileSync(file, 'ERROR: disk\n');
      },
      hang: () => line.freeze(),
      vanish: async () => {
        await sshd.down();
        await line.stop();
      },
      stop: async () => {
        await bench.stop();
        await line.stop();
        await sshd.stop();
      },
    };
  },
  // No real ones can be had: what stands behind them is their documentation, as tests/support/pretend-pagers.ts has it.
  opsgenie: () => pagerDouble('opsgenie', 'api-key'),
  pagerduty: () => pagerDouble('pagerduty', 'token'),
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
