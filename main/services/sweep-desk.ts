import { fail, ok, type Result } from '../../core/errors';
import type { Host, HostSwept } from '../../core/host/host';
import type { Target } from '../../core/runbook/plan';
import { selectHosts } from '../../core/runbook/select-hosts';
import type { Actor } from '../ports/actor';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { RecordSweeper, Ssh } from '../ports/ssh';

interface Ports {
  readonly workspace: CurrentWorkspace;
  readonly journal: Journal;
  readonly actor: Actor;
  readonly ssh: Ssh & RecordSweeper;
  /** The host as a plan would freeze it, and the hosts on the way to it. */
  readonly target: (host: Host) => Promise<Result<{ readonly target: Target; readonly jumps: readonly Target[] }>>;
}

/** How many hosts are swept at once: it is housekeeping and may take its time. */
const atOnce = 8;

/** Empties old step records at hosts: the output may hold what nobody should keep longer than needed. */
export class SweepDesk {
  constructor(private readonly ports: Ports) {}

  /** @param selectors hosts and groups; none of them means every host. Journalled before and after. */
  async sweep(selectors: readonly string[]): Promise<Result<HostSwept[]>> {
    if (!this.ports.actor.may('run')) return fail('not-allowed', { right: 'run' });
    const { hosts } = this.ports.workspace.get();
    const chosen = new Map<string, Host>();
    for (const selector of selectors) {
      const found = selectHosts(selector, hosts);
      if (found.length === 0) return fail('not-found', { what: 'host', name: selector });
      for (const host of found) chosen.set(host.name, host);
    }
    const left = selectors.length === 0 ? [...hosts] : [...chosen.values()];
    const names = left.map(({ name }) => name).join(', ');
    const asked = await this.ports.journal.append('HOST-SWEEP-ASKED', { hosts: left.length, names });
    if (!asked.ok) return asked;
    const swept = new Map<string, HostSwept>();
    const order = left.map(({ name }) => name);
    const lane = async (): Promise<void> => {
      for (let host = left.shift(); host !== undefined; host = left.shift()) swept.set(host.name, await this.one(host));
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    return ok(order.flatMap((name) => swept.get(name) ?? []));
  }

  private async one(host: Host): Promise<HostSwept> {
    const { name } = host;
    const records = await this.records(host);
    if (!records.ok) return { host: name, records: null, problem: records.error };
    const written = await this.ports.journal.append('HOST-SWEEP', { host: name, records: records.value });
    return { host: name, records: records.value, problem: written.ok ? null : written.error };
  }

  private async records(host: Host): Promise<Result<number>> {
    const way = await this.ports.target(host);
    if (!way.ok) return way;
    const { target, jumps } = way.value;
    const ready = await this.ports.ssh.prepare(target, jumps);
    return ready.ok ? this.ports.ssh.sweep(target, jumps, ready.value.record) : ready;
  }
}
