import { explain, fail, ok, type Result } from '../../core/errors';
import type { Host, HostKeyOffer, HostTest, HostView } from '../../core/host/host';
import type { Act } from '../../core/ipc/contract';
import { fill } from '../../core/text';
import type { Target } from '../../core/runbook/plan';
import type { Actor } from '../ports/actor';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { Ssh } from '../ports/ssh';
import type { WorkspaceFiles } from '../ports/workspace-files';

interface Ports {
  readonly workspace: CurrentWorkspace;
  readonly files: WorkspaceFiles;
  readonly journal: Journal;
  readonly actor: Actor;
  readonly ssh: Ssh;
  /** The host as a plan would freeze it, and the hosts on the way to it. */
  readonly target: (host: Host) => Promise<Result<{ readonly target: Target; readonly jumps: readonly Target[] }>>;
}

const enrolled = {
  en: '{host} is trusted with {fingerprint} from now on',
  ko: '이제부터 {host}을(를) {fingerprint} 키로 신뢰합니다',
} as const;

/** The inventory and its keys. Trusting a key is an act of its own, never a side effect of connecting. */
export class HostDesk {
  constructor(private readonly ports: Ports) {}

  /** Every host with what is known of its key; the network is not touched. */
  async list(): Promise<Result<HostView[]>> {
    const { hosts } = this.ports.workspace.get();
    return ok(await Promise.all(hosts.map((host) => this.view(host))));
  }

  /** What key the host offers now, against what is expected. Hangs up before authentication. */
  async offer(name: string): Promise<Result<HostKeyOffer>> {
    const host = this.find(name);
    if (!host.ok) return host;
    const way = await this.ports.target(host.value);
    return way.ok ? this.ports.ssh.offer(way.value.target, way.value.jumps) : way;
  }

  /** Connects and logs in, and says what was found; runs nothing but the question that every step begins with. */
  async test(name: string): Promise<Result<HostTest>> {
    const host = this.find(name);
    if (!host.ok) return host;
    const way = await this.ports.target(host.value);
    if (!way.ok) return way;
    const { target, jumps } = way.value;
    const found = await this.ports.ssh.prepare(target, jumps);
    const { transport, why } = target;
    if (found.ok) return ok({ host: name, transport, why, problem: null, warnings: [...found.value.warnings], other: false });
    // Where the server has nothing that ssh2 has, the other transport may still do.
    const isOther = transport === 'ssh2' && found.error.code === 'host-handshake';
    const other = isOther && (await this.ports.ssh.prepare({ ...target, transport: 'openssh' }, jumps)).ok;
    return ok({ host: name, transport, why, problem: found.error, warnings: [], other });
  }

  /**
   * Trusts exactly this fingerprint: the host is asked again, and only what it offers at this moment is written.
   * A host whose known key changed is never enrolled over the old one (decisions.md 4).
   */
  async enrol(request: { readonly host: string; readonly fingerprint: string; readonly typed: string }): Promise<Result<Act>> {
    if (!this.ports.actor.may('enrol')) return fail('not-allowed', { right: 'enrol' });
    if (request.typed.trim() !== request.host) return fail('confirm-word', { word: request.host });
    const offer = await this.offer(request.host);
    if (!offer.ok) return offer;
    const { state, type, fingerprint, key, expected } = offer.value;
    if (state !== 'unknown' && state !== 'known') {
      return fail('host-key-changed', { host: request.host, offered: fingerprint, expected: expected.join(', ') });
    }
    if (fingerprint !== request.fingerprint) return fail('enrol-other-key', { host: request.host, given: request.fingerprint, seen: fingerprint });
    const host = this.find(request.host);
    if (!host.ok) return host;
    const way = await this.ports.target(host.value);
    if (!way.ok) return way;
    const { address } = way.value.target;
    const recorded = await this.ports.journal.append('HOST-ENROL', { host: request.host, address, type, fingerprint, key });
    if (!recorded.ok) return recorded;
    const { origin, danger } = host.value;
    const written = await this.ports.files.addHostKey(this.ports.workspace.get().root, request.host, key, origin === undefined ? null : { danger });
    if (!written.ok) return written;
    const values = { host: request.host, fingerprint };
    return ok({ en: fill(enrolled.en, values), ko: fill(enrolled.ko, values), undo: null });
  }

  private async view(host: Host): Promise<HostView> {
    const { name, danger, groups } = host;
    const origin = host.origin ?? null;
    const way = await this.ports.target(host);
    if (!way.ok) {
      const problem = { en: explain(way.error, 'en').message, ko: explain(way.error, 'ko').message };
      const known = { state: 'unchecked', source: 'none', fingerprints: [] } as const;
      const nowhere = { address: host.address ?? name, port: host.port ?? 22, user: host.user ?? '' };
      return { name, ...nowhere, danger, groups, origin, jump: [], transport: 'ssh2', why: { code: 'default', detail: '' }, problem, key: { ...known, fingerprints: [] }, seenAt: null };
    }
    const { target } = way.value;
    const { address, port, user, jump, transport, why } = target;
    return { name, address, port, user, danger, groups, origin, jump, transport, why, problem: null, key: await this.ports.ssh.known(target), seenAt: null };
  }

  private find(name: string): Result<Host> {
    const host = this.ports.workspace.get().hosts.find((each) => each.name === name);
    return host === undefined ? fail('not-found', { what: 'host', name }) : ok(host);
  }
}
