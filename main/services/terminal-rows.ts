import { terminalEntries } from '../../core/terminal/entries';
import type { TerminalRow } from '../../core/terminal/terminal';
import type { Journal } from '../ports/journal';

/** The terminals of this device as its journal tells them, in order. An entry of an unknown shape is passed over. */
export async function terminalRows(journal: Journal): Promise<readonly TerminalRow[]> {
  const rows = new Map<string, TerminalRow>();
  await journal.replay(({ at, op, code, data }) => {
    if (code === 'TERMINAL-START') {
      const start = terminalEntries[code].data.safeParse(data);
      if (!start.success) return;
      const { terminal, host, danger, reason, recording, caseId = null } = start.data;
      rows.set(terminal, { terminal, host, danger, by: op, reason, caseId, startedAt: at, recording, end: null });
    }
    if (code === 'TERMINAL-END') {
      const end = terminalEntries[code].data.safeParse(data);
      const row = end.success ? rows.get(end.data.terminal) : undefined;
      if (!end.success || row === undefined) return;
      const { how, code: exit, bytes, recordingSha256, durationMs } = end.data;
      rows.set(row.terminal, { ...row, end: { how, code: exit, bytes, recordingSha256, durationMs } });
    }
  });
  return [...rows.values()];
}
