import { z } from 'zod';
import { fail, ok, type Result } from '../../../core/errors';
import type { LogLine } from '../../../core/alert/log-rules';
import { jsonOf } from '../../../core/json-of';

const placeSchema = z.object({ cursor: z.string().min(1).max(1_000) });

/** What is taken of an entry. A message that is no text comes as a list of bytes, one that is too long as null. */
const entrySchema = z.object({
  __CURSOR: z.string().min(1).max(1_000),
  __REALTIME_TIMESTAMP: z.string().regex(/^\d{1,20}$/),
  MESSAGE: z.union([z.string(), z.array(z.number().int().min(0).max(255)), z.null()]).optional().catch(null),
  // A field that is there twice comes as a list: the entry counts, the label does not.
  _SYSTEMD_UNIT: z.string().optional().catch(undefined),
  SYSLOG_IDENTIFIER: z.string().optional().catch(undefined),
});

const shownMessage = 8_192;

/** What journalctl says where the user may read but a part of it. An answer without its lines would look like peace. */
const forbidden = /not seeing messages from other users|insufficient permissions/i;

interface JournalSaid {
  readonly bytes: Buffer;
  readonly complaint: string;
  readonly isCut: boolean;
}

interface JournalPiece {
  readonly lines: readonly LogLine[];
  readonly place: string;
  readonly more: boolean;
  readonly gap: null;
}

/** The entries behind a place; without one, only where the journal ends now. */
export async function readJournal(
  place: string | null,
  nonce: string,
  host: string,
  ask: (cursor: string | null) => Promise<Result<JournalSaid>>,
): Promise<Result<JournalPiece>> {
  const cursor = place === null ? null : cursorOf(place);
  const said = await ask(cursor);
  if (!said.ok) return said;
  const { complaint, isCut } = said.value;
  const text = said.value.bytes.toString('utf8');
  const [, body = '', code] = new RegExp(`\\n${nonce} J\\n([^]*?)(?:\\n${nonce} end (\\d+)\\n|$)`).exec(text) ?? [];
  if (code === undefined && !isCut) return fail('line-lost', { host });
  if (code === '127') return fail('log-no-journal', { host });
  if (forbidden.test(complaint)) return fail('log-journal-forbidden', { host });
  // Nothing was found behind the cursor: some versions call that a failure too, and say nothing about it.
  if (code !== undefined && code !== '0' && complaint.trim() !== '') return fail('log-journal-failed', { host, why: complaint.trim().slice(0, 300) });
  const entries = entriesOf(body).filter((entry) => cursor === null || !isSameEntry(entry.cursor, cursor));
  if (isCut && entries.length === 0) return fail('log-journal-failed', { host, why: 'an entry that is too long' });
  const last = entries.at(-1)?.cursor ?? cursor;
  if (last === null) return fail('log-journal-failed', { host, why: complaint.trim().slice(0, 300) || 'the journal is empty' });
  return ok({ lines: cursor === null ? [] : entries.map(({ line }) => line), place: JSON.stringify({ cursor: last }), more: isCut, gap: null });
}

function entriesOf(body: string): readonly { readonly cursor: string; readonly line: LogLine }[] {
  return body.split('\n').flatMap((text) => {
    // A last line that was cut is no JSON: it is read again behind the cursor of the one before.
    const read = entrySchema.safeParse(jsonOf(text));
    if (!read.success) return [];
    const { __CURSOR: cursor, __REALTIME_TIMESTAMP: micros, MESSAGE: message, _SYSTEMD_UNIT: unit, SYSLOG_IDENTIFIER: program } = read.data;
    const whole = message === null || message === undefined ? '' : typeof message === 'string' ? message : Buffer.from(message).toString('utf8');
    const labels = { ...(unit === undefined ? {} : { unit: unit.slice(0, 300) }), ...(program === undefined ? {} : { program: program.slice(0, 300) }) };
    return [{ cursor, line: { text: whole.slice(0, shownMessage), at: Math.floor(Number(micros) / 1_000), labels } }];
  });
}

/** The file and the number in it name an entry. */
function isSameEntry(one: string, two: string): boolean {
  const name = /^s=\w+;i=\w+/;
  return one === two || (name.test(one) && name.exec(one)?.[0] === name.exec(two)?.[0]);
}

function cursorOf(place: string): string | null {
  const read = placeSchema.safeParse(jsonOf(place));
  // SECURITY: it becomes a word of a command line on the host; a cursor has none of what ends a line.
  return read.success && /^[\w;=-]+$/.test(read.data.cursor) ? read.data.cursor : null;
}
