import { ImapFlow, type SearchObject } from 'imapflow';
import { fail, failure, ok, type Failure, type Result } from '../../../../core/errors';
import { transportFailure } from '../../../../core/alert/transport';
import { mailBytes } from './read-mail';

/** One mail as the server hands it over. */
export interface RawMail {
  readonly uid: number;
  /** When the server took it, epoch ms. */
  readonly receivedAt: number;
  readonly source: Uint8Array;
}

export interface MailboxState {
  /** Changes when the server numbers its mails anew. */
  readonly validity: string;
  /** The next mail will have at least this number. */
  readonly uidNext: number;
  readonly exists: number;
}

/** One open, read-only look into a mailbox. */
export interface MailboxLine {
  readonly state: MailboxState;
  /** How the server names itself. */
  readonly server: string;
  usable(): boolean;
  /** Numbers of all mails beyond `uid`, rising; a round trip that proves the line. */
  uidsAfter(uid: number): Promise<Result<readonly number[]>>;
  /** Numbers of the mails that came at or after a day, rising. */
  uidsSince(day: Date): Promise<Result<readonly number[]>>;
  read(uids: readonly number[]): Promise<Result<readonly RawMail[]>>;
  /** When the last mail came, epoch ms; null where there is none. */
  newest(): Promise<Result<number | null>>;
  close(): void;
}

export interface MailboxAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: 'tls' | 'starttls' | 'none';
  readonly user: string;
  readonly mailbox: string;
}

const connectMs = 8_000;

