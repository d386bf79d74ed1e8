import { setImmediate } from 'node:timers/promises';
import { fail, failure, ok, type Failure, type Result } from '../../../core/errors';
import type { Heard } from '../../../core/alert/heard';
import { LogRules, type LogLine } from '../../../core/alert/log-rules';
import type { Target } from '../../../core/runbook/plan';
import type { Clock } from '../../ports/clock';
import type { Ids } from '../../ports/ids';
import type { LogPiece, LogQuestion, LogReader } from '../../ports/log-reader';
import type { Channel, Line } from './line';
import type { LinePool } from './line-pool';
import { readLogFile, type HostFile, type LogFolder } from './log-file';
import { readJournal } from './log-journal';
import { blockBytes, journalFrame, listFrame, takeFrame } from './log-scripts';
import { inputEaten, wrapper } from './step-record-script';

/** No answer is longer, bytes; more of a journal waits for the next question. */
const longestAnswer = 2_097_152;
const longestComplaint = 2_000;
/** A host that does not answer such a small question within this time is not answering, ms. */
const patience = 9_000;
/** Lines judged before others get their turn. */
const judgedAtOnce = 200;

interface Said {
  readonly bytes: Buffer;
  readonly complaint: string;
  readonly code: number | null;
  /** It was cut because it was long enough. */
  readonly isCut: boolean;
}

interface ReadPiece extends Pick<LogPiece, 'place' | 'more' | 'gap'> {
  readonly lines: readonly LogLine[];
}

/** Reads logs over the lines of the steps: each question is a channel of its own, and nothing stays behind on the host. */
export class LogReading implements LogReader {
  readonly #rules = new Map<string, LogRules>();

  constructor(private readonly options: { readonly pool: LinePool; readonly clock: Clock; readonly ids: Ids }) {}

  async readLog(question: LogQuestion, target: Target, jumps: readonly Target[]): Promise<Result<LogPiece>> {
    const lent = await this.options.pool.take(target, jumps);
    if (!lent.ok) return lent;
    try {
      const read = await this.#read(lent.value.line, question, target);
      if (!read.ok) return read;
      const { lines, ...piece } = read.value;
      const heard = await this.#heard(lines, question);
      return ok({ ...piece, heard, lines: lines.length, newest: lines.at(-1)?.at ?? null });
    } finally {
      lent.value.release();
    }
  }

  async #read(line: Line, { log, place }: LogQuestion, target: Target): Promise<Result<ReadPiece>> {
    const now = this.options.clock.now();
    if (log.kind === 'journal') {
      const nonce = this.options.ids.nonce();
      return readJournal(place, nonce, target.name, (cursor) => this.#ask(line, target, journalFrame(nonce, cursor, log.priority, log.units)));
    }
    const folder = this.#folder(line, target, log.path);
    const read = await readLogFile(folder, log.path, place, now);
    return read.ok ? ok({ ...read.value, lines: read.value.lines.map((text) => ({ text, at: now, labels: {} })) }) : read;
  }

