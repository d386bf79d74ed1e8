import { z } from 'zod';
import { wallFromMs, wallMs } from '../shift/zoned-time';

/** A login as a host's own sshd logged it. All text in it is the host's. */
export const loggedSessionSchema = z.object({
  /** Epoch ms. */
  from: z.number(),
  /** Null: it goes on, or its end was not logged. */
  until: z.number().nullable(),
  user: z.string(),
  address: z.string(),
  port: z.number().int(),
  /** How it logged in, and the key's fingerprint where the log has it. */
  how: z.string(),
});
type LoggedSession = z.infer<typeof loggedSessionSchema>;

/** What a host's log says; `firstAt` and `lastAt` bound what can be said at all. */
export interface SessionLog {
  readonly sessions: readonly LoggedSession[];
  readonly firstAt: number | null;
  /** The host's own clock when it was asked, epoch ms. */
  readonly now: number | null;
  /** Lines of sshd's that have no time, as `sshd -E FILE` writes them: who logged in cannot be held against anything. */
  readonly undated: number;
}

/**
 * Prints sshd's log lines and the host's clock; needs nothing but a POSIX shell. It changes nothing. Whoever may not read
 * the log gets the clock alone.
 * @param days how far back; a number and no moment, so that a plan that was shown is the plan that is run
 */
export function sessionScript(days: number): string {
  return `date '+breakglass-now %s %z'
lines=$(journalctl -q --no-pager -o short-unix -t sshd -t sshd-session --since "${String(days)} days ago" 2>/dev/null)
if [ -z "$lines" ]; then lines=$(cat /var/log/auth.log.1 /var/log/auth.log /var/log/secure 2>/dev/null); fi
printf '%s\\n' "$lines" | grep -aE 'sshd(-session)?\\[' | grep -aE 'Accepted |Disconnected from |Connection (closed|reset) by ' | tail -n 20000
printf 'breakglass-undated %s\\n' "$(printf '%s\\n' "$lines" | grep -acE '^(Accepted [a-z-]+ for |Server listening on )')"
exit 0
`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const unix = /^(\d{9,11})\.(\d{3})\d* \S+ sshd(?:-session)?\[\d+\]: (.*)$/;
const iso = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d) \S+ sshd(?:-session)?\[\d+\]: (.*)$/;
const bsd = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) \S+ sshd(?:-session)?\[\d+\]: (.*)$/;
const accepted = /^Accepted (\S+) for (\S+) from (\S+) port (\d+)(?: ssh2)?(?:: (.*))?$/;
const ended = /^(?:Disconnected from|Connection closed by|Connection reset by)(?: authenticating)?(?: user \S+)? (\S+) port (\d+)/;

/** Reads what the script printed. Lines that are none of sshd's are passed over: a login banner may stand among them. */
export function readSessions(output: string): SessionLog {
  const clock = /^breakglass-now (\d{9,11}) ([+-]\d{4})$/m.exec(output);
  const now = clock === null ? null : Number(clock[1]) * 1_000;
  const zone = offsetOf(clock?.[2] ?? 'Z');
  const sessions: LoggedSession[] = [];
  let firstAt: number | null = null;
  // sshd itself ends its lines with a carriage return too, which not every logger takes off.
  for (const line of output.split(/\r?\n/)) {
    const said = momentAndMessage(line, now, zone);
    if (said === null) continue;
    firstAt = firstAt === null ? said.at : Math.min(firstAt, said.at);
    const login = accepted.exec(said.message);
    if (login !== null) {
      const [, method = '', user = '', address = '', port = '', key] = login;
      sessions.push({ from: said.at, until: null, user, address, port: Number(port), how: key === undefined ? method : `${method} ${key}` });
    }
    const end = ended.exec(said.message);
    const over = end === null ? undefined : sessions.findLast((each) => each.until === null && each.address === end[1] && each.port === Number(end[2]));
    if (over !== undefined) over.until = said.at;
  }
  return { sessions, firstAt, now, undated: Number(/^breakglass-undated (\d{1,9})$/m.exec(output)?.[1] ?? 0) };
}

function momentAndMessage(line: string, now: number | null, zone: number): { readonly at: number; readonly message: string } | null {
  const inUnix = unix.exec(line);
  if (inUnix !== null) return { at: Number(inUnix[1]) * 1_000 + Number(inUnix[2]), message: inUnix[3] ?? '' };
  const inIso = iso.exec(line);
  if (inIso !== null) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = inIso.slice(1, 7).map(Number);
    return { at: wallMs({ year, month, day, hour, minute, second }) - offsetOf(inIso[7] ?? 'Z'), message: inIso[8] ?? '' };
  }
  const inBsd = bsd.exec(line);
  if (inBsd === null || now === null) return null;
  const month = months.indexOf(inBsd[1] ?? '') + 1;
  if (month === 0) return null;
  const [day = 0, hour = 0, minute = 0, second = 0] = inBsd.slice(2, 6).map(Number);
  // The form has no year: the newest one that is not in the future.
  const { year } = wallFromMs(now + zone);
  const at = (of: number): number => wallMs({ year: of, month, day, hour, minute, second }) - zone;
  return { at: at(year) > now + 86_400_000 ? at(year - 1) : at(year), message: inBsd[6] ?? '' };
}

/** `+0900`, `-03:30`, `Z` in ms. */
function offsetOf(text: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(text) ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
