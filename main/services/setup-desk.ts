import type { SourceFound, SourceReport } from '../../core/alert/source-report';
import { fail, ok, type Failure, type Result } from '../../core/errors';
import { hostSchema, type Host } from '../../core/host/host';
import type { Act } from '../../core/ipc/contract';
import type { HostDial, SourceKind } from '../../core/ipc/setup';
import type { Target } from '../../core/runbook/plan';
import { fill } from '../../core/text';
import { secretsIn } from '../../core/vault/vault';
import { additionHomes, type Addition, type AdditionDraft } from '../../core/workspace/addition';
import { addTo, draftAddition, entryOf, seenHash, sourceFields } from '../../core/workspace/draft-addition';
import { sourceEntrySchema, type SourceEntry } from '../../core/workspace/files';
import type { Actor } from '../ports/actor';
import type { AlertSource, AlertSourceKind, SourceNotebook } from '../ports/alert-source';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { Cancel, Schedule } from '../ports/schedule';
import type { Ssh } from '../ports/ssh';
import type { WorkspaceFiles } from '../ports/workspace-files';

interface Ports {
  readonly workspace: CurrentWorkspace & { reload(): Promise<void> };
  readonly files: WorkspaceFiles;
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

const added = {
  source: { en: 'The source {name} is in {file} now', ko: '이제 {file}에 소스 {name}이(가) 있습니다' },
  host: { en: 'The host {name} is in {file} now; its key is not trusted yet', ko: '이제 {file}에 호스트 {name}이(가) 있습니다. 키는 아직 신뢰하지 않습니다' },
  rule: { en: 'The rule {name} is in {file} now', ko: '이제 {file}에 규칙 {name}이(가) 있습니다' },
} as const;

interface Prepared {
  readonly draft: AdditionDraft;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Sources, hosts and rules, from a form into the workspace's files: first shown and tried, then written. Nothing is
 * written that `check` would not pass, nor over a file that is no longer what was shown.
 */
export class SetupDesk {
  constructor(private readonly ports: Ports) {}

  /** Every kind of source, with the fields of its form. */
  sourceKinds(): SourceKind[] {
    const { kinds } = this.ports;
    return [...kinds].map(([kind, { title }]) => ({ kind, title, fields: [...sourceFields(kind, this.forms())] }));
  }

  /** The lines that would be written, and what is wrong with them. Writes nothing. */
  async draft(addition: Addition): Promise<Result<AdditionDraft>> {
    const prepared = await this.prepare(addition);
    return prepared.ok ? ok(prepared.value.draft) : prepared;
  }

  /** Writes exactly what was shown: the file must still be the one whose hash is `seen`. Journalled first. */
  async add({ addition, seen }: { readonly addition: Addition; readonly seen: string }): Promise<Result<Act>> {
    const { actor, files, journal, workspace } = this.ports;
    if (!actor.may('configure')) return fail('not-allowed', { right: 'configure' });
    const prepared = await this.prepare(addition);
    if (!prepared.ok) return prepared;
    const { draft, before, after } = prepared.value;
    const { file } = draft;
    if (draft.seen !== seen) return fail('workspace-moved-on', { path: file });
    if (!draft.ready || after === null) return this.refused(draft);
    const name = addition.values[additionHomes[addition.kind].name]?.trim() ?? '';
    const recorded = await journal.append('CONFIG-ADD', { kind: addition.kind, name, file, before: seen, after: seenHash(after) });
    if (!recorded.ok) return recorded;
    const written = await files.put(workspace.get().root, file, before, after);
    if (!written.ok) {
      journal.appendLate('CONFIG-NOT-WRITTEN', { file, failure: written.error.code });
      return written;
    }
    await workspace.reload();
    const { en, ko } = added[addition.kind];
    return ok({ en: fill(en, { name, file }), ko: fill(ko, { name, file }), undo: null });
  }

  /** Asks a source that is not written down yet what it holds. What leaves this machine with a secret is recorded first. */
  async trySource(addition: Addition): Promise<Result<SourceReport>> {
    const { actor, journal, clock, schedule } = this.ports;
    if (!actor.may('configure')) return fail('not-allowed', { right: 'configure' });
    const prepared = await this.prepare(addition);
    if (!prepared.ok) return prepared;
    const wrong = prepared.value.draft.problems.find(({ field, finding }) => field !== null && finding.severity === 'error');
    if (wrong !== undefined) return this.refused(prepared.value.draft);
    const written = entryOf(addition, this.forms());
    const entry = sourceEntrySchema.safeParse(written);
    if (!entry.success) return this.refused(prepared.value.draft);
    const { id, kind } = entry.data;
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
    const host = hostSchema.safeParse(entryOf(addition, this.forms()));
    if (!host.success) {
      const prepared = await this.prepare(addition);
      return prepared.ok ? this.refused(prepared.value.draft) : prepared;
    }
    const way = await this.ports.target(host.data);
    if (!way.ok) return way;
    const { target, jumps } = way.value;
    const [key, offer] = [await ssh.known(target), await ssh.offer(target, jumps)];
    const { address, port, user, jump, transport, why } = target;
    return ok({ address, port, user, jump, transport, why, key, configured: configuredOf(target), offer: offer.ok ? offer.value : null, problem: offer.ok ? null : offer.error });
  }

  private async prepare(addition: Addition): Promise<Result<Prepared>> {
    const { files, workspace } = this.ports;
    const { root } = workspace.get();
    const { file } = additionHomes[addition.kind];
    const text = await files.readText(root, file);
    // A file that is not there is a new one; one that cannot be read must not be written over.
    if (!text.ok && text.error.values['why'] !== 'ENOENT') return text;
    const before = text.ok ? text.value : null;
    const found = addTo(before, addition, this.forms());
    if ('problem' in found) return ok({ draft: { file, seen: seenHash(before), lines: [], problems: [found.problem], ready: false }, before, after: null });
    const was = await files.read(root);
    const reading = await files.readAs(root, new Map([[file, found.after]]));
    return ok({ draft: draftAddition(addition, before, found, was.findings, reading), before, after: found.after });
  }

  private refused({ file, problems }: AdditionDraft): { readonly ok: false; readonly error: Failure } {
    const first = problems.find(({ finding }) => finding.severity === 'error')?.finding;
    return fail('workspace-would-break', { file: first?.file ?? file, line: first?.line ?? 1, what: first?.message.en ?? '' });
  }

  private forms(): Parameters<typeof entryOf>[1] {
    return new Map([...this.ports.kinds].map(([kind, { config }]) => [kind, config]));
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
