import { readRunbook } from '../../../core/runbook/read-runbook';
import type { Runbook } from '../../../core/runbook/runbook';

/** As many runbooks as somebody has open at once, and their versions before. */
const mostKept = 32;

/**
 * Runbooks by their very text: a run reads the file again before it starts (law 4), finds the same bytes nearly always, and
 * the same bytes are the same runbook. Parsing them was half of what making a plan cost.
 */
export class ParsedRunbooks {
  private readonly known = new Map<string, { readonly text: string; readonly runbook: Runbook | null }>();

  /** Null where the text has errors. */
  of(path: string, text: string): Runbook | null {
    const before = this.known.get(path);
    if (before?.text === text) return before.runbook;
    const { runbook } = readRunbook(path, text);
    this.known.delete(path);
    this.known.set(path, { text, runbook });
    const [oldest] = this.known.keys();
    if (this.known.size > mostKept && oldest !== undefined) this.known.delete(oldest);
    return runbook;
  }
}
