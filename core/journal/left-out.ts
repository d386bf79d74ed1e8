import { utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { canonicalJson } from './canonical';
import type { Entry } from './entry';
import { maxLineBytes } from './line';
import { blockBytes, hashFrom, stateAfter } from './sha256-state';

/**
 * What an extract holds in place of a line whose content is left out: SHA-256's state after the blocks that hold the
 * content, and the line's end as it stands. The line's hash, its number and the hash before it follow from these, so that
 * the chain is proven through it (docs/journal-format.md).
 */
const leftOutSchema = z.strictObject({
  /** Bytes of the line that the state stands for. */
  bytes: z.number().int().min(blockBytes).max(maxLineBytes).multipleOf(blockBytes),
  state: z.string().regex(/^[0-9a-f]{64}$/),
  tail: z.string(),
});

/** The end of every line. What stands before it in the tail says nothing of the content. */
const lineEnd = /^[ -~]*,"prev":"([0-9a-f]{64})","seq":([1-9]\d{0,15}),"sig":"[A-Za-z0-9+/=]+","v":1\}$/;

/**
 * The line without its content. Of what is left out nothing stays: the cut is made behind `data`, and between there and
 * `prev` there is always room for one.
 */
export function leaveOut(line: string, { alg, at, boot, code, data }: Entry): string {
  const content = utf8ToBytes(canonicalJson({ alg, at, boot, code, data })).length - 1;
  const bytes = Math.ceil(content / blockBytes) * blockBytes;
  const whole = utf8ToBytes(line);
  const tail = String.fromCharCode(...whole.subarray(bytes));
  return canonicalJson({ bytes, state: stateAfter(whole.subarray(0, bytes)), tail });
}

interface LeftOut {
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
}

/** What follows from such a line, or null where it is none. */
export function readLeftOut(text: string): LeftOut | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
    if (canonicalJson(value) !== text) return null;
  } catch {
    return null;
  }
  const read = leftOutSchema.safeParse(value);
  if (!read.success) return null;
  const { bytes, state, tail } = read.data;
  const end = lineEnd.exec(tail);
  const seq = Number(end?.[2]);
  if (end?.[1] === undefined || !Number.isSafeInteger(seq) || bytes + tail.length > maxLineBytes) return null;
  return { seq, prev: end[1], hash: hashFrom(state, bytes, utf8ToBytes(tail)) };
}
