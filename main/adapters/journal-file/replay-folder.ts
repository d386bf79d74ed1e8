import type { Entry } from '../../../core/journal/entry';
import { parseLine } from '../../../core/journal/line';
import { nodeDisk } from './disk';
import { JournalFolder } from './journal-folder';

/** Shows every entry of every writer's journal below a workspace, oldest first. Nothing is verified, nothing written. */
export async function replayFolder(root: string, visit: (entry: Entry) => void): Promise<void> {
  const folder = new JournalFolder(root, nodeDisk, () => null);
  const entries: Entry[] = [];
  for (const writer of await folder.writers()) {
    for (const file of await folder.files(writer)) {
      for (const { text } of (await folder.lines(writer, file)).lines) {
        const parsed = parseLine(text);
        if (parsed.ok) entries.push(parsed.entry);
      }
    }
  }
  entries.sort((a, b) => (a.hlc < b.hlc ? -1 : a.hlc > b.hlc ? 1 : 0));
  for (const entry of entries) visit(entry);
}
