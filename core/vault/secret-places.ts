import type { Workspace } from '../workspace/workspace';
import type { Unattended } from './policy';
import { secretsIn } from './vault';

interface Place {
  /** In words: `siren kim-bed`. */
  readonly place: string;
  readonly need: Unattended | null;
}

const passphrase = 'ssh-passphrase.';
const sudoPassword = 'sudo-password.';

/** What uses which secret of this device, by name: where workspace files name it, and what the console looks up by itself. */
export class SecretPlaces {
  private readonly named = new Map<string, Place[]>();
  private readonly hosts: ReadonlySet<string>;
  private readonly lines: Unattended | null;

  constructor(workspace: Workspace) {
    const { settings, sirens, duty, hosts } = workspace;
    for (const siren of sirens) this.add({ place: `siren ${siren.id}`, need: 'siren' }, siren.config);
    for (const source of settings.sources) this.add({ place: `source ${source.id}`, need: 'alone' }, source);
    for (const publisher of settings.publishers) this.add({ place: `publisher ${publisher.id}`, need: 'alone' }, publisher);
    for (const stream of settings.streams) this.add({ place: `stream ${stream.id}`, need: 'alone' }, stream);
    for (const feed of duty.feeds) this.add({ place: `calendar ${feed.id}`, need: 'alone' }, feed);
    this.add({ place: 'broker', need: 'alone' }, settings.sync.broker);
    this.hosts = new Set(hosts.map(({ name }) => name));
    // Which key a jump host or a log's host wants is known only when it is asked: every passphrase may be the one.
    this.lines = sirens.some(({ jump }) => jump !== undefined) ? 'siren' : settings.sources.some(({ kind }) => kind === 'log') ? 'alone' : null;
  }

  /** Every name that the files use. */
  names(): Iterable<string> {
    return this.named.keys();
  }

  of(name: string): readonly string[] {
    const written = (this.named.get(name) ?? []).map(({ place }) => place);
    if (name.startsWith(passphrase)) return [...written, `key ${name.slice(passphrase.length)}`];
    const host = name.startsWith(sudoPassword) ? name.slice(sudoPassword.length) : null;
    return host !== null && this.hosts.has(host) ? [...written, `sudo on ${host}`] : written;
  }

  /** What of the files names it, so that it must not vanish under them. */
  written(name: string): readonly string[] {
    return (this.named.get(name) ?? []).map(({ place }) => place);
  }

  /** What cannot wait for a person and needs this secret: a siren goes before everything else. */
  need(name: string): Unattended | null {
    const needs = [...(this.named.get(name) ?? []).map(({ need }) => need), name.startsWith(passphrase) ? this.lines : null];
    return needs.includes('siren') ? 'siren' : needs.includes('alone') ? 'alone' : null;
  }

  private add(place: Place, value: unknown): void {
    for (const name of secretsIn(value)) this.named.set(name, [...(this.named.get(name) ?? []), place]);
  }
}
