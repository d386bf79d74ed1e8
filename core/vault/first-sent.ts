import { secretsIn } from './vault';

type Entry = Readonly<Record<string, unknown>>;

/** What every source has, and what says nothing about where it is asked, or how. */
const shared: ReadonlySet<string> = new Set(['id', 'every', 'cluster', 'watchdog']);

/** Keys under which an address stands that is no URL. */
const addressKeys: ReadonlySet<string> = new Set(['host', 'listen', 'address', 'proxy', 'server']);

/**
 * The secrets that would go where nobody sent them before: none where the part of the entry that says what goes where is
 * as it was, all of them where any of it changed. A driver may send a secret to any address that its keys name.
 * @param old what the entry replaces; null: nothing
 */
export function firstSent(entry: Entry, old: Entry | null): readonly string[] {
  const names = [...secretsIn(entry)];
  return names.length > 0 && old !== null && way(entry) === way(old) ? [] : names;
}

function way(entry: Entry): string {
  const own = Object.entries(entry).filter(([key]) => !shared.has(key));
  return JSON.stringify(own.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Every address in an entry, `host:port` of a URL, without what may be a credential in it. Safe to be read by a person. */
export function addressesIn(entry: Entry): readonly string[] {
  return [...new Set(found(entry, '').map((address) => address.replace(/[\p{C}\p{Z}]/gu, '').slice(0, 260)))];
}

function found(value: unknown, key: string): string[] {
  if (typeof value === 'string') {
    const [, host] = /^[a-z0-9+.-]+:\/\/(?:[^/?#\\]*@)?([^/?#\\]*)/i.exec(value) ?? [];
    return host !== undefined ? [host] : addressKeys.has(key) ? [value] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([inner, each]) => found(each, Array.isArray(value) ? key : inner));
}
