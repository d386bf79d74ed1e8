import { createServer, type Server } from 'node:http';

const services = ['api', 'pay', 'search', 'mail', 'auth', 'queue', 'billing', 'web', 'cache', 'ledger'];
const severities = ['critical', 'warning', 'info'];

/** An Alertmanager with very many alerts: what is measured is the console, so its answer is made ahead. */
export class ManyAlerts {
  private readonly alerts: Buffer[];
  private readonly startsAt = new Date(Date.now() - 3_600_000).toISOString();
  private changes = 0;
  answers = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
    count: number,
  ) {
    this.alerts = Array.from({ length: count }, (_, at) => this.alert(at, 0));
  }

  static async start(count: number): Promise<ManyAlerts> {
    const server = createServer((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      if ((request.url ?? '').startsWith('/api/v2/status')) response.end('{"uptime":"2026-11-01T00:00:00Z"}');
      else if ((request.url ?? '').startsWith('/api/v2/silences')) response.end('[]');
      else source.answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const source = new ManyAlerts(server, `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`, count);
    return source;
  }

  /** That many alerts say something else from now on. */
  change(count: number): void {
    for (let left = count; left > 0; left -= 1) {
      this.changes += 1;
      const at = (this.changes * 7_919) % this.alerts.length;
      this.alerts[at] = this.alert(at, this.changes);
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(response: { write(part: Buffer): void; end(text: string): void }): void {
    this.answers += 1;
    const { alerts } = this;
    response.write(Buffer.from('['));
    for (let at = 0; at < alerts.length; at += 1_000) {
      const piece = alerts.slice(at, at + 1_000).flatMap((alert, index) => (at + index === 0 ? [alert] : [comma, alert]));
      response.write(Buffer.concat(piece));
    }
    response.end(']');
  }

  private alert(at: number, change: number): Buffer {
    const service = services[at % services.length] ?? '';
    const severity = severities[at % severities.length] ?? '';
    return Buffer.from(
      JSON.stringify({
        annotations: { summary: `${service} on host ${String(at)} is ${String(change)} over its limit`, runbook: `https://wiki.invalid/${service}` },
        endsAt: '2026-11-22T06:00:00.000Z',
        fingerprint: at.toString(16).padStart(16, '0'),
        receivers: [{ name: 'console' }],
        startsAt: this.startsAt,
        status: { inhibitedBy: [], mutedBy: [], silencedBy: [], state: 'active' },
        updatedAt: this.startsAt,
        generatorURL: 'http://prometheus.invalid/graph?g0.expr=up%3D%3D0&g0.tab=1',
        labels: { alertname: `${service}Trouble${String(at % 40)}`, instance: `host-${String(at)}:9100`, job: 'node', service, severity, team: `team-${String(at % 7)}` },
      }),
    );
  }
}

const comma = Buffer.from(',');
