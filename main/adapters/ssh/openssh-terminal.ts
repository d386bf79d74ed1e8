import { randomBytes } from 'node:crypto';
import { fail, ok, type Result } from '../../../core/errors';
import type { TerminalSize } from '../../../core/terminal/terminal';
import type { Channel } from './line';

/** How long a login shell may take until our first line, in milliseconds. */
const patienceMs = 30_000;
/** Who says more than this before our first line never says it, bytes. */
const noiseLimit = 1_048_576;
const saidLimit = 2_000;

/** A command and the word that its one line of ours begins with. */
export interface TerminalCommand {
  readonly command: string;
  readonly nonce: string;
}

/**
 * Starts the user's own shell in a terminal that `ssh -tt` asked for. That terminal has no size and every mode off (no echo,
 * no carriage returns), because `ssh` has no terminal of its own to copy: `stty` sets both before the shell begins, and one
 * line says which terminal it is.
 * SECURITY: two numbers and a nonce are all that varies.
 */
export function terminalCommand({ columns, rows }: TerminalSize, nonce = randomBytes(16).toString('hex')): TerminalCommand {
  const script = 'stty sane 2>/dev/null || exit; for m in cs8 38400 ixon -brkint -imaxbel "rows $1 cols $2"; do stty $m 2>/dev/null; done; printf "%s " "$3"; tty; exec "${SHELL:-/bin/sh}" -l';
  return { command: `exec /bin/sh -c '${script}' sh ${whole(rows)} ${whole(columns)} ${nonce}`, nonce };
}

/** Tells a terminal on the host its new size, from a channel beside it; the shell in it hears of it from the system there. */
export function sizeCommand(tty: string, { columns, rows }: TerminalSize): string {
  return `exec /bin/sh -c 'stty rows "$1" cols "$2" <"$3"' sh ${whole(rows)} ${whole(columns)} ${tty}`;
}

function whole(count: number): string {
  return String(Math.max(1, Math.trunc(count)));
}

/** A shell that began. */
export interface BegunTerminal {
  /** The name of its terminal on the host; null where it is no plain name: then its size stays. */
  readonly tty: string | null;
  /** To be called once somebody listens: says what happened before. */
  readonly go: () => void;
}

/**
 * Waits for our line and takes it out of the output; whatever came before and behind it is still to be read afterwards.
 * Nothing may be typed before, because the terminal would echo it into that line.
 */
export function terminalBegun(channel: Channel, nonce: string, host: string): Promise<Result<BegunTerminal>> {
  return new Promise((resolve) => {
    let seen: Buffer = Buffer.alloc(0);
    let said = '';
    let exit: { readonly code: number | null } | null = null;
    const hear = (chunk: Buffer): void => {
      said = (said + chunk.toString('utf8')).slice(0, saidLimit);
    };
    const left = (code: number | null): void => {
      exit = { code };
    };
    const off = (): void => {
      clearTimeout(timer);
      channel.off('readable', read).off('end', ended).off('error', ignore).off('exit', left);
      channel.stderr.off('data', hear);
    };
    const refuse = (why: string): void => {
      off();
      channel.on('error', ignore);
      channel.close();
      channel.resume();
      resolve(fail('terminal-not-opened', { host, why }));
    };
    const read = (): void => {
      for (let chunk: unknown = channel.read(); Buffer.isBuffer(chunk); chunk = channel.read()) seen = Buffer.concat([seen, chunk]);
      const line = ourLine(seen, nonce);
      if (line === null) {
        if (seen.length > noiseLimit) refuse('no terminal');
        return;
      }
      off();
      if (line.rest.length > 0) channel.unshift(line.rest);
      const go = (): void => {
        if (exit !== null) channel.emit('exit', exit.code);
      };
      resolve(ok({ tty: line.tty, go }));
    };
    const ended = (): void => {
      refuse(said.trim().split('\n').at(-1)?.trim() || 'closed');
    };
    const timer = setTimeout(refuse, patienceMs, `> ${String(patienceMs / 1_000)} s`);
    timer.unref();
    channel.on('readable', read).once('end', ended).on('error', ignore).once('exit', left);
    channel.stderr.on('data', hear);
  });
}

function ignore(): void {
  // A channel that breaks is seen at its end.
}

/** The terminal's name, and the output without our line; null while it is not whole. */
function ourLine(seen: Buffer, nonce: string): { readonly tty: string | null; readonly rest: Buffer } | null {
  const mark = `${nonce} `;
  const at = seen.indexOf(mark);
  const stop = at < 0 ? -1 : seen.indexOf(10, at);
  if (stop < 0) return null;
  const name = seen.toString('latin1', at + mark.length, stop).trim();
  // SECURITY: it becomes a word of a command.
  const tty = /^\/dev\/[A-Za-z0-9/]{1,60}$/.test(name) ? name : null;
  return { tty, rest: Buffer.concat([seen.subarray(0, at), seen.subarray(stop + 1)]) };
}

/** Tells sizes one after the other, and of those that came meanwhile only the newest. */
export class SizeTeller {
  #wanted: TerminalSize | null = null;
  #isTelling = false;

  constructor(private readonly say: (size: TerminalSize) => Promise<unknown>) {}

  tell(size: TerminalSize): void {
    this.#wanted = size;
    if (!this.#isTelling) void this.#all();
  }

  async #all(): Promise<void> {
    this.#isTelling = true;
    for (let next = this.#wanted; next !== null; next = this.#wanted) {
      this.#wanted = null;
      // A host that cannot be told keeps its size; the next one is tried again.
      await this.say(next).catch(() => undefined);
    }
    this.#isTelling = false;
  }
}
