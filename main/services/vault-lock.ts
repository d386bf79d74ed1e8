import { fail, ok, type Result } from '../../core/errors';
import { createSignal } from '../../core/signal';
import { policyOf, type LockCause, type VaultRecord } from '../../core/vault/vault-record';
import type { Actor } from '../ports/actor';
import type { Clock } from '../ports/clock';
import type { Journal } from '../ports/journal';
import type { OwnerProof } from '../ports/owner-proof';
import type { Presence } from '../ports/presence';
import type { Cancel, Schedule } from '../ports/schedule';

interface Ports {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly actor: Actor;
  readonly proof: OwnerProof;
  readonly presence: Presence;
  readonly record: () => VaultRecord;
  /** How long nobody may have touched the laptop, ms. */
  readonly lockAfter: () => number;
}

/** How often it looks whether somebody is there, ms. */
const look = 5_000;

/** Whether the vault is locked. Locking never waits and never asks; unlocking asks for the owner where the system can. */
export class VaultLock {
  private readonly changed = createSignal();
  private lockedBy: { readonly since: number; readonly cause: LockCause } | null;
  private unlocking: Promise<Result<void>> | null = null;
  /** How often it was to be locked: one that came while somebody unlocked counts. */
  private demands = 0;
  private readonly stops: readonly Cancel[];

  constructor(private readonly ports: Ports) {
    // What was locked stays so: starting the console again opens nothing.
    this.lockedBy = ports.record().locked;
    const { presence, schedule } = ports;
    this.stops = [
      presence.onAway((cause) => {
        if (this.protects()) this.lock(cause);
      }),
      schedule.every(look, () => {
        if (this.lockedBy !== null || !this.protects()) return;
        const idle = presence.idleMs();
        if (presence.screenLocked()) this.lock('screen');
        else if (idle !== null && idle >= ports.lockAfter()) this.lock('idle');
      }),
    ];
  }

  locked(): boolean {
    return this.lockedBy !== null;
  }

  state(): { readonly since: number; readonly cause: LockCause } | null {
    return this.lockedBy;
  }

  /** Locks at once; the entry follows as soon as the disk allows. */
  lock(cause: LockCause): void {
    this.demands += 1;
    if (this.lockedBy !== null) return;
    const { clock, journal, lockAfter } = this.ports;
    this.lockedBy = { since: clock.now(), cause };
    switch (cause) {
      case 'person':
        journal.appendLate('VAULT-LOCKED', {});
        break;
      case 'idle':
        journal.appendLate('VAULT-LOCKED-IDLE', { minutes: Math.max(1, Math.round(lockAfter() / 60_000)) });
        break;
      case 'sleep':
        journal.appendLate('VAULT-LOCKED-SLEEP', {});
        break;
      case 'screen':
        journal.appendLate('VAULT-LOCKED-SCREEN', {});
        break;
    }
    this.changed.emit();
  }

  /** Opens it again once the owner proved to be there; where nothing can ask for that, the entry says so. */
  unlock(): Promise<Result<void>> {
    this.unlocking ??= this.open().finally(() => {
      this.unlocking = null;
    });
    return this.unlocking;
  }

  onChanged(listener: () => void): Cancel {
    return this.changed.on(listener);
  }

  close(): void {
    for (const stop of this.stops) stop();
    this.changed.clear();
  }

  /** Locking means something only where a secret is to be kept back: nobody is asked for a password for nothing. */
  private protects(): boolean {
    const record = this.ports.record();
    return [...record.policies.keys()].some((name) => policyOf(record, name) !== 'until-quit');
  }

  private async open(): Promise<Result<void>> {
    const { actor, journal, proof } = this.ports;
    if (this.lockedBy === null) return ok(undefined);
    if (!actor.may('triage')) return fail('not-allowed', { right: 'triage' });
    const { demands } = this;
    const proven = (await proof.means()) === 'keyring';
    const answer = proven ? await proof.prove() : ok(undefined);
    if (!answer.ok) {
      await journal.append('VAULT-STAYED-LOCKED', { problem: answer.error.code });
      return answer;
    }
    if (this.demands !== demands) return fail('vault-still-locked', { why: 'it was locked again meanwhile' });
    const recorded = await journal.append(proven ? 'VAULT-UNLOCKED' : 'VAULT-UNLOCKED-UNPROVEN', {});
    if (!recorded.ok) return recorded;
    this.lockedBy = null;
    this.changed.emit();
    return ok(undefined);
  }
}
