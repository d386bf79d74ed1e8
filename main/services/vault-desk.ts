import { fail, ok, type Result } from '../../core/errors';
import type { Act } from '../../core/ipc/contract';
import { createSignal } from '../../core/signal';
import { secretPolicies, type SecretPolicy } from '../../core/vault/policy';
import type { SecretPlaces } from '../../core/vault/secret-places';
import { isOwnSecret } from '../../core/vault/secret-reference';
import { checkSecret, checkSecretName } from '../../core/vault/vault';
import { policyOf, type VaultRecord } from '../../core/vault/vault-record';
import type { VaultView } from '../../core/vault/vault-view';
import type { Actor } from '../ports/actor';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { OwnerProof } from '../ports/owner-proof';
import type { Cancel } from '../ports/schedule';
import type { SecretPrompt } from '../ports/secret-prompt';
import type { Vault } from '../ports/vault';
import type { SecretGate } from './secret-gate';
import type { VaultLock } from './vault-lock';

interface Ports {
  readonly vault: Vault;
  readonly gate: Pick<SecretGate, 'learn' | 'forget'>;
  readonly lock: Pick<VaultLock, 'state' | 'lock' | 'unlock' | 'onChanged'>;
  readonly proof: Pick<OwnerProof, 'means'>;
  readonly journal: Journal;
  readonly prompt: SecretPrompt;
  readonly workspace: CurrentWorkspace;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly record: () => VaultRecord;
  readonly places: () => SecretPlaces;
}

/**
 * Which secrets this laptop has and lacks, how strictly each is kept, and putting them there. No value passes through
 * here towards anything but the vault.
 */
export class VaultDesk {
  private readonly changed = createSignal();
  /** What the keychain listed last, for the time in which it is closed. */
  private listed: readonly string[] = [];

  constructor(private readonly ports: Ports) {
    ports.lock.onChanged(() => {
      this.changed.emit();
    });
  }

  async state(): Promise<Result<VaultView>> {
    const { vault, lock, proof, clock, workspace } = this.ports;
    const { kind, why } = await vault.state();
    const listed = kind === 'keychain' ? await vault.list() : ok([]);
    const locked = lock.state();
    // Where nobody opened the keyring, its names are what they were.
    if (!listed.ok && locked === null) return listed;
    if (listed.ok) this.listed = listed.value;
    const places = this.ports.places();
    const record = this.ports.record();
    const names = new Set([...places.names(), ...this.listed.filter((name) => !isOwnSecret(name))]);
    const rotateAfter = workspace.get().settings.vault['rotate-after'] ?? Infinity;
    const secrets = [...names].sort().map((name) => {
      const present = this.listed.includes(name);
      const setAt = present ? (record.secrets.get(name)?.setAt ?? null) : null;
      return { name, present, usedBy: [...places.of(name)], setAt, old: setAt !== null && clock.now() - setAt > rotateAfter, policy: policyOf(record, name), cannotWait: places.need(name) !== null };
    });
    return ok({ kind, why, secrets, locked, means: await proof.means(), lockAfterMs: workspace.get().settings.vault['lock-after'] });
  }

  /** Asks for the value in the secret window, keeps it, and records that it was set, never what it is. */
  async ask(name: string): Promise<Result<void>> {
    const named = this.namable(name);
    if (!named.ok) return named;
    const state = await this.ports.vault.state();
    // Law 7: no value is asked for that could not be kept.
    if (state.kind === 'none') return fail('vault-none', { why: state.why });
    const value = await this.ports.prompt.ask({ name, purpose: this.ports.places().of(name).join(', ') });
    return value === null ? fail('vault-not-given', { name }) : this.set(name, value);
  }

  /** For `breakglass vault set NAME`, whose value comes on stdin. */
  async set(name: string, value: string): Promise<Result<void>> {
    const named = this.namable(name);
    if (!named.ok) return named;
    const fit = checkSecret(name, value);
    if (!fit.ok) return fit;
    const recorded = await this.ports.journal.append('VAULT-SET', { name });
    if (!recorded.ok) return recorded;
    const stored = await this.ports.vault.set(name, value);
    if (stored.ok) this.ports.gate.learn(name, value);
    this.changed.emit();
    return stored;
  }

  async remove(name: string): Promise<Result<Act>> {
    const named = this.namable(name);
    if (!named.ok) return named;
    const recorded = await this.ports.journal.append('VAULT-REMOVE', { name });
    if (!recorded.ok) return recorded;
    const removed = await this.ports.vault.remove(name);
    if (removed.ok) this.ports.gate.forget(name);
    this.changed.emit();
    if (!removed.ok) return removed;
    return ok({ en: `The secret ${name} was removed from this device`, ko: `이 기기에서 비밀 ${name}을(를) 지웠습니다`, undo: null });
  }

