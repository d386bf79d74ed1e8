import { fail, ok, type Result } from '../../core/errors';
import { createSignal } from '../../core/signal';
import { isOwnSecret } from '../../core/vault/secret-reference';
import { checkSecretName, secretUses } from '../../core/vault/vault';
import type { Workspace } from '../../core/workspace/workspace';
import type { Actor } from '../ports/actor';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { Cancel } from '../ports/schedule';
import type { SecretPrompt } from '../ports/secret-prompt';
import type { Vault } from '../ports/vault';

export interface VaultView {
  readonly kind: 'keychain' | 'none';
  readonly why: string;
  readonly secrets: { readonly name: string; readonly present: boolean; readonly usedBy: string[]; readonly setAt: number | null; readonly old: boolean }[];
}

interface Ports {
  readonly vault: Vault;
  readonly journal: Journal;
  readonly prompt: SecretPrompt;
  readonly workspace: CurrentWorkspace;
  readonly actor: Actor;
  readonly clock: Clock;
  /** When a secret was set here last, epoch ms; null where the journal does not say. */
  readonly setAt: (name: string) => number | null;
}

/** Which secrets this laptop has and lacks, and putting them there. No value passes through here towards anything but the vault. */
export class VaultDesk {
  private readonly changed = createSignal();

  constructor(private readonly ports: Ports) {}

  async state(): Promise<Result<VaultView>> {
    const { kind, why } = await this.ports.vault.state();
    const listed = kind === 'keychain' ? await this.ports.vault.list() : ok([]);
    if (!listed.ok) return listed;
    const uses = secretUses(places(this.ports.workspace.get()));
    const names = new Set([...uses.keys(), ...listed.value.filter((name) => !isOwnSecret(name))]);
    const rotateAfter = this.ports.workspace.get().settings.vault['rotate-after'] ?? Infinity;
    const secrets = [...names].sort().map((name) => {
      const present = listed.value.includes(name);
      const setAt = present ? this.ports.setAt(name) : null;
      return { name, present, usedBy: [...(uses.get(name) ?? [])], setAt, old: setAt !== null && this.ports.clock.now() - setAt > rotateAfter };
    });
    return ok({ kind, why, secrets });
  }

  /** Asks for the value in the secret window, keeps it, and records that it was set, never what it is. */
  async ask(name: string): Promise<Result<void>> {
    const named = this.namable(name);
    if (!named.ok) return named;
    const state = await this.ports.vault.state();
    // Law 7: no value is asked for that could not be kept.
    if (state.kind === 'none') return fail('vault-none', { why: state.why });
    const value = await this.ports.prompt.ask({ name, purpose: this.purpose(name) });
    return value === null ? fail('vault-not-given', { name }) : this.set(name, value);
  }

  /** For `breakglass vault set NAME`, whose value comes on stdin. */
  async set(name: string, value: string): Promise<Result<void>> {
    const named = this.namable(name);
    if (!named.ok) return named;
    const recorded = await this.ports.journal.append('VAULT-SET', { name });
    if (!recorded.ok) return recorded;
    const stored = await this.ports.vault.set(name, value);
    this.changed.emit();
    return stored;
  }

  async remove(name: string): Promise<Result<{ readonly en: string; readonly ko: string; readonly undo: null }>> {
    const named = this.namable(name);
    if (!named.ok) return named;
    const recorded = await this.ports.journal.append('VAULT-REMOVE', { name });
    if (!recorded.ok) return recorded;
    const removed = await this.ports.vault.remove(name);
    this.changed.emit();
    if (!removed.ok) return removed;
    return ok({ en: `The secret ${name} was removed from this device`, ko: `이 기기에서 비밀 ${name}을(를) 지웠습니다`, undo: null });
  }

  onChanged(listener: () => void): Cancel {
    return this.changed.on(listener);
  }

  private namable(name: string): Result<void> {
    if (isOwnSecret(name)) return fail('vault-bad-name', { name });
    if (!this.ports.actor.may('triage')) return fail('not-allowed', { right: 'triage' });
    return checkSecretName(name);
  }

  private purpose(name: string): string {
    return (secretUses(places(this.ports.workspace.get())).get(name) ?? []).join(', ');
  }
}

/** Where a workspace may name secrets, in words: `siren kim-bed`. */
function places(workspace: Workspace): readonly { readonly place: string; readonly value: unknown }[] {
  return [
    ...workspace.settings.sources.map((source) => ({ place: `source ${source.id}`, value: source })),
    ...workspace.settings.publishers.map((publisher) => ({ place: `publisher ${publisher.id}`, value: publisher })),
    ...workspace.settings.streams.map((stream) => ({ place: `stream ${stream.id}`, value: stream })),
    ...workspace.sirens.map((siren) => ({ place: `siren ${siren.id}`, value: siren.config })),
    ...workspace.duty.feeds.map((feed) => ({ place: `calendar ${feed.id}`, value: feed })),
  ];
}
