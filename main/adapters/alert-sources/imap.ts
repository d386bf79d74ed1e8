import { z } from 'zod';
import { HeardAlerts } from '../../../core/alert/heard';
import { heardMail, mailRuleSchema } from '../../../core/alert/mail-rules';
import type { SourceFound } from '../../../core/alert/source-report';
import { fail, ok, type Result } from '../../../core/errors';
import { secretReferenceSchema } from '../../../core/vault/secret-reference';
import { durationSchema } from '../../../core/workspace/files';
import { defineAlertSource, type Sighting, type SourceContext } from '../../ports/alert-source';
import { keepHeard } from './parts/keep-heard';
import { AccessToken, oauthSchema } from './imap/access-token';
import type { MailboxLine } from './imap/mailbox-line';
import { markFrom, markOf, placeAfter, placeFrom, type ReadingPlace } from './imap/reading-place';

const loopback = /^(localhost|127(\.\d+){3}|::1)$/;

const config = z
  .strictObject({
    host: z.string().regex(/^[A-Za-z0-9._:-]{1,253}$/, 'a host name or an address, without port'),
    port: z.number().int().min(1).max(65_535).optional(),
    /** `tls` from the first byte (993), `starttls` (143), `none` for this machine only. */
    tls: z.enum(['tls', 'starttls', 'none']).default('tls'),
    user: z.string().min(1).max(320),
    password: secretReferenceSchema.optional(),
    /** An OAuth2 access token (XOAUTH2) that somebody else renews. */
    token: secretReferenceSchema.optional(),
    /** OAuth2 with a refresh token: access tokens are had as they are needed. */
    oauth: oauthSchema.optional(),
    mailbox: z.string().min(1).max(400).default('INBOX'),
    rules: z.array(mailRuleSchema).max(200).default([]),
    /** An alert ends when no further mail came for this long. */
    quiet: durationSchema.default(86_400_000),
  })
  .superRefine((value, context) => {
    const given = [value.password, value.token, value.oauth].filter((each) => each !== undefined);
    if (given.length !== 1) context.addIssue('give either password or token, or oauth');
    // SECURITY: a password never crosses a network in the clear.
    if (value.tls === 'none' && !loopback.test(value.host)) context.addIssue({ code: 'custom', path: ['tls'], message: 'without TLS only this machine can be asked' });
  });
type Config = z.infer<typeof config>;

type Login = { readonly pass: string } | { readonly accessToken: string };

/** Mails that are fetched, judged and written down together. */
const together = 50;
/** A poll reads for no longer than this and leaves the rest to the next one, ms. */
const readingTime = 6_000;

/**
 * A mailbox that a log server mails to. It is opened read-only (EXAMINE) and read with BODY.PEEK: no mail is moved,
 * marked or deleted. IDLE tells of news at once; every poll asks anyway, so that a dead line is found.
 */
export const imap = defineAlertSource<Config>({
  kind: 'imap',
  title: 'Mailbox (IMAP)',
  config,
  open(config, context, id) {
    const mailbox = new WatchedMailbox(config, context, id);
    return {
      poll: (signal) => mailbox.poll(signal),
      test: (signal) => mailbox.test(signal),
      onNews(listener) {
        mailbox.tell = listener;
        return () => {
          mailbox.tell = () => undefined;
        };
      },
      close: () => mailbox.close(),
    };
  },
});

class WatchedMailbox {
  tell: () => void = () => undefined;
  private closed = false;
  private line: MailboxLine | null = null;
  private alerts: HeardAlerts | null = null;
  private place: ReadingPlace | null = null;
  /** False while something of it still has to be written. */
  private kept = true;
  /** Set while mails of a mailbox that was numbered anew are read: when the last one came before that, epoch ms. */
  private renumberedFrom: number | null = null;
  /** One reading at a time: a mail must not be counted twice because a poll was given up half-way. */
  private turn: Promise<unknown> = Promise.resolve();
  private readonly of: string;
  private readonly access: AccessToken | null;

