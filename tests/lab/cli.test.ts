import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertmanagerMissing, createRealAlertmanager, type RealAlertmanager } from './support/alertmanager';
import { Sshd } from './support/sshd';
import { buildTerminal, jsonLines, Laptop, type Said } from './support/terminal';
import { hostsOf, journalFile, runbook, settings, writeWorkspace } from './support/workspace';

// The terminal as a person uses it: the built program, a real sshd, a real Alertmanager.
let laptop: Laptop;
let root: string;
let sshd: Sshd;
let alertmanager: RealAlertmanager;

const on = (...args: readonly string[]): Promise<Said> => laptop.run(['-C', root, ...args]);
const json = async (...args: readonly string[]): Promise<unknown> => {
  const said = await on(...args, '--json');
  expect(said, said.err).toMatchObject({ code: 0, err: '' });
  return JSON.parse(said.out);
};
async function planned(...args: readonly string[]): Promise<string> {
  const { hash } = (await json('plan', ...args)) as { hash: string };
  return hash;
}

beforeAll(async () => {
  await buildTerminal();
  laptop = new Laptop();
  sshd = await Sshd.start({ addresses: 3 });
  alertmanager = await createRealAlertmanager();
  if (alertmanagerMissing === null) {
    await alertmanager.start();
    await alertmanager.fire(
      { alertname: 'ApiWorkerStuck', severity: 'critical', instance: 'api-01:9100' },
      { alertname: 'DiskFilling', severity: 'warning', instance: 'db-01:9100' },
    );
  }
  root = writeWorkspace(join(laptop.folder, 'ws'), {
    'breakglass.yaml': settings(`{ id: am, kind: alertmanager, url: "${alertmanager.url}", every: 15s }`),
    'hosts.yaml': hostsOf(sshd),
    'duty.yaml': 'feeds:\n  - { id: main, file: duty.ics, people: { "Kim on call": kim } }\n',
    'duty.ics': [
      'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//lab//lab//EN', 'BEGIN:VEVENT', 'UID:1', 'DTSTAMP:20260101T000000Z',
      'DTSTART:20200101T000000Z', 'DTEND:20400101T000000Z', 'SUMMARY:Kim on call', 'END:VEVENT', 'END:VCALENDAR', '',
    ].join('\r\n'),
    'runbooks/look.md': runbook('Look', ['name=look, on=host, danger=read', `printf 'a "b"\\t%s\\n' "$host"; echo err >&2`]),
    'runbooks/drop.md': runbook('Drop', ['name=drop, on=host, danger=destroy', 'echo gone >> "$HOME/dropped"']),
    'runbooks/fails.md': runbook('Fails', ['name=fails, on=host, danger=read', 'echo no; exit 7'], ['name=after, on=host, danger=read', 'echo >> "$HOME/after"']),
    'runbooks/slow.md': runbook('Slow', ['name=slow, on=host, danger=read, timeout=1s', 'echo begun; sleep 30']),
  });
});
afterAll(async () => {
  await laptop.remove();
  await sshd.stop();
  await alertmanager.remove();
});

