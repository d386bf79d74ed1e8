import { createServer, type RequestListener, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { sourceEntrySchema } from '../../core/workspace/files';
import { openSource } from '../../main/adapters/alert-sources/registry';
import { createSourceContext } from '../support/source-context';

// Laws 2 and 8, attacked: a source that lies, stalls or pours is a source that cannot be seen, never one where all is well.
let server: Server | null = null;
afterEach(async () => {
  const running = server;
  server = null;
  running?.closeAllConnections();
  await new Promise((resolve) => (running === null ? resolve(null) : running.close(resolve)));
});

async function polled(answer: RequestListener, patience = 3_000): Promise<{ result: Awaited<ReturnType<Extract<ReturnType<typeof openSource>, { ok: true }>['value']['poll']>>; ms: number }> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`;
  const opened = openSource(sourceEntrySchema.parse({ id: 'am', kind: 'alertmanager', url }), createSourceContext({}));
  if (!opened.ok) throw new Error(opened.error.code);
  const began = Date.now();
  const result = await opened.value.poll(AbortSignal.timeout(patience));
  return { result, ms: Date.now() - began };
}

const json = '{"uptime":"x"}';
const afterStatus = (answer: RequestListener): RequestListener => (asked, response) => {
  if (asked.url?.includes('/status') !== true) return answer(asked, response);
  response.setHeader('content-type', 'application/json');
  response.end(json);
};

describe('a source that', () => {
  it.each<[string, RequestListener]>([
    ['answers one byte at a time', (_asked, answer) => { answer.writeHead(200); const timer = setInterval(() => answer.write(' '), 200); answer.on('close', () => { clearInterval(timer); }); }],
    ['never answers', () => undefined],
    ['answers HTML', (_asked, answer) => { answer.setHeader('content-type', 'text/html'); answer.end('<html><script>alert(1)</script>[]</html>'); }],
    ['answers an empty body', (_asked, answer) => { answer.end(); }],
    ['answers null', (_asked, answer) => { answer.end('null'); }],
    ['answers an object', (_asked, answer) => { answer.end('{"alerts":[]}'); }],
    ['answers 500 with an empty list', (_asked, answer) => { answer.statusCode = 500; answer.end('[]'); }],
    ['answers 204', (_asked, answer) => { answer.statusCode = 204; answer.end(); }],
    ['redirects', (_asked, answer) => { answer.writeHead(302, { location: 'http://127.0.0.1:1/' }); answer.end('[]'); }],
    ['closes in the middle', (_asked, answer) => { answer.writeHead(200, { 'content-length': '1000' }); answer.write('[]'); setTimeout(() => answer.destroy(), 50); }],
    ['says it is compressed when nobody asked', (_asked, answer) => { answer.setHeader('content-encoding', 'gzip'); answer.end(gzipSync(Buffer.alloc(50_000_000))); }],
    ['gives the same list with one broken alert', (_asked, answer) => { answer.end('[{"fingerprint":"a","labels":{},"startsAt":"never","status":{"state":"active"}}]'); }],
    ['gives labels that are no texts', (_asked, answer) => { answer.end('[{"fingerprint":"a","labels":{"a":{"b":1}},"startsAt":"2026-01-01T00:00:00Z","status":{"state":"active"}}]'); }],
    ['gives a hundred thousand brackets', (_asked, answer) => { answer.end('['.repeat(100_000)); }],
  ])('%s is not seen', async (_what, answer) => {
    const { result, ms } = await polled(afterStatus(answer));
    expect(result.ok ? JSON.stringify(result.value).slice(0, 100) : 'not seen').toBe('not seen');
    expect(ms).toBeLessThan(6_000);
  });

  it('pours 270 MB is cut off at its cap', async () => {
    const { result } = await polled(afterStatus((_asked, answer) => {
      answer.write('[');
      const megabyte = Buffer.alloc(1_000_000, ' ');
      let left = 270;
      const pour = (): void => {
        while (left > 0) {
          left -= 1;
          if (!answer.write(megabyte)) return void answer.once('drain', pour);
        }
        answer.end(']');
      };
      pour();
    }), 20_000);
    expect(result.ok ? 'seen' : result.error.code).toBe('http-too-large');
  });

  it('gives a label of a megabyte, or of a prototype, is shown and harms nothing', async () => {
    const labels = `{"alertname":"${'x'.repeat(1_000_000)}","__proto__":"evil","constructor":"evil"}`;
    const { result } = await polled(afterStatus((_asked, answer) => { answer.end(`[{"fingerprint":"a","labels":${labels},"startsAt":"2026-01-01T00:00:00Z","status":{"state":"active"}}]`); }));
    if (result.ok) expect(({} as Record<string, unknown>)['evil']).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty('evil');
  });
});