  constructor(
    private readonly config: Config,
    private readonly context: SourceContext,
    private readonly id: string,
  ) {
    this.access = config.oauth === undefined ? null : new AccessToken(config.oauth, context, `source:${id}`);
    this.of = JSON.stringify([config.host, this.port(), config.user, config.mailbox]);
  }

  poll(signal: AbortSignal): Promise<Result<Sighting>> {
    const mine = this.turn.then(() => this.look(signal));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  async test(signal: AbortSignal): Promise<Result<SourceFound>> {
    // A line of its own: what is watched goes on undisturbed.
    const line = await this.connect(signal, () => undefined);
    if (!line.ok) return line;
    const newest = await line.value.newest();
    line.value.close();
    if (!newest.ok) return newest;
    return ok({ server: line.value.server, place: this.config.mailbox, count: line.value.state.exists, newest: newest.value });
  }

  async close(): Promise<void> {
    this.closed = true;
    this.line?.close();
    await this.turn;
    // A line that a poll was just opening would keep this process alive.
    this.line?.close();
  }

  private async look(signal: AbortSignal): Promise<Result<Sighting>> {
    const cut = (): void => this.line?.close();
    signal.addEventListener('abort', cut, { once: true });
    try {
      const read = await this.read(signal);
      return !read.ok && signal.aborted ? fail('imap-silent', { server: this.config.host }) : read;
    } finally {
      signal.removeEventListener('abort', cut);
    }
  }

  private async read(signal: AbortSignal): Promise<Result<Sighting>> {
    const { clock } = this.context;
    const begun = clock.mono();
    const alerts = await this.memory();
    if (this.closed) return fail('imap-silent', { server: this.config.host });
    const line = await this.usableLine(signal);
    if (!line.ok) return line;
    let place = await this.placeIn(line.value);
    if (!place.ok) return place;
    const uids = await line.value.uidsAfter(place.value.uid);
    if (!uids.ok) return uids;
    let left = uids.value;
    while (left.length > 0 && clock.mono() - begun < readingTime && !signal.aborted) {
      place = await this.readSome(line.value, place.value, left.slice(0, together), alerts);
      if (!place.ok) return place;
      left = left.slice(together);
    }
    if (left.length === 0) this.renumberedFrom = null;
    const now = clock.now();
    const { alerts: firing, ended, forgetful } = alerts.sighting(now);
    await this.keep(place.value, alerts);
    const upTo = place.value.at === 0 ? {} : { upTo: { text: `UID ${place.value.uid}`, at: place.value.at } };
    return ok({ alerts: firing, ended, forgetful, epoch: 'imap', mark: markOf(place.value), ...upTo, more: left.length > 0 });
  }

  private async readSome(line: MailboxLine, from: ReadingPlace, uids: readonly number[], alerts: HeardAlerts): Promise<Result<ReadingPlace>> {
    const mails = await line.read(uids);
    if (!mails.ok) return mails;
    const { readMail } = await import('./imap/read-mail');
    const now = this.context.clock.now();
    let place = from;
    for (const { uid, receivedAt, source } of mails.value) {
      // A server whose clock is ahead must not keep an alert alive for longer than its quiet time.
      const mail = await readMail(source, Number.isNaN(receivedAt) ? now : Math.min(receivedAt, now));
      const next = placeAfter(place, uid, mail, this.renumberedFrom);
      place = next.place;
      const heard = next.known ? null : heardMail(mail, this.config.rules);
      if (heard !== null) alerts.take(heard);
    }
    // Mails that vanished between the question and the answer are passed over as well.
    place = { ...place, uid: Math.max(place.uid, uids.at(-1) ?? 0) };
    await this.keep(place, alerts);
    return ok(place);
  }

  private async keep(place: ReadingPlace, alerts: HeardAlerts): Promise<void> {
    const moved = !this.kept || this.place === null || markOf(this.place) !== markOf(place);
    this.place = place;
    this.kept = await keepHeard(this.context.notebook, alerts, JSON.stringify(place), moved);
  }

  private async memory(): Promise<HeardAlerts> {
    if (this.alerts !== null) return this.alerts;
    const rows = await this.context.notebook.read();
    const kept = placeFrom(rows.get('place'), this.of);
    const knownBefore = kept !== null || this.context.notebook.mark() !== null;
    // A mailbox that was never watched has nothing to remember; one whose notes are lost has.
    const alerts = new HeardAlerts(this.config.quiet, kept?.bornAt ?? (knownBefore ? this.context.clock.now() : 0));
    if (kept !== null) alerts.restore(rows);
    this.place = kept;
    this.alerts = alerts;
    return alerts;
  }

  /** Where to go on reading in the mailbox as the server numbers it now. */
  private async placeIn(line: MailboxLine): Promise<Result<ReadingPlace>> {
    const { validity, uidNext } = line.state;
    if (this.place?.validity === validity) return ok(this.place);
    const bornAt = this.alerts?.bornAt ?? 0;
    const blank = { of: this.of, bornAt, validity, ids: this.place?.ids ?? [] };
    const mark = markFrom(this.context.notebook.mark());
    // What was there before anybody watched is no alert.
    if (this.place === null && mark === null) return ok({ ...blank, uid: uidNext - 1, at: 0 });
    if (this.place !== null) this.renumberedFrom = this.place.at;
    const since = this.place === null ? this.context.clock.now() - this.config.quiet : this.place.at;
    const uids = await line.uidsSince(new Date(since - 86_400_000));
    if (!uids.ok) return uids;
    const first = uids.value[0] ?? uidNext;
    const uid = mark?.validity === validity && this.place === null ? Math.min(mark.uid, first - 1) : first - 1;
    return ok({ ...blank, uid, at: this.place?.at ?? mark?.at ?? 0 });
  }

  private async usableLine(signal: AbortSignal): Promise<Result<MailboxLine>> {
    if (this.line?.usable() === true) return ok(this.line);
    this.line?.close();
    this.line = null;
    const opened = await this.connect(signal, () => this.tell());
    if (opened.ok) this.line = opened.value;
    return opened;
  }

  private async connect(signal: AbortSignal, onNews: () => void): Promise<Result<MailboxLine>> {
    const { config, context } = this;
    const login = await this.login(signal);
    if (!login.ok) return login;
    const { host, tls, user, mailbox } = config;
    // Loaded when a mailbox is asked for: a command that silences a siren must not wait for a mail library.
    const { openMailbox } = await import('./imap/mailbox-line');
    const open = (by: Login): Promise<Result<MailboxLine>> => openMailbox({ address: { host, port: this.port(), tls, user, mailbox }, login: by, roots: context.roots, signal, onNews });
    const opened = await open(login.value);
    if (opened.ok || opened.error.code !== 'imap-login' || this.access === null) return opened;
    // Taken back before its time: once more with a new one.
    this.access.forget();
    const again = await this.login(signal);
    return again.ok ? open(again.value) : again;
  }

  private async login(signal: AbortSignal): Promise<Result<Login>> {
    const { config, context } = this;
    if (this.access !== null) {
      const token = await this.access.get(signal);
      return token.ok ? ok({ accessToken: token.value }) : token;
    }
    const reference = config.token ?? config.password;
    if (reference === undefined) return fail('source-config', { source: this.id, why: 'no password' });
    const secret = await context.secret(reference);
    if (!secret.ok) return secret;
    return ok(config.token === undefined ? { pass: secret.value } : { accessToken: secret.value });
  }

  private port(): number {
    return this.config.port ?? (this.config.tls === 'tls' ? 993 : 143);
  }
}
