import { fail } from '../../core/errors';
import type { Host } from '../../core/host/host';
import type { WayFound } from '../../core/host/way';
import type { Workspace } from '../../core/workspace/workspace';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Cancel } from '../ports/schedule';
import type { AskedHost, SshConfig } from '../ports/ssh-config';

/**
 * The workspace with each host's way as this machine's SSH configuration says it. Plans are made from this one, after
 * `settle`, so that what is frozen is what is there at that moment.
 */
export class HostInventory implements CurrentWorkspace {
  readonly #ways = new Map<string, WayFound>();
  #made: { readonly of: Workspace; readonly with: Workspace } | null = null;

  readonly #stops: readonly Cancel[];

  /** @param config null: hosts.yaml alone says how hosts are reached. */
  constructor(
    private readonly workspace: CurrentWorkspace,
    private readonly config: SshConfig | null,
  ) {
    const settle = (): void => {
      void this.settle();
    };
    this.#stops = config === null ? [] : [workspace.onChanged(settle), config.onChanged(settle)];
    settle();
  }

  get(): Workspace {
    if (this.config === null) return this.workspace.get();
    const of = this.workspace.get();
    if (this.#made?.of !== of) {
      const hosts = of.hosts.map((host): Host => ({ ...host, way: this.#ways.get(keyOf(host)) ?? fail('way-unsettled', { host: host.name }) }));
      this.#made = { of, with: { ...of, hosts } };
    }
    return this.#made.with;
  }

  /** Asks the configuration about every host. Quick while nothing changed. */
  async settle(): Promise<void> {
    if (this.config === null) return;
    const { hosts } = this.workspace.get();
    const ways = await this.config.ways(hosts.map(asked));
    let isSame = true;
    for (const [index, host] of hosts.entries()) {
      const way = ways[index];
      const key = keyOf(host);
      if (way === undefined || this.#ways.get(key) === way) continue;
      this.#ways.set(key, way);
      isSame = false;
    }
    if (!isSame) this.#made = null;
  }

  /** A host that is not in the inventory yet, with the way that this machine's SSH configuration gives it. */
  async withWay(host: Host): Promise<Host> {
    const [way] = this.config === null ? [] : await this.config.ways([asked(host)]);
    return way === undefined ? host : { ...host, way };
  }

  onChanged(listener: (workspace: Workspace) => void): Cancel {
    const told = (): void => {
      void this.settle().then(() => {
        listener(this.get());
      });
    };
    const stops = [this.workspace.onChanged(told), ...(this.config === null ? [] : [this.config.onChanged(told)])];
    return () => {
      for (const stop of stops) stop();
    };
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.config?.close();
  }
}

function asked({ name, address, port, user, identity }: Host): AskedHost {
  return { alias: address ?? name, address: address ?? null, port: port ?? null, user: user ?? null, identity: identity ?? null };
}

function keyOf(host: Host): string {
  return JSON.stringify(asked(host));
}
