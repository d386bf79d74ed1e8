import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { CastToV2 } from '../../../core/terminal/asciicast';
import { InertOutput } from '../../../core/terminal/inert-output';
import { utf8 } from '../../../core/utf8';
import type { Beginning, ExportSource } from '../../ports/case-exports';

/** How much of a file is in memory at a time, bytes: hashing that much holds nobody up. */
const pieceBytes = 256 * 1024;

/** What the page shows of an output, bytes. */
const shownBytes = 64 * 1024;

/** Opens a file anew, with every check; null where it is not there, or not what may be taken along. */
export type OpenFile = () => Promise<FileHandle | null>;

/** What was made in memory. */
export function madeSource(bytes: Uint8Array): ExportSource {
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    async *pieces() {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield await Promise.resolve(bytes.subarray(at, at + pieceBytes));
    },
  };
}

/** A file as it is now: what is appended later is not of it. */
export async function fileSource(open: OpenFile): Promise<{ readonly raw: ExportSource; readonly beginning: Beginning } | null> {
  const size = await sizeOf(open);
  if (size === null) return null;
  const pieces = () => piecesOf(open, size);
  const beginning: Uint8Array[] = [];
  let kept = 0;
  const raw = await measured(pieces, (piece) => {
    if (kept < shownBytes) beginning.push(piece.subarray(0, shownBytes - kept));
    kept += piece.length;
  });
  return { raw, beginning: { text: new TextDecoder().decode(Buffer.concat(beginning)), more: kept > shownBytes } };
}

/** The same recording as asciicast v2 whose output is inert: a player has a terminal, which would answer the host. */
export async function inertSource(recording: ExportSource): Promise<{ readonly inert: ExportSource; readonly beginning: Beginning }> {
  let text = '';
  const inert = await measured(() => inertPieces(recording, (shown) => {
    if (text.length <= shownBytes) text += shown;
  }));
  const shown = utf8(text);
  const again: ExportSource = { ...inert, pieces: () => inertPieces(recording, () => undefined) };
  return { inert: again, beginning: { text: new TextDecoder().decode(shown.subarray(0, shownBytes)), more: shown.length > shownBytes } };
}

/** The pieces of a source, which throw at their end where they were not what its hash says. */
export async function* checked(source: ExportSource): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of source.pieces()) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest('hex') !== source.sha256) throw new Error('it changed while it was exported');
}

async function measured(pieces: () => AsyncIterable<Uint8Array>, see: (piece: Uint8Array) => void = () => undefined): Promise<ExportSource> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of pieces()) {
    hash.update(piece);
    bytes += piece.length;
    see(piece);
  }
  return { sha256: hash.digest('hex'), bytes, pieces };
}

async function sizeOf(open: OpenFile): Promise<number | null> {
  const handle = await open();
  if (handle === null) return null;
  try {
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

async function* piecesOf(open: OpenFile, size: number): AsyncGenerator<Uint8Array> {
  const handle = await open();
  if (handle === null) throw new Error('it is gone');
  try {
    for (let at = 0; at < size; ) {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(Math.min(pieceBytes, size - at)), 0, null, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function* inertPieces(recording: ExportSource, see: (shown: string) => void): AsyncGenerator<Uint8Array> {
  const [cast, inert, decoder] = [new CastToV2(), new InertOutput(), new TextDecoder()];
  const show = (output: string): string => {
    const shown = inert.push(output);
    see(shown);
    return shown;
  };
  const made = (lines: readonly string[]): Uint8Array => utf8(lines.map((line) => cast.line(line, show) ?? '').join(''));
  let rest = '';
  for await (const piece of recording.pieces()) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield made(lines);
  }
  yield made([rest + decoder.decode()]);
}
