import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { fail, ok, type Result } from '../../../core/errors';
import type { Line } from './line';
import { AnswerReader, field, openFor, packet, PacketSplitter, sftp, sftpStatus, type SftpAnswer } from './sftp-packet';

/** How long the greeting may take, in milliseconds. */
const patienceMs = 10_000;
/** How long the end of a line may lag behind the end of its streams, in milliseconds. */
const lagMs = 500;

/** Why a server said no, where its own words are only "Failure". */
const words: Readonly<Record<number, string>> = {
  [sftpStatus.noSuchFile]: 'no such file',
  [sftpStatus.permissionDenied]: 'permission denied',
};

/** A file that is open on the host. */
export type SftpFile = Buffer & { readonly __file: unique symbol };

/**
 * The few requests of SFTP version 3 that moving a file takes, over the bytes of any line. Requests may be on the way
 * side by side; a failure names the host and the path, `line-lost` means that nobody answers any more.
 */
export class SftpClient {
  readonly #splitter = new PacketSplitter();
  readonly #waiting = new Map<number, (answer: SftpAnswer | null) => void>();
  #greeting: (isGreeted: boolean) => void = () => undefined;
  #ids = 0;
  #isOpen = true;
  #isGarbled = false;

  private constructor(
    private readonly stream: Duplex,
    private readonly host: string,
  ) {
    stream.on('data', (chunk: Buffer) => {
      this.#receive(chunk);
    });
    for (const end of ['end', 'close', 'error'] as const) {
      stream.on(end, () => {
        this.#lose();
      });
    }
  }

  static async open(line: Line): Promise<Result<SftpClient>> {
    const stream = await line.sftp();
    if (!stream.ok) return stream;
    const client = new SftpClient(stream.value, line.target.name);
    const greeted = new Promise<boolean>((resolve) => {
      client.#greeting = resolve;
      setTimeout(() => {
        resolve(false);
      }, patienceMs).unref();
    });
    stream.value.write(packet(sftp.init, null, [field.u32(3)]));
    if (await greeted) return ok(client);
    const hasEnded = !client.#isOpen;
    client.close();
    const host = line.target.name;
    if (client.#isGarbled) return fail('sftp-garbled', { host });
    // One that ends at once on a line that lives is not there: the system's ssh says no more than that.
    await pause(lagMs);
    return hasEnded && line.isOpen ? fail('sftp-missing', { host, why: 'no answer' }) : fail('line-lost', { host });
  }

  close(): void {
    this.#lose();
    this.stream.destroy();
  }

  /** Opens a file; a new one gets 0600. */
  async open(path: string, how: 'reading' | 'writing'): Promise<Result<SftpFile>> {
    const flags = how === 'reading' ? openFor.reading : openFor.reading | openFor.writing | openFor.creating;
    const answer = await this.#ask(sftp.open, path, [field.text(path), field.u32(flags), field.permissions(0o600)], sftp.handle);
    if (!answer.ok) return answer;
    const handle = new AnswerReader(answer.value).bytes();
    return handle === null ? this.#garbled() : ok(Buffer.from(handle) as SftpFile);
  }

  async closeFile(file: SftpFile, path: string): Promise<Result<void>> {
    return this.#act(sftp.close, path, [field.bytes(file)]);
  }

  async size(file: SftpFile, path: string): Promise<Result<number>> {
    const answer = await this.#ask(sftp.fstat, path, [field.bytes(file)], sftp.attrs);
    if (!answer.ok) return answer;
    const reader = new AnswerReader(answer.value);
    const flags = reader.u32() ?? 0;
    const size = (flags & 0x01) === 0 ? null : reader.u64();
    return size === null ? this.#garbled() : ok(size);
  }

  /** Cuts a file to a length. */
  async cut(file: SftpFile, path: string, bytes: number): Promise<Result<void>> {
    return this.#act(sftp.fsetstat, path, [field.bytes(file), field.size(bytes)]);
  }

  async write(file: SftpFile, path: string, at: number, bytes: Buffer): Promise<Result<void>> {
    return this.#act(sftp.write, path, [field.bytes(file), field.u64(at), field.bytes(bytes)]);
  }

  /** At most `length` bytes; none at the end of the file. */
  async read(file: SftpFile, path: string, at: number, length: number): Promise<Result<Buffer>> {
    const answer = await this.#ask(sftp.read, path, [field.bytes(file), field.u64(at), field.u32(length)], sftp.data, true);
    if (!answer.ok) return answer;
    if (answer.value === atEnd) return ok(Buffer.alloc(0));
    const bytes = new AnswerReader(answer.value).bytes();
    return bytes === null || bytes.length > length || bytes.length === 0 ? this.#garbled() : ok(bytes);
  }

  async remove(path: string): Promise<Result<void>> {
    return this.#act(sftp.remove, path, [field.text(path)]);
  }

  /** Fails where the new name is taken. */
  async rename(from: string, to: string): Promise<Result<void>> {
    return this.#act(sftp.rename, from, [field.text(from), field.text(to)]);
  }

  /** Bytes that a user may still write beside a path; null where the server does not tell. */
  async free(path: string): Promise<number | null> {
    const answer = await this.#ask(sftp.extended, path, [field.text('statvfs@openssh.com'), field.text(path)], sftp.extendedReply);
    if (!answer.ok) return null;
    const reader = new AnswerReader(answer.value);
    // Block size, fragment size, then in fragments: all, free, and free for a user like us.
    const [, unit = null, , , blocks = null] = Array.from({ length: 5 }, () => reader.u64());
    return unit === null || blocks === null ? null : unit * blocks;
  }

  async #act(type: number, path: string, parts: readonly Buffer[]): Promise<Result<void>> {
    const answer = await this.#ask(type, path, parts, sftp.status);
    return answer.ok ? ok(undefined) : answer;
  }

