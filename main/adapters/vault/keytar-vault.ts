import { causeText } from '../../../core/cause-text';
import { fail, ok, type Result } from '../../../core/errors';
import { checkSecret, checkSecretName } from '../../../core/vault/vault';
import type { Vault } from '../../ports/vault';
import { secretService } from './secret-service';

/** How long a person may take to type the password of the keyring, ms. */
const typingMs = 120_000;

/** What we use of keytar. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
  findCredentials(service: string): Promise<readonly { readonly account: string }[]>;
}

export interface KeytarOptions {
  /** The name under which the keychain lists our secrets: `breakglass`, or one of a workspace's own. */
  readonly service: string;
  /** How long the keychain may take; it may be asking a person to unlock it. Milliseconds. */
  readonly patienceMs?: number;
  /** Loads the native module: a missing or broken one is a state of this device and no crash. */
  readonly load?: () => Promise<Keychain>;
  /** Null when this system can have a keychain, else why not. */
  readonly missing?: () => string | null;
  /** Whether the keyring waits for its owner: what asks it meanwhile is answered at once, and the desktop asks nobody twice. */
  readonly closed?: () => boolean;
}

/** How long an absent keychain is taken for absent before it is asked again. Milliseconds. */
const recheckMs = 5_000;

/** The OS keychain through keytar: Keychain, Credential Manager, or the Secret Service on Linux. Nothing else is a vault. */
export class KeytarVault implements Vault {
  private found: { readonly keychain: Keychain } | { readonly why: string; readonly at: number } | null = null;
  /** There was one: whatever it does from now on, it is not absent, and what it keeps is still there. */
  private wasFound = false;
  private readonly patienceMs: number;

  constructor(private readonly options: KeytarOptions) {
    this.patienceMs = options.patienceMs ?? 10_000;
  }

  async state(): Promise<{ readonly kind: 'keychain' | 'none'; readonly why: string }> {
    const found = await this.find();
    return 'keychain' in found ? { kind: 'keychain', why: '' } : { kind: 'none', why: found.why };
  }

  async list(): Promise<Result<readonly string[]>> {
    const found = await this.use('', (keychain) => keychain.findCredentials(this.options.service));
    // SECURITY: the values that the keychain hands out along with the names go no further than this line.
    return found.ok ? ok(found.value.map(({ account }) => account).sort()) : found;
  }

  async get(name: string): Promise<Result<string>> {
    const named = checkSecretName(name);
    if (!named.ok) return named;
    const value = await this.use(name, (keychain) => keychain.getPassword(this.options.service, name));
    if (!value.ok) return value;
    return value.value === null ? fail('vault-no-secret', { name }) : ok(value.value);
  }

  async set(name: string, value: string): Promise<Result<void>> {
    const named = checkSecretName(name);
    if (!named.ok) return named;
    const fit = checkSecret(name, value);
    if (!fit.ok) return fit;
    const stored = await this.use(name, (keychain) => keychain.setPassword(this.options.service, name, value));
    if (!stored.ok) return stored;
    const back = await this.get(name);
    return back.ok && back.value === value ? ok(undefined) : fail('vault-not-kept', { name });
  }

  async remove(name: string): Promise<Result<void>> {
    const named = checkSecretName(name);
    if (!named.ok) return named;
    const removed = await this.use(name, (keychain) => keychain.deletePassword(this.options.service, name));
    if (!removed.ok) return removed;
    return removed.value ? ok(undefined) : fail('vault-no-secret', { name });
  }

  private async use<T>(name: string, work: (keychain: Keychain) => Promise<T>): Promise<Result<T>> {
    if (this.options.closed?.() === true) return fail('vault-still-locked', { why: 'it waits for its password' });
    const found = await this.find();
    if (!('keychain' in found)) return this.wasFound ? fail('vault-failed', { name, reason: found.why }) : fail('vault-none', { why: found.why });
    try {
      const answer = await within(this.patienceMs, work(found.keychain));
      return answer === silent ? fail('vault-no-answer', { seconds: Math.round(this.patienceMs / 1000) }) : ok(answer);
    } catch (error) {
      this.found = null;
      return fail('vault-failed', { name, reason: causeText(error) });
    }
  }

  /** Only a keychain that was tried out is believed; the answer holds until a call fails. */
  private async find(): Promise<{ readonly keychain: Keychain } | { readonly why: string; readonly at: number }> {
    const now = performance.now();
    if (this.found !== null && ('keychain' in this.found || now - this.found.at < recheckMs)) return this.found;
    this.found = await this.probe().catch((error: unknown) => ({
      why: causeText(error),
      at: now,
    }));
    return this.found;
  }

  private async probe(): Promise<{ readonly keychain: Keychain }> {
    const why = (this.options.missing ?? secretService)();
    if (why !== null) throw new Error(why);
    const keychain = await (this.options.load ?? loadKeytar)();
    const answer = await within(this.patienceMs, this.tryOut(keychain));
    if (answer === silent) throw new Error('the keychain does not answer; it may be locked');
    if (!answer) throw new Error('the keychain does not keep what it is given');
    this.wasFound = true;
    return { keychain };
  }

  /**
   * Keeps a throw-away value and takes it back. Asking for a list is not enough: measured, a Secret Service that has no
   * keyring to store into, or a locked one, answers that with an empty list.
   */
  private async tryOut(keychain: Keychain): Promise<boolean> {
    const [service, account] = [`${this.options.service}.probe`, `probe-${process.pid}`];
    await keychain.setPassword(service, account, account);
    const back = await keychain.getPassword(service, account);
    await keychain.deletePassword(service, account);
    return back === account;
  }
}

/** Stores a throw-away value with the patience that a person needs, who is asked for the keyring's password. */
export async function openByAsking(load: () => Promise<Keychain> = loadKeytar): Promise<void> {
  const keychain = await load();
  const [service, account] = ['breakglass.unlock', `unlock-${process.pid}`];
  const answer = await within(typingMs, keychain.setPassword(service, account, account));
  if (answer === silent) throw new Error('nobody answered within two minutes');
  await keychain.deletePassword(service, account);
}

const silent = Symbol('no answer in time');

async function within<T>(ms: number, work: Promise<T>): Promise<T | typeof silent> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof silent>((resolve) => {
    timer = setTimeout(() => resolve(silent), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function loadKeytar(): Promise<Keychain> {
  return (await import('keytar')).default;
}
