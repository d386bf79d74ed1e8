import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { fail, ok, type Result } from '../../../../core/errors';
import type { Heard } from '../../../../core/alert/heard';
import { jsonOf } from '../../../../core/json-of';
import { closeByAlias, readHook, type HookForm, type HookReading } from './hook-forms';

/** SECURITY: whoever reaches the port can send no more, hold no more lines, and take no longer than this. */
const maxBytes = 1_048_576;
const maxConnections = 32;
const headersMs = 5_000;
const requestMs = 10_000;

/** An answer: what to send, and what was heard. */
interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Listener {
  /** Where it listens, or why it cannot. */
  ready(): Promise<Result<string>>;
  close(): Promise<void>;
}

export interface ListenerOptions {
  readonly host: string;
  readonly port: number;
  /** Asked for at each request: a token that was changed counts at once. */
  readonly token: () => Promise<Result<string>>;
  readonly now: () => number;
  /** Resolves once what was heard is kept: only then the sender is told that it was taken. */
  readonly heard: (heard: readonly Heard[]) => Promise<void>;
  readonly refused: (status: number) => void;
}

/** What a path takes. PagerDuty and Opsgenie senders append their own paths to a base address. */
const paths: Readonly<Record<string, HookForm>> = {
  '/alertmanager': 'alertmanager',
  '/grafana': 'alertmanager',
  '/v2/enqueue': 'pagerduty',
  '/v2/alerts': 'opsgenie',
  '/opsgenie': 'opsgenie-event',
  '/json': 'json',
};

/** An HTTP listener that takes alerts by POST. It opens no port before it is asked whether it is ready. */
export function createListener(options: ListenerOptions): Listener {
  let server: Server | null = null;
  let opening: Promise<Result<string>> | null = null;
  const address = `${options.host.includes(':') ? `[${options.host}]` : options.host}:${options.port}`;

  const listen = (): Promise<Result<string>> =>
    new Promise((resolve) => {
      const opened = createServer({ headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: 1_000, maxHeaderSize: 16_384, keepAliveTimeout: 5_000 }, (request, response) => {
        void serve(request, response, options);
      });
      opened.maxConnections = maxConnections;
      opened.on('drop', () => options.refused(503));
      opened.on('clientError', (error: NodeJS.ErrnoException, socket) => {
        const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
        if (error.code !== 'ECONNRESET') options.refused(status);
        if (socket.writable) socket.end(`HTTP/1.1 ${status} ${status === 408 ? 'Request Timeout' : 'Bad Request'}\r\nconnection: close\r\n\r\n`, () => socket.destroy());
      });
      opened.once('error', (error: NodeJS.ErrnoException) => resolve(fail('webhook-taken', { address, why: error.code ?? 'unknown' })));
      opened.listen(options.port, options.host, () => {
        // An error of a listening server is one connection's; the socket is gone, the listener stays.
        opened.on('error', () => undefined);
        server = opened;
        resolve(ok(`http://${address}`));
      });
    });

  return {
    async ready() {
      if (server?.listening === true) return ok(`http://${address}`);
      opening ??= listen().finally(() => {
        opening = null;
      });
      return opening;
    },
    async close() {
      await opening;
      const open = server;
      server = null;
      if (open === null) return;
      open.closeAllConnections();
      await new Promise((resolve) => open.close(resolve));
    },
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, options: ListenerOptions): Promise<void> {
  const reply = await answer(request, options).catch((): Reply => ({ status: 400, body: { error: 'the request broke off' } }));
  if (reply.status >= 300) options.refused(reply.status);
  const text = `${JSON.stringify(reply.body)}\n`;
  // SECURITY: after a refusal the line is closed, so that whatever was still coming is not read as a further request.
  response.writeHead(reply.status, { 'content-type': 'application/json', 'x-content-type-options': 'nosniff', ...(reply.status >= 300 ? { connection: 'close' } : {}) });
  response.end(text, () => {
    if (!request.complete) request.destroy();
  });
}

async function answer(request: IncomingMessage, options: ListenerOptions): Promise<Reply> {
  const path = (request.url ?? '').split('?')[0] ?? '';
  const alias = /^\/v2\/alerts\/([^/]{1,1600})\/close$/.exec(path)?.[1];
  const form = Object.hasOwn(paths, path) ? paths[path] : undefined;
  const token = await options.token();
  if (!token.ok) return refusal(503, 'the token of this listener is not in the keychain');
  // The header is checked before anything is read; PagerDuty alone has its key in the body.
  const shown = /^(?:Bearer|GenieKey) +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (form !== 'pagerduty' && !same(shown, token.value)) return refusal(401, 'wrong or missing token: send Authorization: Bearer TOKEN');
  if (form === undefined && alias === undefined) return refusal(404, `nothing is taken here; known paths: ${Object.keys(paths).join(' ')}`);
  if (request.method !== 'POST') return refusal(405, 'only POST is taken');
  const text = await bodyOf(request);
  if (text === null) return refusal(413, `more than ${maxBytes} bytes`);
  const now = options.now();
  if (form === undefined) return closed(alias ?? '', request.url ?? '', options, now);
  const body = jsonOf(text);
  if (body === undefined) return refusal(400, 'the body is not JSON');
  if (form === 'pagerduty' && !same(shown ?? routingKey(body), token.value)) return refusal(401, 'wrong or missing routing_key');
  const reading = readHook(form, body, now);
  if (!reading.ok) return refusal(400, `not what ${path} takes, at ${reading.path}: ${reading.why}`);
  const heard = [...reading.heard, ...reading.about];
  return (await kept(heard, options)) ? accepted(form, reading) : notKept;
}

async function closed(alias: string, url: string, options: ListenerOptions, now: number): Promise<Reply> {
  const type = new URL(url, 'http://localhost').searchParams.get('identifierType');
  if (type !== 'alias') return refusal(400, 'alerts are known by alias here: add ?identifierType=alias');
  const name = decoded(alias);
  if (name === null) return refusal(400, 'the alias is not encoded right');
  return (await kept([closeByAlias(name, now)], options)) ? { status: 202, body: { result: 'Request will be processed' } } : notKept;
}

/** No fault of the sender's: it may say the same again, which senders do after 503 and not after 400. */
const notKept = refusal(503, 'what was heard could not be kept');

async function kept(heard: readonly Heard[], options: ListenerOptions): Promise<boolean> {
  return options.heard(heard).then(
    () => true,
    () => false,
  );
}

/** What the sender's own service would answer. */
function accepted(form: HookForm, reading: Extract<HookReading, { ok: true }>): Reply {
  switch (form) {
    case 'pagerduty':
      return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: reading.key } };
    case 'opsgenie':
      return { status: 202, body: { result: 'Request will be processed', took: 0, requestId: reading.key } };
    case 'alertmanager':
    case 'opsgenie-event':
    case 'json':
      return { status: 200, body: { taken: reading.heard.length } };
  }
}

function refusal(status: number, error: string): Reply {
  return { status, body: { error } };
}

/** SECURITY: compared by digest in constant time: neither content nor length of the token shows in how long it takes. */
function same(shown: string | undefined, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(shown ?? ''), digest(token)) && shown !== undefined && token !== '';
}

function routingKey(body: unknown): string | undefined {
  const key = typeof body === 'object' && body !== null && 'routing_key' in body ? body.routing_key : undefined;
  return typeof key === 'string' ? key : undefined;
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return null;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    // SECURITY: counted as it arrives, so that an endless body never fills the memory.
    if (size > maxBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
