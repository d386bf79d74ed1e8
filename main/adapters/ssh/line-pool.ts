import { readFile } from 'node:fs/promises';
import { fail, ok, type Result } from '../../../core/errors';
import type { Target } from '../../../core/runbook/plan';
import { codeOf } from './error-code';
import { expectedOf, type Expected } from './host-key-verdict';
import { readKnownHosts, type KnownHost } from './known-hosts';
import type { Line } from './line';
import type { ExpectedHost, ExpectedWay } from './openssh-files';
import { OpensshLine, type OpensshOptions } from './openssh-line';
import { opensshOffer } from './openssh-offer';
import { revokedKeys } from './revoked-keys';
import type { SshKeys } from './ssh-keys';
import { offeredKey, SshLine } from './ssh-line';
import { homeAbsolute } from './ssh-tokens';

/** More handshakes at once only make each of them slower (facts/ssh.md). */
const handshakesAtOnce = 32;
const idleMs = 60_000;

interface Place {
  readonly opening: Promise<Result<Line>>;
  users: number;
  idle: NodeJS.Timeout | null;
}

/** One line per target, shared by its channels, closed when nobody used it for a minute. */
export class LinePool {
  readonly #places = new Map<string, Place>();
  readonly #waiting: (() => void)[] = [];
  #handshakes = 0;

  constructor(
    private readonly keys: SshKeys,
    private readonly options: OpensshOptions,
  ) {}

  /** What is expected of a host. Read afresh each time: a revocation must count at once. */
  async expected(target: Target): Promise<Result<Expected>> {
    const known: KnownHost[] = [];
    for (const name of target.ssh.knownHosts ?? this.options.knownHosts) {
      const file = homeAbsolute(name, this.options.home);
      try {
        known.push(...readKnownHosts(await readFile(file, 'utf8')));
      } catch (error) {
        // SECURITY: a file that is there but cannot be read may hold a revocation; only a missing one is empty.
        if (codeOf(error) !== 'ENOENT') return fail('known-hosts-unreadable', { file, why: codeOf(error) });
      }
    }
    const revoked = await revokedKeys(target, this.options.home);
    if (!revoked.ok) return revoked;
    const expected = expectedOf(target, known);
    return ok({ ...expected, revoked: [...expected.revoked, ...revoked.value] });
  }

  /** Lends a line. `release` must be called once; the line itself is not closed by it. */
  async take(
    target: Target,
    jumps: readonly Target[],
  ): Promise<Result<{ readonly line: Line; readonly release: () => void }>> {
    const name = JSON.stringify([target, jumps]);
    const place = this.#places.get(name) ?? this.#open(name, target, jumps);
    place.users += 1;
    if (place.idle !== null) clearTimeout(place.idle);
    place.idle = null;
    const opened = await place.opening;
    let isReleased = false;
    const release = (): void => {
      if (isReleased) return;
      isReleased = true;
      place.users -= 1;
      if (place.users > 0 || !opened.ok) return;
      place.idle = setTimeout(() => {
        this.#forget(name, place);
        opened.value.close();
      }, idleMs);
      place.idle.unref();
    };
    if (!opened.ok) {
      this.#forget(name, place);
      return opened;
    }
    if (!opened.value.isOpen) {
      release();
      this.#forget(name, place);
      return this.take(target, jumps);
    }
    return ok({ line: opened.value, release });
  }

  /** The line to the last of several hosts, or null when there is none. */
  async through(jumps: readonly Target[]): Promise<Result<{ readonly line: Line | null; readonly release: () => void }>> {
    const last = jumps.at(-1);
    if (last === undefined) return ok({ line: null, release: () => undefined });
    return this.take(last, jumps.slice(0, -1));
  }

  /**
   * The key that a host shows, asked for before any byte of authentication; by the system's `ssh` where the library has no
   * method in common with the host.
   */
  async offered(target: Target, jumps: readonly Target[], expected: Expected): Promise<Result<Buffer>> {
    const through = await this.through(jumps);
    if (!through.ok) return through;
    try {
      const offered = await offeredKey(target, expected, through.value.line);
      const { program } = this.options;
      if (offered.ok || offered.error.code !== 'host-handshake' || program === null) return offered;
      const asked = await this.#offeredToOpenssh(target, jumps, expected);
      // One that is too old to be asked, or not there, says nothing of the host.
      return asked.ok ? asked : offered;
    } finally {
      through.value.release();
    }
  }

