import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { listenOn, stopServer } from './loopback';

type Texts = Readonly<Record<string, string>>;

/** The pages of Alertmanager's API v2 that a console reads, with alerts that a scenario sets. */
export interface PretendAlertmanager {
  readonly url: string;
  /** Starts an alert, or changes its annotations; an alert that fires already keeps its start. */
  fire(labels: Texts, annotations: Texts): void;
  /** Ends every alert that has all of these labels. */
  resolve(labels: Texts): void;
  clear(): void;
  stop(): Promise<void>;
}

interface Firing {
  readonly labels: Texts;
  readonly annotations: Texts;
  readonly startsAt: number;
}

export async function startPretendAlertmanager(now: () => number): Promise<PretendAlertmanager> {
  const firing = new Map<string, Firing>();
  const startedAt = iso(now());

  const alerts = (): unknown[] =>
    [...firing].map(([fingerprint, { labels, annotations, startsAt }]) => ({
      annotations,
      endsAt: iso(now() + 300_000),
      fingerprint,
      receivers: [{ name: 'console' }],
      startsAt: iso(startsAt),
      status: { inhibitedBy: [], mutedBy: [], silencedBy: [], state: 'active' },
      updatedAt: iso(now()),
      generatorURL: 'http://pretend-prometheus.invalid/graph',
      labels,
    }));

  const status = (): unknown => ({
    cluster: { name: 'drill', peers: [], status: 'ready' },
    config: { original: '' },
    uptime: startedAt,
    versionInfo: { branch: 'HEAD', buildDate: '', buildUser: 'drill', goVersion: '', revision: '', version: '0.28.0' },
  });

  const server = createServer((request, response) => {
    request.resume();
    const path = (request.url ?? '').replace(/\?.*$/, '');
    const pages: Readonly<Record<string, () => unknown>> = { '/api/v2/alerts': alerts, '/api/v2/status': status, '/api/v2/silences': () => [] };
    const page = request.method === 'GET' && Object.hasOwn(pages, path) ? pages[path]?.() : undefined;
    if (page === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(page));
  });
  const port = await listenOn(server, 0);

  return {
    url: `http://127.0.0.1:${String(port)}`,
    fire(labels, annotations) {
      const id = fingerprint(labels);
      firing.set(id, { labels, annotations, startsAt: firing.get(id)?.startsAt ?? now() });
    },
    resolve(labels) {
      for (const [id, alert] of firing) {
        if (Object.entries(labels).every(([name, value]) => alert.labels[name] === value)) firing.delete(id);
      }
    },
    clear() {
      firing.clear();
    },
    stop: () => stopServer(server),
  };
}

/** Stable for a set of labels, 16 hex characters like the real one. */
function fingerprint(labels: Texts): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
