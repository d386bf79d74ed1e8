import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { causeText } from '../../../core/cause-text';
import { fail, ok, type Result } from '../../../core/errors';
import type { OwnerProof } from '../../ports/owner-proof';
import { secretService } from './secret-service';

/** Asks the Secret Service on the session bus; gives what the answer says, as text. */
export type AskSecretService = (path: string, method: string, ...args: readonly string[]) => Promise<string>;

export interface KeyringProofOptions {
  /** Stores a throw-away value, which makes the desktop ask for the password of a locked keyring; throws when it stays locked. */
  readonly openByAsking: () => Promise<void>;
  readonly ask?: AskSecretService;
  readonly missing?: () => string | null;
}

/** The owner's proof, and whether the keyring was left closed by one that failed. */
export interface KeyringProof extends OwnerProof {
  readonly closed: () => boolean;
}

const service = '/org/freedesktop/secrets';
/** How long the system may take to answer what nobody is asked for, ms. */
const patienceMs = 5_000;

/**
 * Lets the Secret Service ask for its password: the keyring is locked for the moment of asking and opened by the answer.
 * It is not left locked while the vault is, because everything else of the person's desktop keeps its secrets there, and
 * a silence from a terminal reads the siren's from it.
 */
export function createKeyringProof({ openByAsking, ask = askByDbusSend, missing = secretService }: KeyringProofOptions): KeyringProof {
  let closed = false;

  /** The keyring that new secrets go to, as an object path; null where there is none, or nobody answers. */
  const collection = async (): Promise<string | null> => {
    if (process.platform !== 'linux' || missing() !== null) return null;
    const path = await ask(service, 'org.freedesktop.Secret.Service.ReadAlias', 'string:default').catch(() => '/');
    return path.startsWith(`${service}/`) ? path : null;
  };
  const isLocked = async (path: string): Promise<boolean> => (await ask(path, 'org.freedesktop.DBus.Properties.Get', 'string:org.freedesktop.Secret.Collection', 'string:Locked')).endsWith('true');

  return {
    closed: () => closed,
    means: async () => ((await collection()) === null ? 'nothing' : 'keyring'),
    async prove(): Promise<Result<void>> {
      try {
        const path = await collection();
        if (path === null) return fail('vault-still-locked', { why: 'there is no keyring to ask' });
        closed = true;
        await ask(service, 'org.freedesktop.Secret.Service.Lock', `array:objpath:${path}`);
        // SECURITY: a keyring that opens by itself would prove nothing.
        if (!(await isLocked(path))) return fail('vault-still-locked', { why: 'it cannot be locked, so it asks nobody' });
        await openByAsking();
        closed = await isLocked(path);
        return closed ? fail('vault-still-locked', { why: 'it stayed locked' }) : ok(undefined);
      } catch (error) {
        return fail('vault-still-locked', { why: causeText(error) });
      }
    },
  };
}

const askByDbusSend: AskSecretService = async (path, method, ...args) => {
  const { stdout } = await promisify(execFile)('dbus-send', ['--session', '--print-reply=literal', '--dest=org.freedesktop.secrets', path, method, ...args], { timeout: patienceMs });
  return stdout.trim();
};
