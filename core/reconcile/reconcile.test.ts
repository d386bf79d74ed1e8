import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareSessions } from './compare';
import { readSessions, sessionScript } from './read-sessions';

const now = Date.UTC(2026, 10, 22, 3, 0, 0);
const clock = `breakglass-now ${String(now / 1000)} +0900`;
const session = (from: number, until: number | null) => ({ from, until, user: 'deploy', address: '192.0.2.9', port: 50_000, how: 'publickey ED25519 SHA256:abc' });

it('reads the three forms in which a host keeps sshd’s log, each in the host’s own zone', () => {
  const t0 = now - 3_600_000;
  const said = 'Accepted publickey for deploy from 192.0.2.9 port 50000 ssh2: ED25519 SHA256:abc';
  const gone = 'Disconnected from user deploy 192.0.2.9 port 50000';
  const forms = [
    `${String(t0 / 1000)}.000000 web sshd[12]: ${said}\n${String(t0 / 1000 + 60)}.000000 web sshd-session[12]: ${gone}`,
    `2026-11-22T11:00:00.000000+09:00 web sshd[12]: ${said}\n2026-11-22T11:01:00+09:00 web sshd[12]: ${gone}`,
    `Nov 22 11:00:00 web sshd[12]: ${said}\nNov 22 11:01:00 web sshd[12]: ${gone}`,
  ];
  for (const form of forms) {
    for (const said of [form, form.replaceAll('\n', '\r\n')]) expect(readSessions(`Welcome!\n${clock}\n${said}\n`)).toEqual({ now, firstAt: t0, undated: 0, sessions: [session(t0, t0 + 60_000)] });
  }
});

it('names a log without times, as sshd -E writes it, instead of calling it unreadable', () => {
  const log = readSessions(`${clock}\nbreakglass-undated 2\n`);
  expect(log).toEqual({ now, firstAt: null, undated: 2, sessions: [] });
  expect(compareSessions('web', log, [], 0)).toMatchObject({ since: null, undated: true });
});

it('takes a day without a year for the newest that is not in the future', () => {
  const [old] = readSessions(`${clock}\nDec 31 23:00:00 web sshd[1]: Accepted password for root from 192.0.2.9 port 1 ssh2\n`).sessions;
  expect(old).toMatchObject({ from: Date.UTC(2025, 11, 31, 14), how: 'password' });
});

it('names the login that nobody journalled and the step that no login carried', () => {
  const log = { now, undated: 0, firstAt: now - 7_200_000, sessions: [session(now - 3_600_000, now - 3_000_000), session(now - 1_800_000, now - 1_790_000)] };
  const act = (at: number, needsSession = true) => ({ at, code: 'STEP-INTENT', writer: 'kim.laptop', seq: 1, needsSession });
  const found = compareSessions('web', log, [act(now - 3_590_000), act(now - 3_100_000), act(now - 600_000), act(now - 500_000, false)], now - 86_400_000);
  expect(found.unknown).toEqual([log.sessions[1]]);
  expect(found.unseen).toEqual([act(now - 600_000)]);
  expect(compareSessions('web', { ...log, firstAt: null, sessions: [] }, [act(now)], 0)).toMatchObject({ since: null, unseen: [] });
});

it('survives whatever a host prints', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readSessions(`${clock}\n${text}`)), { numRuns: 100 });
  expect(sessionScript(7)).toContain('--since "7 days ago"');
});
