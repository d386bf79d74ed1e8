import type { Result } from '../../core/errors';

/** How this system can ask whether the laptop's owner sits here. */
export interface OwnerProof {
  /** `keyring`: the keyring is closed and its password asked for. `nothing`: nobody can be asked, and unlocking is a press. */
  means(): Promise<'keyring' | 'nothing'>;
  /** Resolves once the owner answered, did not, or nobody did for two minutes. */
  prove(): Promise<Result<void>>;
}
