import type { SourceFound, SourceReport } from '../../core/alert/source-report';
import { fail, ok, type Result } from '../../core/errors';
import { hostSchema, type Host } from '../../core/host/host';
import type { HostDial, SourceKind } from '../../core/ipc/setup';
import type { Target } from '../../core/runbook/plan';
import { secretsIn } from '../../core/vault/vault';
import type { Addition } from '../../core/workspace/addition';
import { sourceFields, type SourceForms } from '../../core/workspace/draft-addition';
import { sourceEntrySchema, type SourceEntry } from '../../core/workspace/files';
import type { Actor } from '../ports/actor';
import type { AlertSource, AlertSourceKind, SourceNotebook } from '../ports/alert-source';
import type { Clock } from '../ports/clock';
import type { Journal } from '../ports/journal';
import type { SecretConsent } from '../ports/secret-consent';
import type { Cancel, Schedule } from '../ports/schedule';
import type { Ssh } from '../ports/ssh';
import { agreed, refusedDraft, type EntryDesk } from './entry-desk';

export interface SetupDeskPorts {
  readonly entries: EntryDesk;
  readonly journal: Journal;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ssh: Ssh;
  readonly kinds: ReadonlyMap<string, AlertSourceKind>;
  readonly openSource: (entry: SourceEntry, notebook: SourceNotebook) => Result<AlertSource>;
  /** The way to a host that is in no file yet. */
  readonly target: (host: Host) => Promise<Result<{ readonly target: Target; readonly jumps: readonly Target[] }>>;
}

/** How long a source that is tried may take, ms. */
const longestTry = 15_000;

/** Tries sources and hosts against the real thing, before they are written down. */
export class SetupDesk {
  private readonly forms: SourceForms;

  constructor(private readonly ports: SetupDeskPorts) {
    this.forms = new Map([...ports.kinds].map(([kind, { config }]) => [kind, config]));
  }

  /** Every kind of source, with the fields of its form. */
  sourceKinds(): SourceKind[] {
    const { kinds } = this.ports;
    return [...kinds].map(([kind, { title }]) => ({ kind, title, fields: [...sourceFields(kind, this.forms)] }));
  }

  /**
   * Asks a source that is not written down yet what it holds. What leaves this machine with a secret is recorded first.
   * @param consent asked for each secret that would go to a new address; null: whoever asks typed the entry at a terminal
   */
  async trySource(addition: Addition, consent: SecretConsent | null): Promise<Result<SourceReport>> {
    const { actor, journal, clock, schedule } = this.ports;
    if (!actor.may('configure')) return fail('not-allowed', { right: 'configure' });
    const prepared = await this.ports.entries.prepare(addition);
    if (!prepared.ok) return prepared;
    const wrong = prepared.value.draft.problems.find(({ field, finding }) => field !== null && finding.severity === 'error');
    if (wrong !== undefined) return refusedDraft(prepared.value.draft);
    const written = prepared.value.entry;
    const entry = sourceEntrySchema.safeParse(written);
    if (!entry.success) return refusedDraft(prepared.value.draft);
    const { id, kind } = entry.data;
    const may = await agreed(prepared.value, consent, 'once');
    if (!may.ok) return may;
    const secrets = [...secretsIn(written)];
    // SECURITY: a secret is sent to an address that no file names yet; who sent which one where must be on record.
    const recorded = await journal.append('SOURCE-TRIED', { source: id, kind, to: addressOf(written), secrets });
    if (!recorded.ok) return recorded;
    const source = this.ports.openSource(entry.data, emptyNotebook());
    if (!source.ok) return source;
    const begun = clock.mono();
    const controller = new AbortController();
    let stop: Cancel = () => undefined;
    const silent = new Promise<Result<SourceFound>>((resolve) => {
      stop = schedule.after(longestTry, () => {
        controller.abort();
        resolve(fail('source-silent', { source: id, seconds: longestTry / 1_000 }));
      });
    });
    const found = await Promise.race([source.value.test(controller.signal), silent]).finally(async () => {
      stop();
      await source.value.close?.();
    });
    return found.ok ? ok({ source: id, kind, tookMs: clock.mono() - begun, ...found.value }) : found;
  }

  /** Where a host would be looked for, with what ssh_config adds, and which key it offers. Hangs up before authentication. */
  async dialHost(addition: Addition): Promise<Result<HostDial>> {
    const { actor, ssh } = this.ports;
    if (!actor.may('enrol')) return fail('not-allowed', { right: 'enrol' });
    const prepared = await this.ports.entries.prepare(addition);
    if (!prepared.ok) return prepared;
    const host = hostSchema.safeParse(prepared.value.entry);
    if (!host.success) return refusedDraft(prepared.value.draft);
    const way = await this.ports.target(host.data);
    if (!way.ok) return way;
    const { target, jumps } = way.value;
    const [key, offer] = [await ssh.known(target), await ssh.offer(target, jumps)];
    const { address, port, user, jump, transport, why } = target;
    return ok({ address, port, user, jump, transport, why, key, configured: configuredOf(target), offer: offer.ok ? offer.value : null, problem: offer.ok ? null : offer.error });
  }
}

/** A source that is only tried has nothing to remember. */
function emptyNotebook(): SourceNotebook {
  return { read: () => Promise.resolve(new Map()), write: () => Promise.resolve(), mark: () => null };
}

/** Where an entry points to, without what may be a credential in it. */
function addressOf(entry: Readonly<Record<string, unknown>>): string {
  const { url, host, listen } = entry;
  if (typeof url === 'string') return /^[a-z0-9+.-]+:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(url)?.[1] ?? '';
  return [host, listen].find((value) => typeof value === 'string') ?? '';
}

function configuredOf({ ssh }: Target): string[] {
  const { identities, certificates, agent, hostKeyAlias, proxyCommand, knownHosts, options } = ssh;
  const many = (keyword: string, values: readonly string[] | null): string[] => (values ?? []).map((value) => `${keyword} ${value}`);
  const one = (keyword: string, value: string | null): string[] => (value === null ? [] : [`${keyword} ${value}`]);
  return [
    ...many('IdentityFile', identities),
    ...many('CertificateFile', certificates),
    ...one('IdentityAgent', agent),
    ...one('HostKeyAlias', hostKeyAlias),
    ...one('ProxyCommand', proxyCommand),
    ...many('UserKnownHostsFile', knownHosts),
    ...options.map(([keyword, value]) => `${keyword} ${value}`),
  ];
}
