import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSourceContext } from '../../../../tests/support/source-context';
import { AccessToken, oauthSchema } from './access-token';

let server: Server;
let asked: URLSearchParams[];
let answers: { readonly status: number; readonly body: unknown }[];

beforeEach(async () => {
  asked = [];
  answers = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      asked.push(new URLSearchParams(body));
      const { status, body: answer } = answers.shift() ?? { status: 200, body: { access_token: `a${String(asked.length)}`, expires_in: 3_600 } };
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function begin(more: Readonly<Record<string, string>> = {}): { token: AccessToken; get: () => ReturnType<AccessToken['get']>; pass: (ms: number) => void; secrets: Record<string, string> } {
  const oauth = oauthSchema.parse({ 'token-url': `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/token`, 'client-id': 'app', 'refresh-token': 'secret:refresh', ...more });
  const secrets = { refresh: 'r1', client: 'hush' };
  const context = createSourceContext(secrets);
  let now = 0;
  const token = new AccessToken(oauth, { ...context, clock: { ...context.clock, mono: () => now } }, 'it');
  return { token, get: () => token.get(AbortSignal.timeout(5_000)), pass: (ms) => (now += ms), secrets };
}

describe('an access token', () => {
  it('is had for the refresh token, kept while it is good, and had anew before it runs out', async () => {
    const { get, pass, token } = begin({ 'client-secret': 'secret:client', scope: 'imap offline' });
    expect(await get()).toMatchObject({ ok: true, value: 'a1' });
    expect(Object.fromEntries(asked[0] ?? [])).toEqual({ grant_type: 'refresh_token', refresh_token: 'r1', client_id: 'app', client_secret: 'hush', scope: 'imap offline' });
    pass(3_500_000);
    expect(await get()).toMatchObject({ value: 'a1' });
    pass(50_000);
    expect(await get()).toMatchObject({ value: 'a2' });
    token.forget();
    expect(await get()).toMatchObject({ value: 'a3' });
  });

  it('shows the refresh token that it was given last, until a person sets another', async () => {
    const { get, token, secrets } = begin();
    answers.push({ status: 200, body: { access_token: 'a', expires_in: '3600', refresh_token: 'r2' } }, { status: 200, body: { access_token: 'b', refresh_token: 'r3' } });
    for (let left = 3; left > 0; left -= 1) {
      await get();
      token.forget();
    }
    secrets['refresh'] = 'r9';
    await get();
    expect(asked.map((form) => form.get('refresh_token'))).toEqual(['r1', 'r2', 'r3', 'r9']);
  });

  it.each([
    [{ status: 400, body: { error: 'invalid_grant', error_description: 'r1 is no longer valid' } }, 'invalid_grant'],
    [{ status: 400, body: { error: 'r1 <b>' } }, 'HTTP 400'],
    [{ status: 200, body: { token: 'r1' } }, 'HTTP 200'],
    [{ status: 500, body: 'r1' }, 'HTTP 500'],
  ])('names a refusal, and nothing that may be a token: %j', async (answer, why) => {
    const { get } = begin();
    answers.push(answer);
    const refused = await get();
    expect(refused).toMatchObject({ ok: false, error: { code: 'imap-token', values: { why } } });
    expect(JSON.stringify(refused)).not.toContain('r1');
  });

  it('is never asked for in the clear beyond this machine', () => {
    const parse = (url: string) => oauthSchema.safeParse({ 'token-url': url, 'client-id': 'app', 'refresh-token': 'secret:refresh' }).success;
    expect([parse('https://login.example.com/token'), parse('http://login.example.com/token'), parse('http://127.0.0.1.example.com/token')]).toEqual([true, false, false]);
  });
});