  /** The value under another name. What files still name stays there as well, so that nothing stops working in between. */
  async rename(name: string, to: string): Promise<Result<Act>> {
    for (const each of [name, to]) {
      const named = this.namable(each);
      if (!named.ok) return named;
    }
    const { vault, journal, gate } = this.ports;
    if (this.keepsBack(name)) return fail('vault-locked', { name });
    const listed = await vault.list();
    if (!listed.ok) return listed;
    if (listed.value.includes(to)) return fail('vault-name-taken', { name: to });
    const value = await vault.get(name);
    if (!value.ok) return value;
    const users = this.ports.places().written(name);
    const moves = users.length === 0;
    // SECURITY: the old name keeps its policy until its value is gone from the keychain: where that fails, it is handed
    // out as strictly as before.
    const copied = await journal.append('VAULT-COPIED', { name, to });
    if (!copied.ok) return copied;
    const stored = await vault.set(to, value.value);
    if (stored.ok) gate.learn(to, value.value);
    const removed = stored.ok && moves ? await vault.remove(name) : stored;
    if (removed.ok && moves) gate.forget(name);
    const renamed = removed.ok && moves ? await journal.append('VAULT-RENAMED', { name, to }) : removed;
    this.changed.emit();
    if (!renamed.ok) return renamed;
    return ok(moves ? { en: `${name} is called ${to} now`, ko: `${name}의 이름은 이제 ${to}입니다`, undo: null } : keptToo(name, to, users.join(', ')));
  }

  async policy(name: string, policy: SecretPolicy): Promise<Result<Act>> {
    const named = this.namable(name);
    if (!named.ok) return named;
    const places = this.ports.places();
    if (policy !== 'until-quit' && places.need(name) !== null) return fail('vault-cannot-wait', { name, places: places.of(name).join(', ') });
    const looser = secretPolicies.indexOf(policy) > secretPolicies.indexOf(policyOf(this.ports.record(), name));
    // SECURITY: whoever sits at a locked console must not loosen what the lock keeps back.
    if (looser && this.ports.lock.state() !== null) return fail('vault-locked', { name });
    const recorded = await this.ports.journal.append(policyCodes[policy], { name });
    if (!recorded.ok) return recorded;
    if (policy !== 'until-quit') this.ports.gate.forget(name);
    this.changed.emit();
    return ok({ en: `${name} is handed out ${policy === 'ask' ? 'after asking, each time' : policy.replace('-', ' ')}`, ko: `${name}: ${policyKo[policy]}`, undo: null });
  }

  lock(): Promise<Result<Act>> {
    this.ports.lock.lock('person');
    const back = [...this.ports.record().policies.values()].filter((policy) => policy !== 'until-quit').length;
    return Promise.resolve(ok({
      en: `The vault is locked. Kept back: ${String(back)}. Sirens and sources go on`,
      ko: `금고를 잠갔습니다. 비밀 ${String(back)}개를 내주지 않습니다. 사이렌과 소스는 그대로 동작합니다`,
      undo: null,
    }));
  }

  async unlock(): Promise<Result<Act>> {
    const opened = await this.ports.lock.unlock();
    return opened.ok ? ok({ en: 'The vault is unlocked', ko: '금고의 잠금을 풀었습니다', undo: null }) : opened;
  }

  onChanged(listener: () => void): Cancel {
    return this.changed.on(listener);
  }

  private keepsBack(name: string): boolean {
    return this.ports.lock.state() !== null && policyOf(this.ports.record(), name) !== 'until-quit';
  }

  private namable(name: string): Result<void> {
    if (isOwnSecret(name)) return fail('vault-bad-name', { name });
    if (!this.ports.actor.may('triage')) return fail('not-allowed', { right: 'triage' });
    return checkSecretName(name);
  }
}

const policyCodes = { ask: 'VAULT-ASK-EACH', 'until-locked': 'VAULT-UNTIL-LOCKED', 'until-quit': 'VAULT-UNTIL-QUIT' } as const satisfies Record<SecretPolicy, string>;

const policyKo: Readonly<Record<SecretPolicy, string>> = { ask: '매번 물은 뒤에 내줍니다', 'until-locked': '금고가 잠길 때까지 내줍니다', 'until-quit': '콘솔을 끝낼 때까지 내줍니다' };

function keptToo(name: string, to: string, places: string): Act {
  return {
    en: `Kept as ${to}, and still as ${name}, which ${places} uses: change the files, then remove ${name}`,
    ko: `${to}(으)로 보관했습니다. ${name}은(는) ${places}에서 쓰므로 남겼습니다. 파일을 고친 뒤 ${name}을(를) 지워 주십시오`,
    undo: null,
  };
}
