import { fail, ok, unreachable, type Result } from '../../core/errors';
import { verdict, type SecretAsker } from '../../core/vault/policy';
import type { SecretPlaces } from '../../core/vault/secret-places';
import { isOwnSecret } from '../../core/vault/secret-reference';
import { policyOf, type VaultRecord } from '../../core/vault/vault-record';
import type { Journal } from '../ports/journal';
import type { SecretConsent } from '../ports/secret-consent';
import type { Vault } from '../ports/vault';

interface Ports {
  readonly vault: Vault;
  readonly journal: Pick<Journal, 'append'>;
  readonly consent: SecretConsent;
  readonly record: () => VaultRecord;
  readonly places: () => SecretPlaces;
  readonly locked: () => boolean;
}

/**
 * The one way from the vault to whatever uses a secret. What a siren or a source needs is kept in this process once it
 * was read, so that neither waits for a keychain that is locked, slow or gone (laws 5 and 8); what has a stricter policy
 * is never kept.
 */
export class SecretGate {
  private readonly kept = new Map<string, string>();
  private readonly reading = new Map<string, Promise<Result<string>>>();
  private readonly asking = new Map<string, Promise<Result<void>>>();

  constructor(private readonly ports: Ports) {}

  /** @param by whether a person set this in motion, or it works by itself */
  async get(name: string, by: SecretAsker): Promise<Result<string>> {
    // SECURITY: the keys of this device are nobody's password: no file may have them sent anywhere.
    if (isOwnSecret(name)) return fail('vault-bad-name', { name });
    const need = this.ports.places().need(name);
    const answer = verdict(policyOf(this.ports.record(), name), { need, by, locked: this.ports.locked() });
    switch (answer) {
      case 'keep':
        return need === 'siren' ? this.atOnce(name) : this.whileItLasts(name);
      case 'give':
        return this.ports.vault.get(name);
      case 'ask':
        return this.agreed(name);
      case 'locked':
        return fail('vault-locked', { name });
      case 'needs-person':
        return fail('vault-needs-person', { name });
      default:
        return unreachable(answer);
    }
  }

  /** Reads what the sirens need before anybody has to silence one. */
  async prepare(): Promise<void> {
    const { record, places } = this.ports;
    const known = [...places().names(), ...record().secrets.keys()];
    await Promise.all(known.filter((name) => places().need(name) === 'siren' && !this.kept.has(name)).map((name) => this.read(name)));
  }

  /** A value that was just stored is the one to use. */
  learn(name: string, value: string): void {
    if (this.kept.has(name) || this.ports.places().need(name) === 'siren') this.kept.set(name, value);
  }

  /** A secret that was removed, or that may not be kept any more. */
  forget(name: string): void {
    this.kept.delete(name);
  }

  /** A siren waits for nothing (law 5); a value that changed in another way is taken up behind its back. */
  private atOnce(name: string): Promise<Result<string>> {
    const value = this.kept.get(name);
    if (value === undefined) return this.read(name);
    if (!this.ports.locked()) void this.read(name);
    return Promise.resolve(ok(value));
  }

  private async whileItLasts(name: string): Promise<Result<string>> {
    const value = this.kept.get(name);
    if (value !== undefined && this.ports.locked()) return ok(value);
    const read = await this.read(name);
    return read.ok || value === undefined || read.error.code === 'vault-no-secret' ? read : ok(value);
  }

  /** One question to the keychain at a time for a name. */
  private read(name: string): Promise<Result<string>> {
    const before = this.reading.get(name);
    if (before !== undefined) return before;
    const reading = this.ports.vault.get(name).then((value) => {
      this.reading.delete(name);
      if (value.ok) this.kept.set(name, value.value);
      else if (value.error.code === 'vault-no-secret') this.kept.delete(name);
      return value;
    });
    this.reading.set(name, reading);
    return reading;
  }

  /** Steps that start together ask once. */
  private async agreed(name: string): Promise<Result<string>> {
    const asking = this.asking.get(name) ?? this.askPerson(name);
    this.asking.set(name, asking);
    const answer = await asking;
    this.asking.delete(name);
    if (!answer.ok) return answer;
    // Whoever locked the vault meanwhile meant this, too.
    return this.ports.locked() ? fail('vault-locked', { name }) : this.ports.vault.get(name);
  }

  private async askPerson(name: string): Promise<Result<void>> {
    const { consent, journal, places } = this.ports;
    const yes = await consent.agree({ name, purpose: places().of(name).join(', '), lasts: 'once' });
    const recorded = await journal.append(yes ? 'VAULT-GIVEN' : 'VAULT-NOT-GIVEN', { name });
    if (!yes) return fail('vault-not-agreed', { name });
    return recorded.ok ? ok(undefined) : recorded;
  }
}
