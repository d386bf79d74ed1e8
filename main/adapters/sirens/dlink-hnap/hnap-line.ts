import { fail, failure, ok, type Failure, type Result } from '../../../../core/errors';
import { unreached } from '../../../../core/siren/unreached';
import type { DriverContext } from '../../../ports/driver-context';
import type { HttpResponse } from '../../../ports/http';
import { hnapAuth, loginPasswordOf, privateKeyOf, soapAction, type HnapSession } from './hnap-auth';
import { envelope, readReply, type HnapFields } from './hnap-soap';

/** Every known client waits this long; a slower device hangs. */
const requestMs = 10_000;
const maxReplyBytes = 65_536;
/** Firmware answers the first login with ERROR now and then, for no reason (facts/sirens.md 1.5). */
const loginPauseMs = 500;
/** Hangs and 500s in a row after which only the power plug helps. */
const hungAfter = 3;
/** Both spellings are in use; the name is in no hash. */
const users = ['Admin', 'admin'] as const;

type Params = readonly (readonly [string, string])[];

/** How long an operation may take and whether it is still wanted: silence makes everything before it unwanted. */
export interface Errand {
  /** On the monotonic clock, ms. */
  readonly deadline: number;
  readonly wanted: () => boolean;
}

/** The conversation with one device: a single connection, a session that is reused and renewed. */
export interface HnapLine {
  /** Asks for an action and gives the fields of an answer whose Result is OK. */
  call(action: string, params: Params, errand: Errand): Promise<Result<HnapFields>>;
  /** Cuts the connection and whatever waits on it. */
  drop(): void;
}

interface Device {
  readonly url: string;
  /** Reference into the vault, `secret:NAME`. */
  readonly pin: string;
}

