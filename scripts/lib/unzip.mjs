import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw, crc32 } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const SYMLINK = 0o120000;

/**
 * Unpacks the files of a zip that `place` gives a name to. Only what Electron's own archives need: no encryption, no
 * zip64, no links. Checks every file's length and CRC.
 * @param {string} archive
 * @param {string} folder where to; must exist
 * @param {(name: string) => string | undefined} place new relative path of an entry; undefined leaves it out
 * @throws {Error} when the archive is damaged or names a file outside of the folder
 */
export async function unzip(archive, folder, place) {
  for (const entry of await readDirectory(archive)) {
    const name = entry.name.endsWith('/') ? undefined : place(entry.name);
    if (name === undefined) continue;
    const target = resolve(folder, name);
    // SECURITY: an archive decides names, never where they go.
    if (!target.startsWith(resolve(folder) + sep)) throw new Error(`${entry.name} leads out of ${folder}`);
    if ((entry.mode & 0o170000) === SYMLINK) throw new Error(`${entry.name} is a link`);
    await mkdir(dirname(target), { recursive: true });
    await unpack(archive, entry, target);
  }
}

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {number} method
 * @property {number} crc
 * @property {number} packed bytes in the archive
 * @property {number} size bytes when unpacked
 * @property {number} mode
 * @property {number} at where its local header begins
 */

/**
 * @param {string} archive
 * @returns {Promise<Entry[]>}
 */
async function readDirectory(archive) {
  const file = await open(archive, 'r');
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, 22 + 0xffff));
    await file.read(tail, 0, tail.length, size - tail.length);
    const at = lastIndexOfEnd(tail);
    const count = tail.readUInt16LE(at + 10);
    const bytes = tail.readUInt32LE(at + 12);
    const offset = tail.readUInt32LE(at + 16);
    if (count === 0xffff || offset === 0xffffffff) throw new Error(`${archive} is a zip64, which is not read here`);
    const directory = Buffer.alloc(bytes);
    await file.read(directory, 0, bytes, offset);
    return readEntries(directory, count);
  } finally {
    await file.close();
  }
}

/** @param {Buffer} tail */
function lastIndexOfEnd(tail) {
  for (let at = tail.length - 22; at >= 0; at--) if (tail.readUInt32LE(at) === END) return at;
  throw new Error('not a zip archive');
}

/**
 * @param {Buffer} directory
 * @param {number} count
 */
function readEntries(directory, count) {
  /** @type {Entry[]} */
  const entries = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (directory.readUInt32LE(at) !== ENTRY) throw new Error('the directory of the zip archive is damaged');
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      mode: directory.readUInt32LE(at + 38) >>> 16,
      at: directory.readUInt32LE(at + 42),
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/**
 * @param {string} archive
 * @param {Entry} entry
 * @param {string} target
 */
async function unpack(archive, entry, target) {
  const output = createWriteStream(target, { mode: (entry.mode & 0o777) || 0o644 });
  const start = await dataOffset(archive, entry);
  let size = 0;
  let crc = 0;
  const check = new Transform({
    transform(chunk, _encoding, next) {
      size += chunk.length;
      crc = crc32(chunk, crc);
      next(null, chunk);
    },
  });
  const input = entry.packed === 0 ? [] : createReadStream(archive, { start, end: start + entry.packed - 1 });
  if (entry.method === DEFLATED) await pipeline(input, createInflateRaw(), check, output);
  else if (entry.method === STORED) await pipeline(input, check, output);
  else throw new Error(`${entry.name} is packed by an unknown method (${entry.method})`);
  if (size !== entry.size || crc !== entry.crc) throw new Error(`${entry.name} is damaged in ${archive}`);
}

/**
 * The local header repeats the name with an extra field of another length, so it must be read.
 * @param {string} archive
 * @param {Entry} entry
 */
async function dataOffset(archive, entry) {
  const file = await open(archive, 'r');
  try {
    const header = Buffer.alloc(30);
    await file.read(header, 0, 30, entry.at);
    if (header.readUInt32LE(0) !== LOCAL) throw new Error(`${entry.name} has no header in ${archive}`);
    return entry.at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
}
