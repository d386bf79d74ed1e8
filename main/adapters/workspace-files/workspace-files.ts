import { constants } from 'node:fs';
import { access, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../../../core/errors';
import { withDevice, withHostKey, withOverride, withRetired } from '../../../core/workspace/edit-yaml';
import { readWorkspace, type FolderText } from '../../../core/workspace/read-workspace';
import { yamlLimit } from '../../../core/workspace/read-yaml';
import { withoutOverride } from '../../../core/workspace/without-override';
import { isTimeZone } from '../../../core/workspace/time-zone';
import type { DriverKinds } from '../../../core/workspace/readings';
import type { WorkspaceFiles } from '../../ports/workspace-files';
import { measureFile } from './measure-file';
import { putFile } from './put-file';
import { errorCode, readFolder, readInside } from './read-folder';
import { replaceFile } from './replace-file';
import { starterFiles } from './starter-files';
import { watchFolder } from './watch-folder';

/** The workspace as a folder on this machine's disk. `kinds`: the drivers whose configuration it may hold. */
export function createWorkspaceFiles(kinds: DriverKinds): WorkspaceFiles {
  /** Edits of one file wait for each other, so that two never start from the same text. */
  let turn: Promise<unknown> = Promise.resolve();

  const edit = (root: string, file: string, change: (text: string) => Result<string>): Promise<Result<void>> => {
    const mine = turn.then(async (): Promise<Result<void>> => {
      const text = await readInside(root, file, yamlLimit);
      const before = text.ok ? text.value : '';
      // A file that is not there is an empty one; one that cannot be read must not be overwritten.
      if (!text.ok && text.error.values['why'] !== 'ENOENT') return text;
      const after = change(before);
      if (!after.ok) return after;
      return after.value === before ? ok(undefined) : write(root, file, after.value);
    });
    turn = mine;
    return mine;
  };

  return {
    read: async (root) => readWorkspace(await readFolder(root), kinds),
    readAs: async (root, texts) => readWorkspace(replaced(await readFolder(root), texts), kinds),
    watch: watchFolder,
    create: (root, answers) => create(root, answers),
    addHostKey: (root, host, key, imported = null) => edit(root, 'hosts.yaml', (text) => withHostKey(text, host, key, imported)),
    addDevice: (root, device) => edit(root, 'team.yaml', (text) => withDevice(text, device)),
    retireDevice: (root, person, device) => edit(root, 'team.yaml', (text) => withRetired(text, person, device)),
    addOverride: (root, override) => edit(root, 'duty.yaml', (text) => withOverride(text, override)),
    removeOverride: (root, override) => edit(root, 'duty.yaml', (text) => withoutOverride(text, override)),
    readText: (root, file, maxBytes = yamlLimit) => readInside(root, file, maxBytes),
    measure: measureFile,
    put: (root, file, before, after) => {
      const mine = turn.then(() => putFile(root, file, before, after));
      turn = mine;
      return mine;
    },
    isWritable: async (root) => {
      try {
        await access(root, constants.W_OK | constants.X_OK);
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** A folder with some of its texts replaced, and what was wrong with reading the old ones forgotten. */
function replaced(folder: FolderText, texts: ReadonlyMap<string, string>): FolderText {
  return { ...folder, texts: new Map([...folder.texts, ...texts]), findings: folder.findings.filter(({ file }) => !texts.has(file)) };
}

async function write(root: string, file: string, text: string): Promise<Result<void>> {
  try {
    await replaceFile(path.join(root, file), text);
    return ok(undefined);
  } catch (error) {
    return fail('workspace-unwritable', { path: file, why: errorCode(error) });
  }
}

async function create(root: string, answers: { readonly name: string; readonly timezone: string; readonly person: string }): Promise<Result<void>> {
  if (!isTimeZone(answers.timezone)) return fail('bad-input', { what: 'timezone', why: 'a name such as Asia/Seoul is needed' });
  for (const what of ['name', 'person'] as const) {
    const { length } = answers[what];
    if (length < 1 || length > 80) return fail('bad-input', { what, why: '1 to 80 characters' });
  }
  try {
    await mkdir(root, { recursive: true });
    // A fresh clone of an empty repository holds `.git` and nothing of the user's.
    const present = (await readdir(root)).filter((name) => name !== '.git');
    if (present.length > 0) return fail('workspace-not-empty', { path: root });
    for (const folder of ['runbooks', 'scenarios']) await mkdir(path.join(root, folder), { recursive: true });
  } catch (error) {
    return fail('workspace-unwritable', { path: root, why: errorCode(error) });
  }
  for (const [file, text] of starterFiles(answers)) {
    const written = await write(root, file, text);
    if (!written.ok) return written;
  }
  return ok(undefined);
}