export function createHnapLine({ url, pin }: Device, context: DriverContext): HnapLine {
  const endpoint = new URL('/HNAP1/', url).href;
  const lane = `siren:${endpoint}`;
  let session: HnapSession | null = null;
  let user: (typeof users)[number] | null = null;
  let hung = 0;

  const trouble = (error: Failure): Result<never> => {
    hung += 1;
    return hung >= hungAfter ? fail('siren-needs-power-cycle', { url, count: hung }) : { ok: false, error };
  };

  const unanswered = (action: string, error: Failure): Result<never> => {
    if (error.code === 'http-too-large') return fail('siren-garbled', { url, action, why: 'too long' });
    const result = unreached(error, { url, action, seconds: requestMs / 1_000 });
    return !result.ok && result.error.code === 'siren-no-answer' ? trouble(result.error) : result;
  };

  const post = async (action: string, params: Params, auth: HnapSession | null, errand: Errand): Promise<Result<HttpResponse>> => {
    // Checked at the last moment, because a ring that is sent after a silence would sound unseen.
    if (!errand.wanted()) return fail('siren-superseded', { url });
    const left = errand.deadline - context.clock.mono();
    if (left <= 0) return fail('siren-no-answer', { url, action, seconds: requestMs / 1_000 });
    const seconds = Math.floor(context.clock.now() / 1_000);
    const sent = await context.http.request({
      method: 'POST',
      url: endpoint,
      headers: {
        'content-type': 'text/xml; charset=utf-8',
        soapaction: soapAction(action),
        ...(auth === null ? {} : { hnap_auth: hnapAuth(auth.privateKey, seconds, action), cookie: `uid=${auth.cookie}` }),
      },
      body: envelope(action, params),
      timeoutMs: Math.min(requestMs, left),
      maxBytes: maxReplyBytes,
      lane,
    });
    if (!errand.wanted()) return fail('siren-superseded', { url });
    if (!sent.ok) return unanswered(action, sent.error);
    if (sent.value.status >= 500) {
      return trouble(failure('siren-garbled', { url, action, why: `HTTP ${String(sent.value.status)}` }));
    }
    hung = 0;
    return sent;
  };

  /** The fields and the word in `<action>Result`. HTTP 200 means nothing here; the word decides. */
  const ask = async (action: string, params: Params, auth: HnapSession | null, errand: Errand): Promise<Result<{ readonly word: string; readonly fields: HnapFields }>> => {
    const sent = await post(action, params, auth, errand);
    if (!sent.ok) return sent;
    const { status, body } = sent.value;
    if (status === 403 || status === 424) return ok({ word: 'ERROR', fields: new Map() });
    if (status !== 200) return fail('siren-garbled', { url, action, why: `HTTP ${String(status)}` });
    const reply = readReply(body, action);
    if ('why' in reply) return fail('siren-garbled', { url, action, why: reply.why });
    const name = `${action}Result`.toLowerCase();
    const word = [...reply.fields].find(([field]) => field.toLowerCase() === name)?.[1];
    return word === undefined ? fail('siren-garbled', { url, action, why: 'no result' }) : ok({ word, fields: reply.fields });
  };

  const loginParams = (action: string, as: string, password: string): Params => [
    ['Action', action],
    ['Username', as],
    ['LoginPassword', password],
    ['Captcha', ''],
  ];

  const challenge = async (as: string, errand: Errand): Promise<Result<HnapFields>> => {
    for (let attempt = 1; ; attempt += 1) {
      const asked = await ask('Login', loginParams('request', as, ''), null, errand);
      if (!asked.ok) return asked;
      if (asked.value.word.toUpperCase() === 'OK') return ok(asked.value.fields);
      if (attempt === 2) return fail('siren-command-refused', { url, action: 'Login', result: asked.value.word });
      await pause(loginPauseMs, context);
    }
  };

  /** One login as one user: the session, or null where the device says no. */
  const loginAs = async (as: string, errand: Errand): Promise<Result<HnapSession | null>> => {
    const offered = await challenge(as, errand);
    if (!offered.ok) return offered;
    const [text, publicKey, cookie] = ['Challenge', 'PublicKey', 'Cookie'].map((field) => offered.value.get(field) ?? '');
    // SECURITY: these go into headers; anything but plain visible ASCII could add headers of its own.
    if (!isToken(text) || !isToken(publicKey) || !isToken(cookie)) {
      return fail('siren-garbled', { url, action: 'Login', why: 'no usable challenge' });
    }
    const secret = await context.secret(pin);
    if (!secret.ok) return secret;
    const privateKey = privateKeyOf(publicKey, secret.value, text);
    const opened = { privateKey, cookie };
    const answer = await ask('Login', loginParams('login', as, loginPasswordOf(privateKey, text)), opened, errand);
    if (!answer.ok) return answer;
    return ok(answer.value.word.toLowerCase() === 'success' ? opened : null);
  };

  const login = async (errand: Errand): Promise<Result<HnapSession>> => {
    for (const as of user === null ? users : [user]) {
      const opened = await loginAs(as, errand);
      if (!opened.ok) return opened;
      if (opened.value !== null) {
        user = as;
        session = opened.value;
        return ok(opened.value);
      }
    }
    user = null;
    return fail('siren-wrong-pin', { url });
  };

  return {
    async call(action, params, errand) {
      let word = 'ERROR';
      // A refusal of an old session says nothing about the command: the device did not carry it out. Log in once more.
      for (const attempt of ['reuse', 'renew'] as const) {
        const reused = session !== null;
        const opened = session === null ? await login(errand) : ok(session);
        if (!opened.ok) return opened;
        const answer = await ask(action, params, opened.value, errand);
        if (!answer.ok) return answer;
        word = answer.value.word;
        if (word.toUpperCase() === 'OK') return ok(answer.value.fields);
        session = null;
        if (word.toUpperCase() !== 'ERROR' || (attempt === 'reuse' && !reused)) break;
      }
      return fail('siren-command-refused', { url, action, result: word });
    },
    drop: () => {
      context.http.drop(lane);
    },
  };
}

function isToken(text: string | undefined): text is string {
  return text !== undefined && /^[\x21-\x7e]{1,512}$/.test(text);
}

function pause(ms: number, context: DriverContext): Promise<void> {
  return new Promise((resolve) => {
    context.schedule.after(ms, resolve);
  });
}