  async #offeredToOpenssh(target: Target, jumps: readonly Target[], expected: Expected): Promise<Result<Buffer>> {
    // It logs in to the hops only, so nothing of this host's keys need be opened.
    const way = await this.#way({ target, expected, locked: [] }, jumps);
    return way.ok ? opensshOffer(way.value, this.options) : way;
  }

  /** Closes the lines that nobody uses; the next who needs one gets a new one. */
  dropIdle(): void {
    for (const [name, place] of this.#places) {
      if (place.users > 0) continue;
      this.#forget(name, place);
      void place.opening.then((opened) => {
        if (opened.ok) opened.value.close();
      });
    }
  }

  /** The vault was locked: keys that it opened, and idle lines, would be a way around it. Lines in use go on. */
  closeKeys(): void {
    this.keys.forget();
    this.dropIdle();
  }

  /** Closes what is open; a handshake that is under way is not waited for: it may take seconds to fail. */
  close(): void {
    const places = [...this.#places.values()];
    this.#places.clear();
    for (const place of places) {
      if (place.idle !== null) clearTimeout(place.idle);
      void place.opening.then((opened) => {
        if (opened.ok) opened.value.close();
      });
    }
  }

  #open(name: string, target: Target, jumps: readonly Target[]): Place {
    const place: Place = { opening: this.#handshake(target, jumps), users: 0, idle: null };
    this.#places.set(name, place);
    void place.opening.then((opened) => {
      if (opened.ok) {
        opened.value.onClose(() => {
          this.#forget(name, place);
        });
      }
    });
    return place;
  }

  #forget(name: string, place: Place): void {
    if (place.idle !== null) clearTimeout(place.idle);
    if (this.#places.get(name) === place) this.#places.delete(name);
  }

  /** Never rejects: a place whose opening threw would keep its host for ever. */
  async #handshake(target: Target, jumps: readonly Target[]): Promise<Result<Line>> {
    try {
      const expected = await this.expected(target);
      if (!expected.ok) return expected;
      return await (target.transport === 'openssh' ? this.#openssh(target, jumps, expected.value) : this.#ssh2(target, jumps, expected.value));
    } catch (error) {
      return fail('host-unreachable', { host: target.name, address: target.address, why: codeOf(error) });
    }
  }

  async #openssh(target: Target, jumps: readonly Target[], expected: Expected): Promise<Result<Line>> {
    const locked = await this.keys.locked(target);
    if (!locked.ok) return locked;
    const way = await this.#way({ target, expected, locked: locked.value }, jumps);
    if (!way.ok) return way;
    await this.#turn();
    try {
      return await OpensshLine.open(way.value, this.options);
    } finally {
      this.#turnOver();
    }
  }

  /** The system's `ssh` goes the whole way by itself, so it must know what is expected of every hop. */
  async #way(last: ExpectedHost, jumps: readonly Target[]): Promise<Result<ExpectedWay>> {
    const hosts: [ExpectedHost, ...ExpectedHost[]] = [last];
    for (const jump of [...jumps].reverse()) {
      const known = await this.expected(jump);
      if (!known.ok) return known;
      const keys = await this.keys.locked(jump);
      if (!keys.ok) return keys;
      hosts.push({ target: jump, expected: known.value, locked: keys.value });
    }
    return ok(hosts);
  }

  async #ssh2(target: Target, jumps: readonly Target[], expected: Expected): Promise<Result<Line>> {
    const logins = await this.keys.logins(target);
    if (!logins.ok) return logins;
    const through = await this.through(jumps);
    if (!through.ok) return through;
    await this.#turn();
    try {
      const opened = await SshLine.open({
        target,
        expected,
        logins: logins.value,
        through: through.value.line,
      });
      if (opened.ok) opened.value.onClose(through.value.release);
      else through.value.release();
      return opened;
    } catch (error) {
      through.value.release();
      throw error;
    } finally {
      this.#turnOver();
    }
  }

  #turnOver(): void {
    this.#handshakes -= 1;
    this.#waiting.shift()?.();
  }

  async #turn(): Promise<void> {
    while (this.#handshakes >= handshakesAtOnce) await new Promise<void>((go) => this.#waiting.push(go));
    this.#handshakes += 1;
  }
}
