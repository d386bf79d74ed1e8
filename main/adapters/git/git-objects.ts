import { createHash } from 'node:crypto';
import { runGit } from './run-git';

/** A file of a tree, as git names it. */
export interface TreeFile {
  readonly path: string;
  readonly object: string;
  readonly size: number;
}

/** The plain files of a commit. SECURITY: links, submodules and programs are not files to us. */
export async function listTree(repository: string, commit: string): Promise<readonly TreeFile[]> {
  const { code, out } = await runGit(repository, ['ls-tree', '-r', '-z', '-l', '--full-tree', commit]);
  if (code !== 0) return [];
  return out
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      const [, mode, type, object = '', size = '', path = ''] = /^(\d{6}) (\w+) ([0-9a-f]{40,64}) +(\d+|-)\t([^]*)$/.exec(line) ?? [];
      return mode === '100644' && type === 'blob' ? [{ path, object, size: Number(size) }] : [];
    });
}

/** The bytes of several objects, by name. */
export async function readObjects(repository: string, objects: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  if (objects.length === 0) return found;
  const { out } = await runGit(repository, ['cat-file', '--batch'], { input: Buffer.from(`${objects.join('\n')}\n`) });
  for (let at = 0; at < out.length; ) {
    const end = out.indexOf(0x0a, at);
    if (end === -1) break;
    const [object = '', type, size] = out.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (type !== 'blob' || size === undefined) continue;
    found.set(object, out.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return found;
}

/** The name that git gives to a file's bytes (SHA-1 repositories): tells whether it has them already. */
export function objectName(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${String(bytes.length)}\0`).update(bytes).digest('hex');
}
