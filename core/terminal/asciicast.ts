import { jsonOf } from '../json-of';
import type { TerminalSize } from './terminal';

/** What a recording says about itself. */
export interface CastHeader extends TerminalSize {
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly title: string;
}

/** `o` output, `r` new size, `x` exit status. Input (`i`) is never recorded: it holds passwords. */
export type CastEvent = 'o' | 'r' | 'x';

/** First line of an asciicast v3. https://docs.asciinema.org/manual/asciicast/v3/ */
export function castHeader({ columns, rows, startedAt, title }: CastHeader): string {
  return jsonLine({ version: 3, term: { cols: columns, rows, type: terminalType }, timestamp: Math.floor(startedAt / 1_000), title });
}

/** One event. `intervalMs`: since the event before it. */
export function castEvent(intervalMs: number, event: CastEvent, data: string): string {
  return jsonLine([Math.max(0, intervalMs) / 1_000, event, data]);
}

/** What the server is told that it talks to. */
export const terminalType = 'xterm-256color';

/** Reads a v3 recording line by line and gives the lines of a v2, which older players know. */
export class CastToV2 {
  #seconds = 0;
  #isBegun = false;

  /**
   * The v2 line of a v3 line, or null where there is none (comments, exit status, a line that was torn off).
   * @param show what becomes of output: whoever plays an export elsewhere has a real terminal, which would answer.
   */
  line(line: string, show: (output: string) => string): string | null {
    if (line.trim() === '' || line.startsWith('#')) return null;
    const value = jsonOf(line);
    if (!this.#isBegun) {
      this.#isBegun = true;
      return isHeader(value) ? jsonLine({ version: 2, width: value.term.cols, height: value.term.rows, timestamp: value.timestamp, title: value.title, env: { TERM: terminalType } }) : null;
    }
    if (!isEvent(value)) return null;
    const [interval, code, data] = value;
    this.#seconds += interval;
    // v2 knows no exit status; the wait before it counts all the same.
    if (code !== 'o' && code !== 'r') return null;
    return jsonLine([Math.round(this.#seconds * 1_000) / 1_000, code, code === 'o' ? show(data) : data]);
  }
}

function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

function isHeader(value: unknown): value is { term: { cols: number; rows: number }; timestamp: number; title: string } {
  return typeof value === 'object' && value !== null && 'version' in value && value.version === 3;
}

function isEvent(value: unknown): value is [number, string, string] {
  return Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'string' && typeof value[2] === 'string';
}
