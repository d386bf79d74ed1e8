import type { Host } from '../host/host';

/** `api-01:9100` and `[2001:db8::1]:9100` without the port; anything else as it stands. */
export function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text);
  if (bracketed !== null) return bracketed[1] ?? text;
  return /^[^:]+:\d{1,5}$/.test(text) ? text.slice(0, text.lastIndexOf(':')) : text;
}

/** A host by its name, else by its address. `null`: there is none; `'several'`: the address is not one host's alone. */
export function findHost(value: string, hosts: readonly Host[]): Host | 'several' | null {
  const named = hosts.find(({ name }) => name === value);
  if (named !== undefined) return named;
  const [first, second] = hosts.filter(({ address }) => address === value);
  return second === undefined ? (first ?? null) : 'several';
}

/** Hosts that a host or group name stands for, in the order of hosts.yaml. A host's name wins over a group's. */
export function selectHosts(selector: string, hosts: readonly Host[]): readonly Host[] {
  const named = hosts.filter(({ name }) => name === selector);
  return named.length > 0 ? named : hosts.filter(({ groups }) => groups.includes(selector));
}
