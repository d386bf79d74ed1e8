import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, realpath, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { causeText } from '../../../core/cause-text';
import { fail, ok, type Result } from '../../../core/errors';
import type { CaseExports, ExportTarget } from '../../ports/case-exports';
import verifier from '../../../scripts/verify-journal?raw';
import { checked, fileSource, inertSource, madeSource, type OpenFile } from './export-sources';
import { ZipWriter } from './zip-writer';

/** The names that steps' outputs (core/run/claim.ts) and recorded terminals have. */
const transcriptName = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/** Exports as folders and zips; each has its name only when it is whole. */
export function createCaseExports(transcripts: string): CaseExports {
  const opener = (name: string, suffix: '.raw' | '.cast'): OpenFile => async () => {
    // SECURITY: the name may come from somebody else's journal: nothing outside the folder, nothing through a link.
    if (!transcriptName.test(name)) return null;
    const path = join(transcripts, `${name}${suffix}`);
    try {
      if ((await realpath(path)) !== join(await realpath(transcripts), `${name.split('/').join(sep)}${suffix}`)) return null;
      const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
      if ((await handle.stat()).isFile()) return handle;
      await handle.close();
      return null;
    } catch {
      return null;
    }
  };
  return {
    verifier: () => verifier,

    made: madeSource,
    transcript: (name) => fileSource(opener(name, '.raw')).catch(() => null),

    async recording(name) {
      const file = await fileSource(opener(name, '.cast')).catch(() => null);
      return file === null ? null : { raw: file.raw, ...(await inertSource(file.raw)) };
    },

    async begin(target, form, replace) {
      const there = await lstat(target).then(() => true, () => false);
      if (there && (form === 'folder' || !replace)) return fail('export-exists', { path: target });
      const temporary = join(dirname(target), `.breakglass-export-${randomBytes(6).toString('hex')}`);
      try {
        if (form === 'zip') return ok(zipTarget(target, temporary, await open(temporary, 'wx', 0o600)));
        await mkdir(temporary, { mode: 0o700 });
        return ok(folderTarget(target, temporary));
      } catch (error) {
        return unwritable(target, error);
      }
    },
  };
}

function folderTarget(target: string, temporary: string): ExportTarget {
  return {
    put: (path, source) =>
      attempt(target, async () => {
        const file = join(temporary, ...path.split('/'));
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
        const handle = await open(file, 'wx', path === 'verify-journal' ? 0o700 : 0o600);
        try {
          for await (const piece of checked(source)) await handle.appendFile(piece);
          await handle.sync();
        } finally {
          await handle.close();
        }
      }),
    // An empty folder that appeared meanwhile is taken over; anything else in its place is an error.
    finish: () => attempt(target, () => rename(temporary, target)),
    abandon: () => rm(temporary, { recursive: true, force: true }),
  };
}

function zipTarget(target: string, temporary: string, handle: FileHandle): ExportTarget {
  const zip = new ZipWriter(handle);
  return {
    put: (path, source) => attempt(target, () => zip.add(path, checked(source))),
    finish: () =>
      attempt(target, async () => {
        await zip.end();
        await handle.sync();
        await handle.close();
        await rename(temporary, target);
      }),
    async abandon() {
      await handle.close().catch(() => undefined);
      await rm(temporary, { force: true });
    },
  };
}

async function attempt(target: string, work: () => Promise<void>): Promise<Result<void>> {
  try {
    await work();
    return ok(undefined);
  } catch (error) {
    return unwritable(target, error);
  }
}

function unwritable(target: string, error: unknown): ReturnType<typeof fail> {
  return fail('export-unwritable', { path: target, why: causeText(error) });
}
