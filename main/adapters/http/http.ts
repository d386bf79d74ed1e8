import { request as plainRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest, type RequestOptions } from 'node:https';
import { setImmediate as turn } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import { fail, failure, ok, type Failure, type Result } from '../../../core/errors';
import { transportFailure } from '../../../core/alert/transport';
import type { Http, HttpRequest, HttpResponse } from '../../ports/http';
import { Ended } from './ended';
import { cutLane, openLane, type Connect, type Lane } from './lane';
import { throughProxy } from './proxy';

/**
 * Plain HTTP(S) on Node. A lane keeps one connection and takes its requests in turn; without a lane each request has
 * its own. Redirects are answers like any other: whoever is asked for is who answers.
 */
export function createHttp({ roots, connect = null }: { readonly roots: readonly string[]; readonly connect?: Connect | null }): Http {
  const lanes = new Map<string, Lane>();
  const singles = new Map<string, Lane>();

  const singleOf = (proxy: string | undefined): Lane => {
    const known = singles.get(proxy ?? '');
    if (known !== undefined) return known;
    const single = openLane(roots, wayOf(proxy));
    single.plain.maxSockets = Infinity;
    single.secure.maxSockets = Infinity;
    single.plain.maxFreeSockets = 0;
    single.secure.maxFreeSockets = 0;
    singles.set(proxy ?? '', single);
    return single;
  };

  const wayOf = (proxy: string | undefined): Connect | null => (proxy === undefined ? connect : throughProxy(proxy));

  const laneOf = ({ lane: name, proxy }: HttpRequest): Lane => {
    if (name === undefined) return singleOf(proxy);
    const lane = lanes.get(name) ?? openLane(roots, wayOf(proxy));
    lanes.set(name, lane);
    return lane;
  };

  return {
    async request(request) {
      const target = urlOf(request.url);
      if (target === null) return fail('http-url', { address: request.url });
      const first = await ask(request, target, laneOf(request), roots);
      // The server may close an idle connection just as we use it. Only a question may be asked twice.
      return first === 'stale' ? unstale(await ask(request, target, laneOf(request), roots), target) : first;
    },
    drop(name) {
      const lane = lanes.get(name);
      if (lane === undefined) return;
      lanes.delete(name);
      cutLane(lane, new Ended(failure('http-dropped', { address: name })));
    },
  };
}

function unstale(result: Result<HttpResponse> | 'stale', target: URL): Result<HttpResponse> {
  return result === 'stale' ? fail('http-cut', { address: shown(target), why: 'ECONNRESET' }) : result;
}

function ask(asked: HttpRequest, target: URL, lane: Lane, roots: readonly string[]): Promise<Result<HttpResponse> | 'stale'> {
  const address = shown(target);
  const secure = target.protocol === 'https:';
  const body = asked.body === undefined ? null : Buffer.from(asked.body, 'utf8');
  const options: RequestOptions = {
    method: asked.method,
    headers: { ...asked.headers, ...(body === null ? {} : { 'content-length': body.length }) },
    agent: secure ? lane.secure : lane.plain,
  };
  return new Promise((resolve) => {
    let request: ClientRequest;
    try {
      request = secure
        ? // SECURITY: certificates are always verified; a private CA is added to the roots and never replaces the check.
          secureRequest(target, { ...options, ...asked.identity, ca: [...roots, ...(asked.ca === undefined ? [] : [asked.ca])], rejectUnauthorized: true })
        : plainRequest(target, options);
    } catch {
      resolve(fail('http-url', { address }));
      return;
    }
    const giveUp = (why: Failure): void => {
      request.destroy(new Ended(why));
    };
    const aborted = (): void => giveUp(failure('http-dropped', { address }));
    // The whole request under one limit: a server that sends a byte a second is as gone as one that sends none.
    const limit = setTimeout(() => giveUp(failure('http-timeout', { address, seconds: asked.timeoutMs / 1_000 })), asked.timeoutMs);
    const finish = (result: Result<HttpResponse> | 'stale'): void => {
      clearTimeout(limit);
      asked.signal?.removeEventListener('abort', aborted);
      lane.open.delete(request);
      resolve(result);
    };
    let answered = false;
    lane.open.add(request);
    asked.signal?.addEventListener('abort', aborted, { once: true });
    if (asked.signal?.aborted) aborted();
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (error instanceof Ended) finish({ ok: false, error: error.failure });
      else if (error.code === 'ECONNRESET' && request.reusedSocket && asked.method === 'GET' && !answered) finish('stale');
      else finish({ ok: false, error: transportFailure(codeOf(error), address) });
    });
    request.on('response', (response) => {
      answered = true;
      read(response, asked, address).then(finish, (error: unknown) => {
        request.destroy();
        finish({ ok: false, error: error instanceof Ended ? error.failure : transportFailure(codeOf(error), address) });
      });
    });
    request.end(body ?? undefined);
  });
}

/** So long may reading a long answer keep the loop, ms: keys and searches go in between. */
const stretch = 4;

async function read(response: IncomingMessage, { maxBytes, sink }: HttpRequest, address: string): Promise<Result<HttpResponse>> {
  const certificateEndsAt = response.socket instanceof TLSSocket ? endOf(response.socket) : null;
  const parts: Buffer[] = [];
  let size = 0;
  let began = performance.now();
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length;
    // SECURITY: counted as it arrives, so that an endless answer never fills the memory.
    if (size > maxBytes) throw new Ended(failure('http-too-large', { address, bytes: maxBytes }));
    if (sink !== undefined && response.statusCode === 200) sink(part);
    else parts.push(part);
    if (performance.now() - began < stretch) continue;
    await turn();
    began = performance.now();
  }
  const headers = Object.entries(response.headers).map(([name, value]): [string, string] => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]);
  return ok({ status: response.statusCode ?? 0, headers: Object.fromEntries(headers), body: Buffer.concat(parts).toString('utf8'), certificateEndsAt });
}

function endOf(socket: TLSSocket): number | null {
  const end = Date.parse(socket.getPeerCertificate().valid_to);
  return Number.isNaN(end) ? null : end;
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
}

function urlOf(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
}

/** An address fit for a message: no credentials, no query. */
function shown(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
}
