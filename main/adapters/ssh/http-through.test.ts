import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../../core/errors';
import type { Target } from '../../../core/runbook/plan';
import type { HttpResponse } from '../../ports/http';
import type { RemoteHttp } from '../../ports/ssh';
import { httpThrough, type Way } from './http-through';

const answer: HttpResponse = { status: 200, headers: {}, body: '', certificateEndsAt: null };
const asked = { method: 'GET', url: 'http://10.0.0.9/', timeoutMs: 1_000, maxBytes: 1_000, lane: 'bed' } as const;
const gate: Way = { target: { name: 'gate' } as unknown as Target, jumps: [] };

/** A way that becomes known when `know` is called, as after a start. */
function bench(found: Result<Way> = ok(gate)) {
  const sent: string[] = [];
  const ssh: RemoteHttp = {
    request: (target, _jumps, { lane }) => {
      sent.push(`${target.name} ${String(lane)}`);
      return Promise.resolve(ok(answer));
    },
    drop: (lane) => {
      sent.push(`drop ${lane}`);
      return Promise.resolve();
    },
  };
  let now: Result<Way> = fail('way-unsettled', { host: 'gate' });
  let know: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => {
    know = () => {
      now = found;
      resolve();
    };
  });
  return { sent, know: () => { know(); }, http: httpThrough({ jump: 'gate', ssh, way: () => now, settle: () => settled }) };
}

describe('a request through a host in between', () => {
  it('waits for the way to that host right after a start, instead of calling it lost', async () => {
    const { http, sent, know } = bench();
    const answered = http.request(asked);
    know();
    expect(await answered).toEqual(ok(answer));
    expect(sent).toEqual(['gate gate bed']);
  });

  it('is on its way when the call returns, once the way is known', async () => {
    const { http, sent, know } = bench();
    know();
    await http.request(asked);
    const answered = http.request(asked);
    expect(sent).toHaveLength(2);
    await answered;
  });

  it('is cut also while it waits, so that a silence is not behind it', async () => {
    const { http, sent, know } = bench();
    const look = http.request(asked);
    http.drop('bed');
    const silence = http.request(asked);
    know();
    expect(await look).toMatchObject({ ok: false, error: { code: 'http-dropped' } });
    expect(await silence).toEqual(ok(answer));
    expect(sent).toEqual(['drop gate bed', 'gate gate bed']);
  });

  it('says why there is no way, when none was found', async () => {
    const { http, sent, know } = bench(fail('host-no-way', { host: 'gate', why: 'hosts.yaml' }));
    const answered = http.request(asked);
    know();
    expect(await answered).toMatchObject({ ok: false, error: { code: 'host-no-way' } });
    expect(sent).toEqual([]);
  });
});
