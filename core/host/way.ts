import type { Failure } from '../errors';
import type { SshSettings } from './ssh-settings';
import type { TransportReason } from './transport';

/** How this machine reaches a host, as its SSH configuration says. */
export interface Way {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly ssh: SshSettings;
  /** Why only the system's `ssh` can go this way; null when either transport can. */
  readonly needs: TransportReason | null;
  /** Hosts to go through, first hop first. */
  readonly hops: readonly Hop[];
}

/** A host on the way that ssh_config names. */
export interface Hop {
  /** As ProxyJump writes it: `[user@]host[:port]`. */
  readonly name: string;
  readonly alias: string;
  /** Null: the inventory's, else what the alias says. */
  readonly user: string | null;
  readonly port: number | null;
  /** How the hop itself is reached, its own hops left out. */
  readonly way: Way;
}

/** The way to a host, or why there is none. */
export type WayFound = { readonly ok: true; readonly value: Way } | { readonly ok: false; readonly error: Failure };
