import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One alert at a paging service. */
interface FarAlert {
  readonly id: string;
  readonly title: string;
  state: 'open' | 'acked' | 'closed';
  by: string;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A paging service as its documentation describes it: PagerDuty's REST API v2, Opsgenie's alert API v2 or that of JSM
 * Operations. No real one can be had in a test; what is written here is what the adapters are held to.
 */
export class PretendPager {
  readonly alerts: FarAlert[] = [];
  /** `METHOD /path` of every request, without its query. */
  readonly asked: string[] = [];
  /** Answers that are given first, whatever is asked. */
  readonly next: Answer[] = [];
  /** What acts get instead of being carried out. */
  refuse: Answer | null = null;
  isMute = false;
  private readonly server: Server;
  private requests = 0;
  private readonly pending = new Map<string, number>();

  private constructor(private readonly kind: 'pagerduty' | 'opsgenie' | 'jsm') {
    this.server = createServer((request, response) => {
      let text = '';
      request.on('data', (part: Buffer) => (text += part.toString()));
      request.on('end', () => {
        if (this.isMute) return;
        const { status, body, headers } = this.answer(request, text);
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
      });
    });
  }

  static async start(kind: 'pagerduty' | 'opsgenie' | 'jsm'): Promise<PretendPager> {
    const pager = new PretendPager(kind);
    await new Promise<void>((resolve) => pager.server.listen(0, '127.0.0.1', resolve));
    return pager;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  fire(id: string, title = id): FarAlert {
    const alert: FarAlert = { id, title, state: 'open', by: '' };
    this.alerts.push(alert);
    return alert;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }

  private answer({ method = '', url = '', headers }: IncomingMessage, text: string): Answer {
    const { pathname, searchParams } = new URL(url, 'http://pager');
    this.asked.push(`${method} ${pathname}`);
    const given = this.next.shift();
    if (given !== undefined) return given;
    const key = { pagerduty: 'Token token=sesame', opsgenie: 'GenieKey sesame', jsm: `Basic ${Buffer.from('kim@example.com:sesame').toString('base64')}` }[this.kind];
    if (headers.authorization !== key) return { status: 401, body: { message: 'no' } };
    if (method !== 'GET' && this.refuse !== null) return this.refuse;
    const body: unknown = text === '' ? null : JSON.parse(text);
    return this.kind === 'pagerduty' ? this.pagerduty(method, pathname, searchParams, body, headers['from']) : this.opsgenie(method, pathname, searchParams);
  }

  private pagerduty(method: string, path: string, query: URLSearchParams, body: unknown, from: string | undefined): Answer {
    if (method === 'GET' && path === '/incidents') {
      const wanted = query.getAll('statuses[]').map((status) => ({ triggered: 'open', acknowledged: 'acked', resolved: 'closed' })[status]);
      const all = this.alerts.filter(({ state }) => wanted.includes(state));
      const [offset, limit] = [Number(query.get('offset')), Number(query.get('limit'))];
      return { status: 200, body: { incidents: all.slice(offset, offset + limit).map((alert) => this.incident(alert)), offset, limit, more: offset + limit < all.length } };
    }
    const alert = this.alerts.find(({ id }) => path === `/incidents/${id}`);
    if (method !== 'PUT' || alert === undefined) return { status: 404, body: { error: { message: 'Not Found' } } };
    if (from !== 'kim@example.com') return { status: 400, body: { error: { message: 'Requester User Not Found' } } };
    const status = (body as { incident: { status: string } }).incident.status;
    alert.state = status === 'resolved' ? 'closed' : 'acked';
    alert.by = 'Kim';
    return { status: 200, body: { incident: this.incident(alert) } };
  }

  private incident({ id, title, state, by }: FarAlert): unknown {
    return {
      ...{ id, type: 'incident', title, status: { open: 'triggered', acked: 'acknowledged', closed: 'resolved' }[state], urgency: 'high' },
      ...{ incident_number: 1, created_at: '2026-11-22T02:10:00Z', html_url: `https://acme.pagerduty.com/incidents/${id}`, service: { id: 'PSVC', summary: 'api' } },
      acknowledgements: state === 'acked' ? [{ at: '2026-11-22T02:12:00Z', acknowledger: { summary: by } }] : [],
    };
  }

  private opsgenie(method: string, path: string, query: URLSearchParams): Answer {
    const base = this.kind === 'jsm' ? '/jsm/ops/api/c1/v1/alerts' : '/v2/alerts';
    const wrapped = (value: unknown): unknown => (this.kind === 'jsm' ? value : { data: value, took: 0.1, requestId: 'r0' });
    if (method === 'GET' && path === base) {
      const [offset, limit] = [Number(query.get('offset')), Number(query.get(this.kind === 'jsm' ? 'size' : 'limit'))];
      const all = this.alerts.filter(({ state }) => state !== 'closed').slice(offset, offset + limit);
      const values = all.map(({ id, title, state, by }) => ({
        ...{ id, tinyId: '1', message: title, status: 'open', acknowledged: state === 'acked', priority: 'P1', count: 1, source: 'logs', tags: ['eu'] },
        ...{ createdAt: '2026-11-22T02:10:00Z', report: { acknowledgedBy: by } },
      }));
      return { status: 200, body: this.kind === 'jsm' ? { values, count: values.length } : wrapped(values) };
    }
    const request = path.startsWith(`${base}/requests/`) ? path.slice(`${base}/requests/`.length) : null;
    if (request !== null) {
      // Carried out a moment after it was taken: the first look finds nothing yet.
      const looks = this.pending.get(request) ?? 0;
      this.pending.set(request, looks + 1);
      return looks === 0 ? { status: 404, body: { message: 'Request not found' } } : { status: 200, body: wrapped({ success: true, isSuccess: true, status: 'Acknowledged alert' }) };
    }
    const [, id, word] = /\/alerts\/([^/]+)\/(acknowledge|unacknowledge|close)$/.exec(path) ?? [];
    const alert = this.alerts.find((each) => each.id === id);
    if (alert === undefined || word === undefined) return { status: 404, body: { message: 'Alert not found' } };
    alert.state = word === 'acknowledge' ? 'acked' : word === 'close' ? 'closed' : 'open';
    alert.by = alert.state === 'acked' ? 'Kim' : '';
    return { status: 202, body: { result: 'Request will be processed', took: 0.1, requestId: `r${String((this.requests += 1))}` } };
  }
}

/** What breakglass.yaml says about each of them. */
export function pagerEntry(kind: 'pagerduty' | 'opsgenie' | 'jsm', url: string): Readonly<Record<string, unknown>> {
  switch (kind) {
    case 'pagerduty':
      return { kind: 'pagerduty', url, token: 'secret:pager', from: 'kim@example.com' };
    case 'opsgenie':
      return { kind: 'opsgenie', url, 'api-key': 'secret:pager' };
    case 'jsm':
      return { kind: 'opsgenie', url, cloud: 'c1', user: 'kim@example.com', token: 'secret:pager' };
  }
}
