import { join } from 'node:path';
import { causeText } from '../../../core/cause-text';
import { fail, ok, type Result } from '../../../core/errors';
import type { Journal } from '../../ports/journal';
import type { AnchorPoint } from './anchor';
import { nodeDisk } from './disk';
import { FileJournal } from './file-journal';
import type { JournalOptions } from './journal-options';
import { readTail } from './tail';

/**
 * Opens this device's journal for writing: checks the folder, cuts what a crash left unfinished, and records who opened
 * it, with which key, and what was cut. Fails with journal-folder-unsafe, journal-damaged, journal-not-writable or
 * journal-not-signed. The desk lock must be held: one writer per folder (decisions.md 1).
 */
export async function openJournal(options: JournalOptions): Promise<Result<Journal>> {
  const disk = options.disk ?? nodeDisk;
  const writer = `${options.op}.${options.dev}`;
  const folder = join(options.root, 'journal', writer);
  try {
    for (const path of [join(options.root, 'journal'), folder]) {
      await disk.makeFolder(path);
      const reason = await disk.folderProblem(path);
      if (reason !== null) return fail('journal-folder-unsafe', { path, reason });
    }
    await disk.syncFolder(options.root);
    await disk.syncFolder(join(options.root, 'journal'));
    const tail = await readTail(folder, disk, options.keys());
    if (!tail.ok) return tail;
    const journal = new FileJournal({ ...options, disk, writer, folder, tail: tail.value });
    const opened = await journal.open(await anchorPoint(options));
    return opened.ok ? ok(journal) : opened;
  } catch (error) {
    return fail('journal-not-writable', { path: folder, reason: causeText(error) });
  }
}

async function anchorPoint(options: JournalOptions): Promise<AnchorPoint | null> {
  try {
    return (await options.anchor?.read()) ?? null;
  } catch (error) {
    options.log(`journal anchor not read: ${causeText(error)}`);
    return null;
  }
}