describe('init and check', () => {
  it('makes a workspace that passes its own check', async () => {
    const made = await laptop.run(['init', 'fresh', '--name', 'acme', '--person', 'Kim', '--timezone', 'Asia/Seoul']);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(await laptop.run(['check', 'fresh'])).toMatchObject({ code: 0, out: 'ok\n' });
    expect(JSON.parse((await laptop.run(['check', 'fresh', '--json'])).out)).toEqual([]);
    expect(await laptop.run(['init', 'fresh'])).toMatchObject({ code: 2 });
  });

  it('names file, line, column and the nearest key; exit 1', async () => {
    await laptop.run(['init', 'typo']);
    const file = join(laptop.folder, 'typo/hosts.yaml');
    writeFileSync(file, 'hosts:\n  - { name: api-01, adress: 127.0.0.1 }\n');
    const said = await laptop.run(['check', 'typo']);
    expect(said.code).toBe(1);
    expect(said.out).toMatch(/^hosts\.yaml:2:21: /m);
    expect(said.out).toContain('address');
    const [finding] = JSON.parse((await laptop.run(['check', 'typo', '--json'])).out) as Record<string, unknown>[];
    expect(finding).toMatchObject({ file: 'hosts.yaml', line: 2, severity: 'error', message: { en: expect.any(String) as string, ko: expect.any(String) as string } });
    expect((await laptop.run(['check', 'typo', '--lang', 'ko'])).out).toMatch(/[가-힣]/);
  });

  it('is exit 2 for what it cannot read, and for what is no workspace', async () => {
    await laptop.run(['init', 'broken']);
    writeFileSync(join(laptop.folder, 'broken/team.yaml'), Buffer.from([0xff, 0xfe, 0x00, 0x80]));
    const unreadable = await laptop.run(['check', 'broken']);
    expect(unreadable.code).toBe(2);
    expect(unreadable.out).toContain('team.yaml:1:1');
    expect(await laptop.run(['check', 'nowhere'])).toMatchObject({ code: 2 });
    expect(await laptop.run(['alerts'], { env: { BREAKGLASS_HOME: join(laptop.folder, 'other') } })).toMatchObject({ code: 2, err: expect.stringContaining('workspace') as string });
  });
});

describe.skipIf(alertmanagerMissing !== null)('alerts from a real Alertmanager', () => {
  type Row = { id: string; grade: string | null; state: string; labels: Record<string, string>; ack: unknown; snooze: unknown };
  const stuck = async (): Promise<Row> => {
    const rows = (await json('alerts')) as Row[];
    return rows.find(({ labels }) => labels['alertname'] === 'ApiWorkerStuck') as Row;
  };

  it('lists them with the agreed keys', async () => {
    const rows = (await json('alerts')) as Record<string, unknown>[];
    expect(rows).toHaveLength(2);
    for (const row of rows) for (const key of ['id', 'cluster', 'fingerprint', 'labels', 'annotations', 'grade', 'state', 'source', 'startsAt']) expect(row).toHaveProperty(key);
    expect(await stuck()).toMatchObject({ grade: '911', state: 'firing', source: 'am' });
    expect((await on('alerts')).out).toContain('ApiWorkerStuck');
  });

  it('grades, acks, snoozes, notes, calls noise: each is seen by the next command', async () => {
    const { id } = await stuck();
    await json('ack', id);
    expect((await stuck()).ack).not.toBeNull();
    await json('note', id, 'looked at it');
    await json('grade', id, '912', '--why', 'can wait');
    expect((await stuck()).grade).toBe('912');
    await json('snooze', id, '--until', '90m');
    expect((await stuck()).snooze).not.toBeNull();
    await json('noise', id, '--why', 'a test');
    expect((await stuck()).grade).toBe('noise');
    const sentences = (await on('journal', 'list', '--limit', '100')).out;
    for (const code of ['can wait', 'looked at it']) expect(sentences).toContain(code);
  });

  it('takes an act back while the desk that did it is open, and says so afterwards', async () => {
    const watch = laptop.start(['-C', root, 'watch']);
    await watch.said('watching');
    const { id } = await stuck();
    const graded = (await json('grade', id, '911', '--why', 'a mistake')) as { undo: string };
    expect((await stuck()).grade).toBe('911');
    await json('undo', graded.undo);
    expect((await stuck()).grade).toBe('noise');
    const again = (await json('unsnooze', id)) as { undo: string | null };
    expect(again).toMatchObject({ undo: null });
    watch.signalGroup('SIGINT');
    expect(await watch.ended).toMatchObject({ code: 130 });
    expect(await on('undo', graded.undo)).toMatchObject({ code: 1, err: expect.stringContaining('no longer') as string });
  });

  it('refuses what makes no sense: exit 2, and says what would', async () => {
    const { id } = await stuck();
    expect(await on('grade', id, '913')).toMatchObject({ code: 2, err: expect.stringContaining('911') as string });
    expect(await on('snooze', id, '--until', 'tomorrow')).toMatchObject({ code: 2, err: expect.stringContaining('90m') as string });
    expect(await on('noise', id)).toMatchObject({ code: 2, err: expect.stringContaining('--why') as string });
    expect((await on('ack', 'no-such-alert')).code).toBe(2);
  });

  it('opens a case with a 911, shows its timeline, closes it with a verdict', async () => {
    const { id } = await stuck();
    await json('grade', id, '911', '--why', 'it is real');
    const [open] = (await json('case', 'list')) as { id: string; state: string }[];
    expect(open).toMatchObject({ state: 'open' });
    expect((await on('case', 'show', open?.id ?? '')).out).toContain('it is real');
    expect((await on('case', 'close', open?.id ?? '', '--verdict', 'perhaps', '--why', 'x')).code).toBe(2);
    await json('case', 'close', open?.id ?? '', '--verdict', 'false-ring', '--why', 'a test');
    expect(((await json('case', 'list')) as { id: string; state: string }[])[0]).toMatchObject({ id: open?.id, state: 'closed', verdict: 'false-ring' });
  });
});

