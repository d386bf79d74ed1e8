import { canonicalJson } from './canonical';
import { entrySchema, type Entry } from './entry';

/** What a line's `prev` is when nothing came before. */
export const noPrevious = '0'.repeat(64);

/** Longest line without its newline, and longest segment. Bytes. */
export const maxLineBytes = 64 * 1024;
export const maxSegmentBytes = 256 * 1024;

export type Unsigned = Omit<Entry, 'sig'>;

/** `v` is the last name of a line, and `sig` stands before it. */
const ending = ',"v":1}';

/** The text whose UTF-8 bytes are signed: the canonical line without `sig`. */
export function signedText(entry: Unsigned): string {
  return canonicalJson(entry);
}

/** What stays the same on all lines of one writer at one opening, as it stands in a line. */
export interface LineFrame {
  /** Up to the entry's time. */
  readonly alg: string;
  readonly boot: string;
  readonly dev: string;
  readonly key: string;
  readonly op: string;
}

export function lineFrame({ alg, boot, dev, key, op }: Pick<Unsigned, 'alg' | 'boot' | 'dev' | 'key' | 'op'>): LineFrame {
  return {
    alg: `{"alg":${canonicalJson(alg)},"at":`,
    boot: `,"boot":${canonicalJson(boot)},"code":`,
    dev: `,"dev":${canonicalJson(dev)},"hlc":`,
    key: `,"key":${canonicalJson(key)},"mono":`,
    op: `,"op":${canonicalJson(op)},"prev":`,
  };
}

/**
 * The same bytes as `signedText`, put together from what is known already.
 * @param data the entry's data in canonical JSON
 */
export function framedText(frame: LineFrame, entry: Pick<Unsigned, 'at' | 'code' | 'hlc' | 'mono' | 'prev' | 'seq'>, data: string): string {
  const { at, code, hlc, mono, prev, seq } = entry;
  const numbers = { at: canonicalJson(at), mono: canonicalJson(mono), seq: canonicalJson(seq) };
  return (
    `${frame.alg}${numbers.at}${frame.boot}${canonicalJson(code)},"data":${data}${frame.dev}${canonicalJson(hlc)}` +
    `${frame.key}${numbers.mono}${frame.op}${canonicalJson(prev)},"seq":${numbers.seq}${ending}`
  );
}

/** The raw line, without its newline. */
export function lineText(entry: Unsigned, sig: string): string {
  return canonicalJson({ ...entry, sig });
}

/** The raw line from the text that was signed: the same bytes as `lineText`, without writing all of it again. */
export function signedLine(signed: string, sig: string): string {
  return `${signed.slice(0, -ending.length)},"sig":${JSON.stringify(sig)}${ending}`;
}

/** The text that was signed, cut out of a canonical line: writing all of it again was a tenth of verifying. */
function unsignedText(line: string, sig: string): string {
  return line.slice(0, -(`,"sig":${JSON.stringify(sig)}`.length + ending.length)) + ending;
}

/** `000001.jsonl`, ... */
export function segmentName(number: number): string {
  return `${String(number).padStart(6, '0')}.jsonl`;
}

/** The number in a segment's name, or null for any other name. */
export function segmentNumber(name: string): number | null {
  const digits = /^(\d{6})\.jsonl$/.exec(name)?.[1];
  return digits === undefined || digits === '000000' ? null : Number(digits);
}

export type Parsed =
  | { readonly ok: true; readonly entry: Entry; readonly signed: string }
  | { readonly ok: false; readonly rule: 'not-canonical' | 'bad-shape'; readonly why: string; readonly seq: number | null };

/** Reads one raw line. `null` stands for bytes that are not UTF-8. Byte equality with the canonical form is asked for. */
export function parseLine(raw: string | null): Parsed {
  if (raw === null) return { ok: false, rule: 'not-canonical', why: 'not UTF-8', seq: null };
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return { ok: false, rule: 'not-canonical', why: 'not JSON', seq: null };
  }
  const seq = seqOf(value);
  try {
    if (canonicalJson(value) !== raw) {
      return { ok: false, rule: 'not-canonical', why: 'differs from its canonical form', seq };
    }
  } catch (error) {
    return { ok: false, rule: 'not-canonical', why: error instanceof Error ? error.message : 'not canonical', seq };
  }
  const shape = entrySchema.safeParse(value);
  if (!shape.success) {
    const issue = shape.error.issues[0];
    return { ok: false, rule: 'bad-shape', why: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}`, seq };
  }
  // `data` is taken as it was written: the schema's copy may leave out names like __proto__, the signature does not.
  const { data } = value as Entry;
  return { ok: true, entry: { ...shape.data, data }, signed: unsignedText(raw, shape.data.sig) };
}

function seqOf(value: unknown): number | null {
  if (typeof value !== 'object' || value === null || !('seq' in value)) return null;
  return typeof value.seq === 'number' && Number.isSafeInteger(value.seq) ? value.seq : null;
}
