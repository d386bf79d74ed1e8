import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, unlink, type FileHandle } from 'node:fs/promises';

/** A segment that is open for appending. */
export interface SegmentFile {
  /** Appends all bytes or throws. */
  write(bytes: Uint8Array): Promise<void>;
  /** Bytes and length are on the disk afterwards. */
  datasync(): Promise<void>;
  read(): Promise<Uint8Array>;
  truncate(size: number): Promise<void>;
  close(): Promise<void>;
}

/** The few things a journal asks of a file system. Tests put one here that fails where they say. */
export interface Disk {
  makeFolder(path: string): Promise<void>;
  /** Null when it is a folder that may be used; else why not. */
  folderProblem(path: string): Promise<string | null>;
  list(path: string): Promise<readonly string[]>;
  /** Opens a segment for appending: a `new` one must not be there yet. */
  openSegment(path: string, which: 'new' | 'existing'): Promise<SegmentFile>;
  /** At most `limit` bytes of a regular file; `size` is all that it has. */
  read(path: string, limit: number): Promise<{ readonly bytes: Uint8Array; readonly size: number }>;
  /** Makes names that were added or removed in a folder durable. */
  syncFolder(path: string): Promise<void>;
  remove(path: string): Promise<void>;
}

// SECURITY: a symbolic link in place of a segment is refused, so that a hostile workspace cannot make us write elsewhere.
// Windows has no such flag; there, making links needs a privilege that ordinary users lack.
const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;

/**
 * Linux writes and syncs in one call, which spares every entry a way through the thread pool. Elsewhere O_DSYNC says less
 * than a sync does (macOS leaves bytes in the drive's cache).
 */
const writeThrough = process.platform === 'linux' ? constants.O_DSYNC : 0;

/** The real file system. */
export const nodeDisk: Disk = {
  makeFolder: async (path) => void (await mkdir(path, { recursive: true, mode: 0o700 })),
  folderProblem: async (path) => {
    const facts = await lstat(path);
    // SECURITY: whoever may write the folder may replace the journal; whoever may link it decides where it goes.
    if (facts.isSymbolicLink()) return 'it is a symbolic link';
    if (!facts.isDirectory()) return 'it is not a folder';
    if (process.getuid !== undefined && facts.uid !== process.getuid()) return 'it belongs to another user';
    if (process.platform !== 'win32' && (facts.mode & 0o022) !== 0) return 'others may write to it';
    return null;
  },
  list: async (path) => (await readdir(path)).sort(),
  openSegment: async (path, which) => {
    const create = which === 'new' ? constants.O_CREAT | constants.O_EXCL : 0;
    const handle = await open(path, constants.O_RDWR | constants.O_APPEND | noFollow | writeThrough | create, 0o600);
    return segmentFile(handle);
  },
  read: async (path, limit) => {
    const handle = await open(path, constants.O_RDONLY | noFollow);
    try {
      const facts = await handle.stat();
      if (!facts.isFile()) throw new Error('not a regular file');
      return { bytes: await readUpTo(handle, Math.min(limit, facts.size)), size: facts.size };
    } finally {
      await handle.close();
    }
  },
  syncFolder: async (path) => {
    // Windows can neither open nor sync a folder; NTFS journals names by itself.
    if (process.platform === 'win32') return;
    const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  remove: (path) => unlink(path),
};

function segmentFile(handle: FileHandle): SegmentFile {
  // What a process before us left in the file may not be on the disk, nor is a cut.
  let synced = false;
  return {
    write: async (bytes) => {
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await handle.write(bytes, at, bytes.length - at);
        if (bytesWritten === 0) throw new Error('the disk took no bytes');
        at += bytesWritten;
      }
    },
    datasync: async () => {
      // On macOS libuv asks for F_FULLFSYNC here, which is what makes it durable there.
      if (!synced) await handle.datasync();
      synced = writeThrough !== 0;
    },
    read: async () => readUpTo(handle, (await handle.stat()).size),
    truncate: (size) => {
      synced = false;
      return handle.truncate(size);
    },
    close: () => handle.close(),
  };
}

async function readUpTo(handle: FileHandle, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await handle.read(bytes, at, length - at, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}
