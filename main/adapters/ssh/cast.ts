import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { once } from 'node:events';

/**
 * Derives an asciicast v3 recording from raw output and arrival times. https://docs.asciinema.org/manual/asciicast/v3/
 * The raw file stays the evidence; bytes that are no UTF-8 become U+FFFD here.
 */
export async function writeCast(
  files: { readonly raw: string; readonly times: string; readonly cast: string },
  about: { readonly startedAt: number; readonly title: string; readonly code: number | null },
): Promise<void> {
  const out = createWriteStream(files.cast, { mode: 0o600 });
  const failed = new Promise<never>((_, reject) => out.once('error', reject));
  failed.catch(() => undefined);
  const write = async (value: unknown): Promise<void> => {
    if (!out.write(`${JSON.stringify(value)}\n`)) await Promise.race([once(out, 'drain'), failed]);
  };
  const raw = await open(files.raw, 'r');
  try {
    const timestamp = Math.floor(about.startedAt / 1_000);
    await write({ version: 3, term: { cols: 120, rows: 40 }, timestamp, title: about.title });
    const decoder = new TextDecoder();
    let before = 0;
    for await (const line of createInterface({ input: createReadStream(files.times) })) {
      const [at, length] = line.split(' ').map(Number);
      if (at === undefined || length === undefined || Number.isNaN(at) || Number.isNaN(length)) continue;
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await raw.read(bytes, 0, length, null);
      const text = decoder.decode(bytes.subarray(0, bytesRead), { stream: true });
      // A terminal needs the carriage return that a file has not.
      if (text !== '') await write([Math.max(0, at - before) / 1_000, 'o', text.replace(/\r?\n/g, '\r\n')]);
      before = Math.max(before, at);
    }
    if (about.code !== null) await write([0, 'x', String(about.code)]);
    out.end();
    await Promise.race([once(out, 'close'), failed]);
  } finally {
    await raw.close();
  }
}
