import { createServer, type Server } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sshd } from '../lab/support/sshd';
import { buildTerminal, Laptop, type Said } from '../lab/support/terminal';
import { hostsOf, runbook, settings, writeWorkspace } from '../lab/support/workspace';

// Law 10, attacked: nothing that somebody else wrote reaches a terminal as anything but text, not even through --json.
const esc = '\u001b';
const csi = '\u009b';
const hostile = [`${esc}]0;owned\u0007`, `${esc}[2J${esc}[1;1H`, `${csi}31m`, `${esc}P+q544e${esc}\\`, `${esc}]52;c;cm0=\u0007`, '\r911  firing  FORGED', '\u202egnp.exe', '\u2066\u2069', '\u0085\u2028\u2029', '\u200b\ufeff\u00ad', '\u{e0041}\u{e007f}', '\b\b\b\u007f', '\u0000'].join('');
const forged = `\nFORGED 911 line`;

/** The quick form leaves out commands that say nothing else. */
const full = process.env['BREAKGLASS_FULL'] === '1';

let laptop: Laptop;
let sshd: Sshd;
let source: Server;
let root: string;

beforeAll(async () => {
  await buildTerminal();
  laptop = new Laptop();
  sshd = await Sshd.start({ addresses: 3 });
  const text = `x${hostile}${forged}y`;
  const alerts = [{ fingerprint: `f1${hostile.replaceAll('\u0000', '')}`.slice(0, 150), startsAt: '2026-11-22T00:00:00Z', generatorURL: `javascript:${text}`, status: { state: 'active' }, labels: { alertname: text, severity: 'critical', instance: `api-01${text}`, [`l${text}`]: text }, annotations: { summary: text, description: text } }];
  source = createServer((asked, answer) => {
    answer.setHeader('content-type', 'application/json');
    answer.end(JSON.stringify(asked.url?.includes('status') === true ? { uptime: text } : alerts));
  });
  await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
  const address = source.address();
  root = writeWorkspace(join(laptop.folder, 'ws'), {
    'breakglass.yaml': settings(`{ id: am, kind: alertmanager, url: "http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}", every: 15s }`),
    'hosts.yaml': hostsOf(sshd),
    'duty.yaml': 'feeds:\n  - { id: main, file: duty.ics, people: {} }\n',
    'duty.ics': ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//l//l//EN', 'BEGIN:VEVENT', 'UID:1', 'DTSTAMP:20260101T000000Z', 'DTSTART:20200101T000000Z', 'DTEND:20400101T000000Z', `SUMMARY:Somebody${hostile.replaceAll('\r', '').replaceAll('\u0000', '')}\\nFORGED 911 line`, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n'),
    'runbooks/bytes.md': runbook('Bytes', ['name=bytes, on=host, danger=read', `printf '\\033]0;owned\\007\\033[2J\\302\\233' ; printf '31m\\342\\200\\256\\r\\177\\000\\377\\363\\240\\201\\201\\n'`]),
  });
});
afterAll(async () => {
  await laptop.remove();
  await sshd.stop();
  await new Promise((resolve) => {
    source.closeAllConnections();
    source.close(resolve);
  });
});

/** What a terminal would act on, or show as something that it is not. */
const acting = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]/u;

function harmless(said: Said, command: string): void {
  for (const text of [said.out, said.err]) {
    const found = acting.exec(text.replaceAll('\t', ''));
    const code = found?.[0].codePointAt(0)?.toString(16) ?? '';
    expect(found === null ? 'nothing' : `U+${code} after ${JSON.stringify(text.slice(Math.max(0, found.index - 40), found.index))}`, command).toBe('nothing');
    expect(text.split('\n').filter((line) => /^(911 {2}firing {2})?FORGED/.test(line)), command).toEqual([]);
  }
}

describe.each([['as text', [] as string[]], ['as JSON', ['--json']]])('%s', (_name, flags) => {
  it('alerts, cases, the journal, duty', async () => {
    for (const command of [['alerts'], ['duty'], ['journal', 'list'], ...(full ? [['case', 'list'], ['journal', 'verify'], ['hosts']] : [])]) {
      harmless(await laptop.run(['-C', root, ...command, ...flags]), command.join(' '));
    }
  });

  it('a case whose alert, notes and reason are hostile', async () => {
    const listed = JSON.parse((await laptop.run(['-C', root, 'alerts', '--json'])).out) as { id: string }[];
    const id = listed[0]?.id ?? '';
    harmless(await laptop.run(['-C', root, 'note', id, `a${hostile.replaceAll('\u0000', '')}${forged}`, ...flags]), 'note');
    harmless(await laptop.run(['-C', root, 'grade', id, '911', '--why', `a${hostile.replaceAll('\u0000', '')}${forged}`, ...flags]), 'grade');
    const cases = JSON.parse((await laptop.run(['-C', root, 'case', 'list', '--json'])).out) as { id: string }[];
    expect(cases.length).toBeGreaterThan(0);
    for (const each of cases) harmless(await laptop.run(['-C', root, 'case', 'show', each.id, ...flags]), 'case show');
    harmless(await laptop.run(['-C', root, 'case', 'show', `9${hostile.replaceAll('\u0000', '')}`, ...flags]), 'case show nothing');
    harmless(await laptop.run(['-C', root, `no${hostile.replaceAll('\u0000', '')}`, ...flags]), 'no such command');
  });

  it('the output of a step, and its outcome', async () => {
    const plan = JSON.parse((await laptop.run(['-C', root, 'plan', 'runbooks/bytes.md', '--set', 'host=api-01', '--json'])).out) as { hash: string };
    const said = await laptop.run(['-C', root, 'run', 'runbooks/bytes.md', '--set', 'host=api-01', '--yes', plan.hash, '--reason', `r${hostile.replaceAll('\u0000', '')}`, ...flags]);
    expect(said.code).toBe(0);
    harmless(said, 'run');
    harmless(await laptop.run(['-C', root, 'runs', ...flags]), 'runs');
    harmless(await laptop.run(['-C', root, 'plan', `runbooks/${hostile.replaceAll('\u0000', '')}.md`, ...flags]), 'plan');
  });

  it('what is wrong with hostile files', async () => {
    const broken = writeWorkspace(join(laptop.folder, `broken${String(flags.length)}`), {
      'hosts.yaml': `hosts:\n  - { name: "a${esc}[31m\\nFORGED", "ad${csi}ress\\u202e": "x\\n911  x" }\n`,
      'runbooks/bad.md': `---\ntitle: a${hostile.replaceAll('\u0000', '')}\n---\n\`\`\`sh {name=x${csi}, on=nowhere${esc}[2J}\nx\n\`\`\`\n`,
    });
    writeFileSync(join(broken, 'runbooks', `evil${esc}[2J\nFORGED ${csi}31m.md`), 'no runbook');
    harmless(await laptop.run(['check', broken, ...flags]), 'check');
    harmless(await laptop.run(['-C', broken, 'alerts', ...flags]), 'alerts');
  });
});