/** Connects, logs in and opens the mailbox with EXAMINE; `onNews` is called when the server says that a mail came. */
export async function openMailbox(options: {
  readonly address: MailboxAddress;
  readonly login: { readonly pass: string } | { readonly accessToken: string };
  readonly roots: readonly string[];
  readonly signal: AbortSignal;
  readonly onNews: () => void;
}): Promise<Result<MailboxLine>> {
  const { address } = options;
  const { host, port, tls, user, mailbox } = address;
  const server = `${tls === 'tls' ? 'imaps' : 'imap'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const client = new ImapFlow({
    ...{ host, port, secure: tls === 'tls', doSTARTTLS: tls === 'starttls' },
    auth: { user, ...options.login },
    // SECURITY: certificates are always verified; a private CA is added to the roots and never replaces the check.
    tls: { ca: [...options.roots], rejectUnauthorized: true, minVersion: 'TLSv1.2' },
    // SECURITY: the library's log would hold the conversation; nothing of it is written anywhere.
    logger: false,
    // SECURITY: no literal larger than a mail's beginning, no compressed stream that could unfold to more.
    ...{ disableCompression: true, disableBinary: true, maxLiteralSize: 4 * mailBytes, maxResponseSize: 64 * mailBytes, maxLineLength: 64 * mailBytes },
    ...{ disableAutoEnable: true, clientInfo: { name: 'Breakglass' } },
    ...{ connectionTimeout: connectMs, greetingTimeout: connectMs, autoIdleDelay: 200 },
  });
  // Whatever breaks the line shows at the next command; an event without a listener would end the process.
  client.on('error', () => undefined);
  client.on('exists', options.onNews);
  let giveUp: (why: Error) => void = () => undefined;
  // Whoever waits for an answer hears of the end of the line, also where the library leaves its promise open.
  const ended = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  ended.catch(() => undefined);
  const hangUp = (): void => {
    client.close();
    giveUp(new Error('closed'));
  };
  client.on('close', hangUp);
  const asked = async <T>(ask: () => Promise<T>): Promise<Result<T>> => {
    try {
      return ok(await Promise.race([ask(), ended]));
    } catch (error) {
      // A conversation that went wrong once is not trusted again.
      hangUp();
      return { ok: false, error: worded(error, server, address) };
    }
  };
  if (options.signal.aborted) return fail('imap-silent', { server });
  options.signal.addEventListener('abort', hangUp, { once: true });
  const opened = await asked(async () => {
    await client.connect();
    return client.mailboxOpen(mailbox, { readOnly: true });
  });
  options.signal.removeEventListener('abort', hangUp);
  if (!opened.ok) return opened;
  const { uidValidity, uidNext, exists } = opened.value;
  const search = async (query: SearchObject): Promise<Result<number[]>> => {
    const found = await asked(() => client.search(query, { uid: true }));
    if (!found.ok) return found;
    // The library says `false` where the server refused: that is no empty mailbox.
    if (!Array.isArray(found.value)) return fail('imap-refused', { server, why: 'SEARCH' });
    return ok(found.value.sort((a, b) => a - b));
  };
  return ok({
    state: { validity: String(uidValidity), uidNext, exists },
    server: `${String(client.serverInfo?.name ?? 'IMAP').slice(0, 80)} (${server})`,
    usable: () => client.usable,
    async uidsAfter(uid) {
      const found = await search({ uid: `${uid + 1}:*` });
      // `*` is the last mail, whatever its number is: RFC 3501 answers with it even where it is not beyond.
      return found.ok ? ok(found.value.filter((each) => each > uid)) : found;
    },
    uidsSince: (day) => search({ since: day }),
    async read(uids) {
      const mails = new Map<number, RawMail>();
      const fetched = await asked(async () => {
        for await (const mail of client.fetch([...uids].join(','), { uid: true, internalDate: true, source: { start: 0, maxLength: mailBytes } }, { uid: true })) {
          // A server may tell of flags in between: such an answer has no text, and is not the mail.
          if (mail.source === undefined && mails.has(mail.uid)) continue;
          mails.set(mail.uid, { uid: mail.uid, receivedAt: receivedAt(mail.internalDate), source: mail.source ?? new Uint8Array() });
        }
      });
      if (!fetched.ok) return fetched;
      // A mail that was asked for and not given was deleted meanwhile, or the conversation went wrong: only the server knows.
      const missing = uids.filter((uid) => !mails.has(uid));
      if (missing.length > 0) {
        const there = await search({ uid: missing.join(',') });
        if (!there.ok) return there;
        if (there.value.length > 0) return fail('imap-refused', { server, why: 'FETCH' });
      }
      return ok(uids.flatMap((uid) => mails.get(uid) ?? []));
    },
    newest: () =>
      asked(async () => {
        const last = exists === 0 ? undefined : await client.fetchOne('*', { internalDate: true });
        return last === undefined || last === false ? null : receivedAt(last.internalDate);
      }),
    close: hangUp,
  });
}

function receivedAt(date: Date | string | undefined): number {
  return new Date(date ?? Number.NaN).getTime();
}

function worded(error: unknown, server: string, { user, mailbox }: MailboxAddress): Failure {
  const field = (name: string): unknown => (typeof error === 'object' && error !== null && name in error ? (error as Readonly<Record<string, unknown>>)[name] : undefined);
  const code = field('code');
  // SECURITY: only codes and the server's own answer, cut short: the command that failed may hold the password.
  const said = [field('serverResponseCode'), field('responseText')].filter((text) => typeof text === 'string').join(' ').slice(0, 160);
  if (field('authenticationFailed') === true) return failure('imap-login', { server, user, why: said === '' ? 'no reason given' : said });
  if (field('mailboxMissing') === true) return failure('imap-mailbox', { server, mailbox, user });
  if (typeof field('responseStatus') === 'string') return failure('imap-refused', { server, why: said === '' ? String(field('responseStatus')) : said });
  switch (code) {
    case 'CONNECT_TIMEOUT':
    case 'GREETING_TIMEOUT':
    case 'UPGRADE_TIMEOUT':
      return failure('http-timeout', { address: server, seconds: connectMs / 1_000 });
    default:
      return typeof code === 'string' ? transportFailure(code, server) : failure('http-cut', { address: server, why: 'closed' });
  }
}
