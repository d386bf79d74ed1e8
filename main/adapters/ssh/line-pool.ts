import { readFile } from 'node:fs/promises';
import { fail, ok, type Result } from '../../../core/errors';
import type { Target } from '../../../core/runbook/plan';
import { expectedOf, type Expected } from './host-key-verdict';
import { readKnownHosts, type KnownHost } from './known-hosts';
import { codeOf, type SshKeys } from './ssh-keys';
import { SshLine } from './ssh-line';

/** More handshakes at once only make each of them slower (facts/ssh.md). */
const handshakesAtOnce = 32;
const idleMs = 60_000;

interface Place {
  readonly opening: Promise<Result<SshLine>>;
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
    private readonly knownHosts: readonly string[],
  ) {}

  /** What is expected of a host. Read afresh each time: a revocation must count at once. */
  async expected(target: Target): Promise<Result<Expected>> {
    const known: KnownHost[] = [];
    for (const file of this.knownHosts) {
      try {
        known.push(...readKnownHosts(await readFile(file, 'utf8')));
      } catch (error) {
        // SECURITY: a file that is there but cannot be read may hold a revocation; only a missing one is empty.
        if (codeOf(error) !== 'ENOENT') return fail('known-hosts-unreadable', { file, why: codeOf(error) });
      }
    }
    return ok(expectedOf(target, known));
  }

  /** Lends a line. `release` must be called once; the line itself is not closed by it. */
  async take(
    target: Target,
    jumps: readonly Target[],
  ): Promise<Result<{ readonly line: SshLine; readonly release: () => void }>> {
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
  async through(jumps: readonly Target[]): Promise<Result<{ readonly line: SshLine | null; readonly release: () => void }>> {
    const last = jumps.at(-1);
    if (last === undefined) return ok({ line: null, release: () => undefined });
    return this.take(last, jumps.slice(0, -1));
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

  async #handshake(target: Target, jumps: readonly Target[]): Promise<Result<SshLine>> {
    const expected = await this.expected(target);
    if (!expected.ok) return expected;
    const logins = await this.keys.logins(target);
    if (!logins.ok) return logins;
    const through = await this.through(jumps);
    if (!through.ok) return through;
    await this.#turn();
    try {
      const opened = await SshLine.open({
        target,
        expected: expected.value,
        logins: logins.value,
        through: through.value.line,
      });
      if (opened.ok) opened.value.onClose(through.value.release);
      else through.value.release();
      return opened;
    } finally {
      this.#handshakes -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    while (this.#handshakes >= handshakesAtOnce) await new Promise<void>((go) => this.#waiting.push(go));
    this.#handshakes += 1;
  }
}
