import { z } from 'zod';
import { fail, ok, type Result } from '../../../../core/errors';
import { jsonOf } from '../../../../core/json-of';
import { secretReferenceSchema } from '../../../../core/vault/secret-reference';
import type { SourceContext } from '../../../ports/alert-source';

/** Where an access token is had for a refresh token (RFC 6749, section 6). */
export const oauthSchema = z.strictObject({
  // SECURITY: a refresh token is as good as a password, and never crosses a network in the clear.
  'token-url': z.url().regex(/^(https:|http:\/\/(localhost|127(\.\d+){3}|\[::1\])[:/])/, 'an https address'),
  'client-id': z.string().min(1).max(500),
  'client-secret': secretReferenceSchema.optional(),
  'refresh-token': secretReferenceSchema,
  scope: z.string().min(1).max(1_000).optional(),
});
type Oauth = z.infer<typeof oauthSchema>;

const grantedSchema = z.object({ access_token: z.string().min(1).max(20_000), expires_in: z.coerce.number().positive().optional(), refresh_token: z.string().min(1).max(20_000).optional() });
const refusedSchema = z.object({ error: z.string().max(200) });

/** A token is asked for anew this long before its end, ms; one that does not say when it ends is good for `plainLife`. */
const early = 60_000;
const plainLife = 300_000;

/** The access token of a mailbox: kept in memory as long as it is good, and asked for anew before it runs out. */
export class AccessToken {
  private token: { readonly value: string; readonly untilMono: number } | null = null;
  /** A service that gives a new refresh token with each answer expects it the next time. */
  private refresh: { readonly instead: string; readonly value: string } | null = null;

  constructor(
    private readonly oauth: Oauth,
    private readonly context: SourceContext,
    private readonly lane: string,
  ) {}

  async get(signal: AbortSignal): Promise<Result<string>> {
    const { clock } = this.context;
    if (this.token !== null && clock.mono() < this.token.untilMono) return ok(this.token.value);
    const form = await this.form();
    if (!form.ok) return form;
    const address = this.oauth['token-url'];
    const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await this.context.http.request({ method: 'POST', url: address, headers, body: form.value.text, timeoutMs: 8_000, maxBytes: 65_536, lane: this.lane, signal });
    if (!answer.ok) return answer;
    const json = jsonOf(answer.value.body);
    const granted = answer.value.status === 200 ? grantedSchema.safeParse(json) : null;
    if (granted?.success === true) {
      const { access_token: value, expires_in: seconds, refresh_token: next } = granted.data;
      const life = seconds === undefined ? plainLife : seconds * 1_000;
      this.token = { value, untilMono: clock.mono() + Math.max(life - early, life / 2) };
      if (next !== undefined && next !== form.value.shown) await this.keep(form.value.kept, next);
      return ok(value);
    }
    // SECURITY: only the code of the refusal is passed on; what else an answer holds may be a token.
    const refused = refusedSchema.safeParse(json);
    const why = refused.success && /^[\w.-]+$/.test(refused.data.error) ? refused.data.error : `HTTP ${String(answer.value.status)}`;
    return fail('imap-token', { address, why });
  }

  /** The mail server refused it: the next one is asked for anew. */
  forget(): void {
    this.token = null;
  }

  /** Where the vault cannot take it, it is good until this console is closed. */
  private async keep(instead: string, value: string): Promise<void> {
    this.refresh = { instead, value };
    const kept = await this.context.renewSecret(this.oauth['refresh-token'], { instead, value });
    if (!kept.ok) this.context.log(`${this.lane}: the new refresh token was not stored: ${kept.error.code}`);
  }

  /** What is sent, the refresh token in it, and the one that the vault has. */
  private async form(): Promise<Result<{ readonly text: string; readonly shown: string; readonly kept: string }>> {
    const { 'client-id': client, 'client-secret': secret, 'refresh-token': refresh, scope } = this.oauth;
    const kept = await this.context.secret(refresh);
    if (!kept.ok) return kept;
    // What a person put into the vault since then goes before what the service gave.
    const token = this.refresh?.instead === kept.value ? this.refresh.value : kept.value;
    const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token, client_id: client });
    if (scope !== undefined) form.set('scope', scope);
    if (secret !== undefined) {
      const value = await this.context.secret(secret);
      if (!value.ok) return value;
      form.set('client_secret', value.value);
    }
    return ok({ text: form.toString(), shown: token, kept: kept.value });
  }
}