  async #ask(type: number, path: string, parts: readonly Buffer[], wanted: number, mayEnd = false): Promise<Result<Buffer>> {
    const answer = await this.#send(type, parts);
    if (answer === null) return this.#isGarbled ? this.#garbled() : fail('line-lost', { host: this.host });
    if (answer.type === wanted && wanted !== sftp.status) return ok(answer.body);
    if (answer.type !== sftp.status) return this.#garbled();
    const reader = new AnswerReader(answer.body);
    const code = reader.u32();
    if (code === null) return this.#garbled();
    if (wanted === sftp.status && code === sftpStatus.ok) return ok(answer.body);
    if (mayEnd && code === sftpStatus.eof) return ok(atEnd);
    const said = reader.bytes()?.toString('utf8').slice(0, 200) ?? '';
    return fail('sftp-refused', { host: this.host, path, why: words[code] ?? (said === '' ? `status ${String(code)}` : said) });
  }

  #send(type: number, parts: readonly Buffer[]): Promise<SftpAnswer | null> {
    return new Promise((resolve) => {
      if (!this.#isOpen) {
        resolve(null);
        return;
      }
      this.#ids = (this.#ids + 1) % 0x1_0000_0000;
      this.#waiting.set(this.#ids, resolve);
      this.stream.write(packet(type, this.#ids, parts));
    });
  }

  #receive(chunk: Buffer): void {
    const packets = this.#splitter.push(chunk);
    for (const bytes of packets ?? []) {
      const [type = 0] = bytes;
      if (type === sftp.version) {
        this.#greeting(true);
        continue;
      }
      const id = bytes.length < 5 ? -1 : bytes.readUInt32BE(1);
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      waiting?.({ type, id, body: bytes.subarray(5) });
    }
    if (packets !== null) return;
    this.#isGarbled = true;
    this.close();
  }

  #garbled(): { readonly ok: false; readonly error: ReturnType<typeof fail>['error'] } {
    return fail('sftp-garbled', { host: this.host });
  }

  #lose(): void {
    this.#isOpen = false;
    this.#greeting(false);
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const each of waiting) each(null);
  }
}

const atEnd = Buffer.alloc(0);
