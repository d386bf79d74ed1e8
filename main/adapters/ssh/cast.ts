import { open, rename, rm, type FileHandle } from 'node:fs/promises';

const pieceBytes = 65_536;

/**
 * Derives an asciicast v3 recording from raw output and arrival times. https://docs.asciinema.org/manual/asciicast/v3/
 * The raw file stays the evidence; bytes that are no UTF-8 become U+FFFD here. Whole or not there: it is written under
 * another name first. Plain reads and writes, no streams: most steps say a few lines.
 */
export async function writeCast(
  files: { readonly raw: string; readonly times: string; readonly cast: string },
  about: { readonly startedAt: number; readonly title: string; readonly code: number | null },
): Promise<void> {
  const opened: FileHandle[] = [];
  const opening = async (path: string, flags: 'r' | 'w'): Promise<FileHandle> => {
    const file = await open(path, flags, 0o600);
    opened.push(file);
    return file;
  };
  try {
    const cast = await opening(`${files.cast}.new`, 'w');
    const raw = await opening(files.raw, 'r');
    const times = await opening(files.times, 'r');
    const timestamp = Math.floor(about.startedAt / 1_000);
    let text = jsonLine({ version: 3, term: { cols: 120, rows: 40 }, timestamp, title: about.title });
    const decoder = new TextDecoder();
    let before = 0;
    for await (const line of linesOf(times)) {
      const [at, length] = line.split(' ').map(Number);
      if (at === undefined || length === undefined || Number.isNaN(at) || Number.isNaN(length)) continue;
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await raw.read(bytes, 0, length, null);
      const said = decoder.decode(bytes.subarray(0, bytesRead), { stream: true });
      // A terminal needs the carriage return that a file has not.
      if (said !== '') text += jsonLine([Math.max(0, at - before) / 1_000, 'o', said.replace(/\r?\n/g, '\r\n')]);
      before = Math.max(before, at);
      if (text.length < pieceBytes) continue;
      await cast.writeFile(text);
      text = '';
    }
    if (about.code !== null) text += jsonLine([0, 'x', String(about.code)]);
    await cast.writeFile(text);
    await rename(`${files.cast}.new`, files.cast);
  } catch (error) {
    await rm(`${files.cast}.new`, { force: true });
    throw error;
  } finally {
    await Promise.all(opened.map((file) => file.close()));
  }
}

function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

async function* linesOf(file: FileHandle): AsyncGenerator<string> {
  const piece = Buffer.alloc(pieceBytes);
  let rest = '';
  for (;;) {
    const { bytesRead } = await file.read(piece, 0, piece.length, null);
    if (bytesRead === 0) break;
    const lines = (rest + piece.toString('latin1', 0, bytesRead)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