  async #heard(lines: readonly LogLine[], { rules, about }: LogQuestion): Promise<readonly Heard[]> {
    const key = JSON.stringify([rules, about]);
    const compiled = this.#rules.get(key) ?? new LogRules(rules, about);
    this.#rules.set(key, compiled);
    const heard: Heard[] = [];
    for (const [index, line] of lines.entries()) {
      // The steps' bytes pass through this process too.
      if (index % judgedAtOnce === judgedAtOnce - 1) await setImmediate();
      const each = compiled.heard(line);
      if (each !== null) heard.push(each);
    }
    return heard;
  }

  #folder(line: Line, target: Target, path: string): LogFolder {
    const { ids } = this.options;
    const asked = async (nonce: string, frame: Buffer): Promise<Result<readonly Part[]>> => {
      const said = await this.#ask(line, target, frame);
      if (!said.ok) return said;
      const parts = partsOf(said.value.bytes, nonce);
      if (parts.at(-1)?.words[0] !== 'end') return fail('line-lost', { host: target.name });
      return parts.some(({ words }) => words[0] === 'X') ? fail('log-unreadable', { path, host: target.name, user: target.user }) : ok(parts);
    };
    return {
      async take(inode, from, most) {
        const nonce = ids.nonce();
        const block = Math.floor(from / blockBytes);
        const blocks = most === 0 ? 0 : Math.ceil((from - block * blockBytes + most) / blockBytes);
        const answer = await asked(nonce, takeFrame(nonce, path, inode, block, blocks));
        if (!answer.ok) return answer;
        const file = filesIn(answer.value)[0];
        const data = answer.value.find(({ words }) => words[0] === 'D');
        const after = answer.value.find(({ words }) => words[0] === 'S');
        // Another file came into its place while it was read: the next look sees that.
        if (file === undefined || data === undefined || after?.words[1] !== file.inode) return ok(null);
        const skip = from - block * blockBytes;
        return ok({ ...file, size: Math.max(file.size, Number(after.words[2])), data: data.bytes.subarray(skip, skip + most) });
      },
      async list() {
        const nonce = ids.nonce();
        const answer = await asked(nonce, listFrame(nonce, path));
        if (!answer.ok) return answer;
        const order = answer.value.find(({ words }) => words[0] === 'O')?.bytes.toString('latin1').split('\n') ?? [];
        const age = new Map(order.map((text, index) => [/^\s*(\d+) /.exec(text)?.[1] ?? '', index]));
        return ok([...filesIn(answer.value)].sort((a, b) => (age.get(a.inode) ?? 0) - (age.get(b.inode) ?? 0)));
      },
    };
  }

  async #ask(line: Line, target: Target, frame: Buffer): Promise<Result<Said>> {
    const answer = await line.exec(wrapper, (channel) => answerOf(channel, frame));
    if (!answer.ok) return answer;
    const said = await answer.value;
    return said.isCut || said.code === 0 ? ok(said) : { ok: false, error: refused(said, target, line) };
  }
}

function refused({ code, complaint, bytes }: Said, { name: host, user }: Target, line: Line): Failure {
  if (!line.isOpen || code === null) return failure('line-lost', { host });
  if (code === inputEaten) return failure('ssh-input-eaten', { host, user });
  return failure('ssh-forced-command', { host, said: `${complaint}${bytes.toString('utf8', 0, longestComplaint)}`.trim() || `exit ${String(code)}` });
}

/** Everything that one question is answered with. */
function answerOf(channel: Channel, frame: Buffer): Promise<Said> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    let complaint = '';
    let code: number | null = null;
    let isCut = false;
    const finish = (): void => {
      clearTimeout(limit);
      resolve({ bytes: Buffer.concat(parts), complaint, code, isCut });
    };
    const limit = setTimeout(() => {
      channel.close();
      channel.destroy();
      finish();
    }, patience);
    channel.on('data', (part: Buffer) => {
      if (isCut) return;
      parts.push(part);
      size += part.length;
      // SECURITY: counted as it arrives, so that a host cannot fill this process.
      if (size <= longestAnswer) return;
      isCut = true;
      channel.close();
      finish();
    });
    channel.stderr.on('data', (part: Buffer) => {
      if (complaint.length < longestComplaint) complaint = (complaint + part.toString('utf8')).slice(0, longestComplaint);
    });
    channel.on('exit', (exit: number | null) => {
      code = exit;
    });
    channel.on('error', () => undefined);
    channel.once('close', finish);
    channel.end(frame);
  });
}

/** A part of an answer: the words behind the nonce, and the bytes up to the next. */
interface Part {
  readonly words: readonly string[];
  readonly bytes: Buffer;
}

function partsOf(bytes: Buffer, nonce: string): readonly Part[] {
  const mark = Buffer.from(`\n${nonce} `);
  const parts: Part[] = [];
  for (let at = bytes.indexOf(mark); at >= 0; ) {
    const end = bytes.indexOf(10, at + mark.length);
    if (end < 0) break;
    const next = bytes.indexOf(mark, end);
    parts.push({ words: bytes.toString('latin1', at + mark.length, end).split(' '), bytes: bytes.subarray(end + 1, next < 0 ? bytes.length : next) });
    at = next;
  }
  return parts;
}

function filesIn(parts: readonly Part[]): readonly HostFile[] {
  return parts.flatMap(({ words, bytes }) => {
    const [word, inode = '', size = ''] = words;
    return word === 'F' && /^\d+$/.test(inode) && /^\d+$/.test(size) ? [{ inode, size: Number(size), head: Buffer.from(bytes) }] : [];
  });
}