describe('duty and sirens', () => {
  it('tells who is on call, from when and to when, quickly', async () => {
    expect(await json('duty')).toMatchObject([{ who: 'kim', from: '2020-01-01T00:00:00Z', to: '2040-01-01T00:00:00Z' }]);
    expect(await json('sirens')).toEqual([]);
    expect((await on('silence')).code).toBe(0);
  });
});

describe('runbooks on a real sshd', () => {
  it('runs what was planned, and streams it as formats.md says', async () => {
    const hash = await planned('runbooks/look.md', '--set', 'host=api-02');
    const said = await on('run', 'runbooks/look.md', '--set', 'host=api-02', '--yes', hash, '--reason', 'a test', '--json');
    expect(said, said.err).toMatchObject({ code: 0, err: '' });
    const lines = jsonLines(said.out);
    expect(lines.map(({ type }) => type)).toEqual(['plan', 'step', 'output', 'outcome', 'run']);
    expect(lines[0]).toMatchObject({ hash });
    expect(lines[2]).toMatchObject({ host: 'api-02', step: 'look', position: 1, attempt: 1, text: 'a "b"\tapi-02\nerr\n' });
    expect(lines[3]).toMatchObject({ host: 'api-02', step: 'look', position: 1, attempt: 1, outcome: 'ok', bytes: 17, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(lines[4]).toMatchObject({ type: 'run', id: expect.any(String) as string, outcome: 'ok' });
    const id = String(lines[4]?.['id']);
    expect(await json('runs')).toMatchObject([{ id, planHash: hash, state: 'ended' }]);
    const later = await on('outcome', id, '--json');
    expect(later.code).toBe(0);
    expect(jsonLines(later.out).at(-1)).toMatchObject({ type: 'run', id, outcome: 'ok' });
  });

  it('does not run another plan than the one that was read: exit 4', async () => {
    const said = await on('run', 'runbooks/look.md', '--set', 'host=api-01', '--yes', 'f'.repeat(64), '--reason', 'a test');
    expect(said.code).toBe(4);
    const nobody = await on('run', 'runbooks/look.md', '--set', 'host=api-01', '--reason', 'a test');
    expect(nobody.code).toBe(4);
    expect(nobody.err).toContain('--yes');
  });

  it('destroys only after the name was typed', async () => {
    const args = ['runbooks/drop.md', '--set', 'host=api-01'] as const;
    const hash = await planned(...args);
    for (const confirm of [[], ['--confirm', 'api-02']]) {
      const said = await on('run', ...args, '--yes', hash, '--reason', 'a test', ...confirm);
      expect(said.code).toBe(4);
      expect(said.err).toContain('api-01');
    }
    expect(() => readFileSync(join(sshd.home, 'dropped'))).toThrow();
    expect((await on('run', ...args, '--yes', hash, '--reason', 'a test', '--confirm', 'api-01')).code).toBe(0);
    expect(readFileSync(join(sshd.home, 'dropped'), 'utf8')).toBe('gone\n');
  });

  it('is exit 1 when a step fails, and the next one does not run', async () => {
    const hash = await planned('runbooks/fails.md', '--set', 'host=api-01');
    const said = await on('run', 'runbooks/fails.md', '--set', 'host=api-01', '--yes', hash, '--reason', 'a test', '--json');
    expect(said.code).toBe(1);
    expect(jsonLines(said.out).find(({ type }) => type === 'outcome')).toMatchObject({ outcome: 'failed', code: 7 });
    expect(() => readFileSync(join(sshd.home, 'after'))).toThrow();
    const id = String(jsonLines(said.out).at(-1)?.['id']);
    // The terminal that ran it is gone: the decision is one thing, going on with what was not sent is another.
    expect(await on('decide', id, '1', 'api-01', 'skip', '--reason', 'known')).toMatchObject({ code: 1, out: expect.stringContaining('skipped (known)') as string });
    expect(() => readFileSync(join(sshd.home, 'after'))).toThrow();
    expect(await on('resume', id)).toMatchObject({ code: 1, out: expect.stringContaining('after on api-01: ok') as string });
    expect(readFileSync(join(sshd.home, 'after'), 'utf8')).toBe('\n');
  });

  it('ends a step that takes too long, and says so', async () => {
    const hash = await planned('runbooks/slow.md', '--set', 'host=api-01');
    const said = await on('run', 'runbooks/slow.md', '--set', 'host=api-01', '--yes', hash, '--reason', 'a test');
    expect(said.code).toBe(1);
    expect(said.out).toContain('timed-out');
  });

  it('says which parameter is missing or wrong: exit 2', async () => {
    expect(await on('plan', 'runbooks/look.md')).toMatchObject({ code: 2, err: expect.stringContaining('host') as string });
    expect(await on('plan', 'runbooks/look.md', '--set', 'host=db-01')).toMatchObject({ code: 2, err: expect.stringContaining('api') as string });
    expect(await on('plan', 'runbooks/look.md', '--set', 'hots=api-01')).toMatchObject({ code: 2, err: expect.stringContaining('hots') as string });
    expect(await on('plan', 'runbooks/none.md')).toMatchObject({ code: 2, err: expect.stringContaining('none.md') as string });
  });
});

describe('exec', () => {
  const execute = async (hosts: string, ...words: readonly string[]): Promise<Said> => {
    const asked = await on('exec', hosts, '--reason', 'a test', '--json', '--', ...words);
    expect(asked.code).toBe(4);
    const hash = String(jsonLines(asked.out)[0]?.['hash']);
    const { demand } = jsonLines(asked.out)[0] as { demand: { word: string | null } };
    return on('exec', hosts, '--reason', 'a test', '--yes', hash, ...(demand.word === null ? [] : ['--confirm', demand.word]), '--json', '--', ...words);
  };
  const output = (said: Said): string => jsonLines(said.out).filter(({ type }) => type === 'output').map(({ text }) => String(text)).join('');

  it('takes one argument as the script, several as words', async () => {
    const script = await execute('api-01', 'x=1; echo "$x" | cat');
    expect(script, script.err).toMatchObject({ code: 0 });
    expect(output(script)).toBe('1\n');
    const words = await execute('api-01', 'printf', '%s|', `it's`, '$HOME', 'a  b', '--json', '한글');
    expect(output(words)).toBe(`it's|$HOME|a  b|--json|한글|`);
  });

  it('runs on several hosts and names each', async () => {
    const said = await execute('api-01,db-01', 'echo "$SSH_CONNECTION" | cut -d" " -f3');
    expect(jsonLines(said.out).filter(({ type }) => type === 'output').map(({ host, text }) => [host, text]).sort()).toEqual([['api-01', '127.0.0.1\n'], ['db-01', '127.0.0.3\n']]);
  });

  it('needs a reason, and hosts that exist: exit 2', async () => {
    expect(await on('exec', 'api-01', '--', 'true')).toMatchObject({ code: 2, err: expect.stringContaining('--reason') as string });
    expect(await on('exec', 'api-99', '--reason', 'x', '--', 'true')).toMatchObject({ code: 2, err: expect.stringContaining('api-99') as string });
  });
});

describe('who may not run', () => {
  it.each([
    ['an investigator', 'people:\n  - { id: kim, name: Kim, role: investigator, timezone: UTC }\n'],
    ['somebody nobody knows', 'people:\n  - { id: kim, name: Kim, role: operator, timezone: UTC }\n  - { id: lee, name: Lee, role: operator, timezone: UTC }\n'],
  ])('%s: exit 4, nothing is sent', async (_who, team) => {
    const other = writeWorkspace(join(laptop.folder, 'others'), { 'team.yaml': team, 'hosts.yaml': hostsOf(sshd), 'runbooks/touch.md': runbook('Touch', ['name=t, on=host, danger=read', 'echo > "$HOME/touched"']) });
    const plan = await laptop.run(['-C', other, 'plan', 'runbooks/touch.md', '--set', 'host=api-01', '--json']);
    const { hash } = JSON.parse(plan.out) as { hash: string };
    const said = await laptop.run(['-C', other, 'run', 'runbooks/touch.md', '--set', 'host=api-01', '--yes', hash, '--reason', 'x']);
    expect(said.code, said.err).toBe(4);
    expect(() => readFileSync(join(sshd.home, 'touched'))).toThrow();
    rmSync(other, { recursive: true });
  });
});

describe('the journal', () => {
  const independent = (): Promise<{ code: number; out: string }> =>
    new Promise((resolve) => {
      execFile(process.execPath, [join(import.meta.dirname, '../../scripts/verify-journal'), root], (error, out) => resolve({ code: error === null ? 0 : Number(error.code), out }));
    });

  it('holds, says that a session key vouches for nobody, and the independent verifier agrees', async () => {
    const said = await on('journal', 'verify');
    expect(said, said.err).toMatchObject({ code: 0 });
    expect(said.out).toContain('unvouched');
    expect(await independent()).toMatchObject({ code: 0, out: expect.stringContaining('unvouched') as string });
    const entries = (await json('journal', 'list', '--limit', '200')) as { code: string }[];
    for (const code of ['RUN-PLAN', 'RUN-APPROVE', 'RUN-START', 'STEP-INTENT', 'STEP-OUTCOME', 'RUN-END']) expect(entries.map((entry) => entry.code)).toContain(code);
  });

  it('is exit 1 when one byte was changed; both verifiers name the same line', async () => {
    const file = journalFile(root);
    const before = readFileSync(file, 'utf8');
    const lines = before.split('\n');
    lines[4] = (lines[4] ?? '').replace(/"at":(\d)/, (_, digit: string) => `"at":${digit === '9' ? '8' : String(Number(digit) + 1)}`);
    writeFileSync(file, lines.join('\n'));
    const said = await on('journal', 'verify');
    const other = await independent();
    writeFileSync(file, before);
    for (const { code, out } of [said, other]) {
      expect(code).toBe(1);
      expect(out).toContain('000001.jsonl:5');
    }
  });
});

describe('wrong use', () => {
  it.each([
    [['alerst'], 'alerts'],
    [['ack'], 'id'],
    [['run', 'x.md', '--set', 'nothing'], 'name=value'],
    [['--nonsense'], '--nonsense'],
    [['ring', 'kim'], '--reason'],
  ])('%j is exit 2 and says what is wrong', async (args, hint) => {
    const said = await on(...args);
    expect(said.code).toBe(2);
    expect(said.err).toContain(hint);
    expect(said.err).not.toMatch(/^\s+at /m);
  });
});
