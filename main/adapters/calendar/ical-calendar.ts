import vm from 'node:vm';
import { fail, ok, type Result } from '../../../core/errors';
import type { Shift } from '../../../core/shift/shift';
import type { FeedEntry } from '../../../core/workspace/files';
import type { Calendar } from '../../ports/calendar';
import type { Http } from '../../ports/http';
import type { WorkspaceFiles } from '../../ports/workspace-files';
import { layOut } from './lay-out';
import { readEvents, shortMessage } from './read-events';
import { UnreadableCalendar, type Unreadable } from './unreadable-calendar';

/** More than this is no on-call calendar, bytes. */
const sizeLimit = 5 * 1024 * 1024;
/** Parsing and laying out together, ms. A year of shifts takes some ten. */
const timeLimit = 2_000;
const requestLimit = 20_000;
const redirectLimit = 3;

/** iCalendar feeds (RFC 5545) from files of the workspace and from the network. */
export function createCalendar({ http, readText }: { readonly http: Http; readonly readText: WorkspaceFiles['readText'] }): Calendar {
  return {
    fetch: (feed, root) => {
      if (feed.file !== undefined) return readText(root, feed.file, sizeLimit);
      const address = usableAddress(feed.url ?? '');
      return address === null ? Promise.resolve(fail('calendar-no-place', { feed: feed.id })) : download(http, feed, address);
    },
    expand: (text, feed, timezone, from, to) => expand(text, feed, timezone, from, to),
  };
}

/** https as it is, webcal as https, http for this machine only; anything else is null. */
function usableAddress(text: string): string | null {
  const address = text.replace(/^webcals?:\/\//i, 'https://');
  if (!URL.canParse(address)) return null;
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:') return address;
  // SECURITY: who is woken is decided by this text; over plain http anybody on the way could write it.
  const here = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  return protocol === 'http:' && here ? address : null;
}

async function download(http: Http, feed: FeedEntry, address: string): Promise<Result<string>> {
  let url = address;
  for (let hops = 0; ; hops += 1) {
    const answer = await http.request({ method: 'GET', url, headers: { accept: 'text/calendar' }, timeoutMs: requestLimit, maxBytes: sizeLimit });
    if (!answer.ok) return answer;
    const { status, headers, body } = answer.value;
    if (status === 200) return ok(body);
    const location = headers['location'];
    const next = location !== undefined && URL.canParse(location, url) ? usableAddress(new URL(location, url).href) : null;
    if (status < 300 || status > 399 || next === null || hops >= redirectLimit) return fail('calendar-status', { feed: feed.id, status });
    url = next;
  }
}

function expand(text: string, feed: FeedEntry, timezone: string, from: number, to: number): Result<readonly Shift[]> {
  if (text.length > sizeLimit) return fail('calendar-too-large', { feed: feed.id, limit: '5 MiB' });
  const work = (): Shift[] => layOut(readEvents(text, timezone), feed, from, to);
  try {
    // SECURITY: a repeating rule can be written so that finding its next day takes for ever. Run like this, the engine
    // itself stops the work in the middle; nothing of the calendar is evaluated as code.
    const shifts: unknown = vm.runInNewContext('work()', { work }, { timeout: timeLimit });
    return ok(shifts as Shift[]);
  } catch (error) {
    return unreadable(reasonOf(error), feed.id);
  }
}

function reasonOf(error: unknown): Unreadable {
  if (error instanceof UnreadableCalendar) return error.reason;
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return { code: 'calendar-too-slow' };
  return { code: 'calendar-not-ics', why: shortMessage(error) };
}

function unreadable(reason: Unreadable, feed: string): Result<never> {
  switch (reason.code) {
    case 'calendar-zone-unknown':
      return fail(reason.code, { feed, zone: reason.zone.slice(0, 80) });
    case 'calendar-event-bad':
      return fail(reason.code, { feed, summary: reason.summary, why: reason.why });
    case 'calendar-not-ics':
      return fail(reason.code, { feed, why: reason.why });
    case 'calendar-too-many':
      return fail(reason.code, { feed, limit: 10_000 });
    case 'calendar-too-slow':
      return fail(reason.code, { feed });
  }
}
