import { resolve } from 'node:path';
import type { Command } from 'commander';
import { gradeSchema } from '../../core/alert/alert';
import { verdictSchema, type CaseDetail } from '../../core/case/case';
import { exportedSentence } from '../../core/case/export';
import { fail, type Result } from '../../core/errors';
import type { Act } from '../../core/ipc/contract';
import type { Locale } from '../../core/text';
import { findAlert } from './alert-commands';
import type { CommandHost } from './command-host';
import { answer, complain, moment } from './terminal';
import type { TerminalDesk } from './terminal-desk';

/** case list, show, open, add, remove, own, hand-over, link, unlink, merge, note, close, reopen, export. */
export function caseCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  const cases = program.command('case').description('what the operators handle: alerts, timeline, end');
  cases
    .command('list')
    .description('open ones first')
    .action(() =>
      host.withDesk(async (desk) => {
        await desk.settle('alerts');
        return answer(terminal, await desk.calls.cases.list(), (list) => list.map((each) => `${each.id.padEnd(14)} ${each.state.padEnd(7)} ${each.grade} ${each.title}${each.owner === null ? '' : ` [${each.owner}]`}${each.verdict === null ? '' : ` (${each.verdict})`}`));
      }),
    );
  cases
    .command('show')
    .description('who has it, its alerts and links, and the timeline: who did what')
    .argument('<case>')
    .action((id: string) => host.withDesk(async (desk) => answer(terminal, await desk.calls.cases.detail({ id }), (found) => caseLines(found, terminal.locale))));

  /** One act on one case; the words after it are the command's own. */
  const act = (name: string, what: string, rest: readonly string[], run: (desk: TerminalDesk, id: string, rest: readonly string[], given: CaseOptions) => Promise<Result<Act>>): Command => {
    const command = cases.command(name).description(what).argument('<case>');
    for (const each of rest) command.argument(each);
    return command.action((id: string, ...more: unknown[]) =>
      host.withDesk(async (desk) => {
        const words = more.slice(0, rest.length).map(String);
        return answer(terminal, await run(desk, id, words, more[rest.length] as CaseOptions), (done) => [done[terminal.locale]]);
      }),
    );
  };

  cases
    .command('open')
    .description('open one by hand; it is yours')
    .argument('<title>')
    .option('--grade <grade>', '911 or 912', '911')
    .option('--alert <id...>', 'alerts that belong to it')
    .action((title: string, given: { grade: string; alert?: string[] }) =>
      host.withDesk(async (desk) => {
        const grade = gradeSchema.safeParse(given.grade);
        if (!grade.success) return complain(terminal, fail('bad-input', { what: '--grade', why: '911, 912' }).error);
        const alerts = await alertIds(desk, given.alert ?? []);
        if (!alerts.ok) return complain(terminal, alerts.error);
        return answer(terminal, await desk.calls.cases.open({ title, grade: grade.data, alerts: [...alerts.value] }), (done) => [done[terminal.locale]]);
      }),
    );
  act('add', 'put an alert into a case', ['<alert>'], async (desk, id, [alert = '']) => {
    const alerts = await alertIds(desk, [alert]);
    return alerts.ok ? desk.calls.cases.add({ id, alerts: [...alerts.value] }) : alerts;
  });
  act('remove', 'take an alert out of a case', ['<alert>'], (desk, id, [alert = '']) => desk.calls.cases.remove({ id, alert }));
  act('own', '“I have it”', [], (desk, id) => desk.calls.cases.own({ id }));
  act('hand-over', 'give it to somebody else, with what they need to know', ['<person>'], (desk, id, [to = ''], { summary = '' }) => desk.calls.cases.handOver({ id, to, summary })).requiredOption('--summary <text>', 'what was found and done, and what is next');
  act('link', 'link a ticket, a thread, a call', ['<url>'], (desk, id, [url = ''], { what = '' }) => desk.calls.cases.link({ id, url, what })).option('--what <text>', 'what it is', '');
  act('unlink', 'take a link off', ['<url>'], (desk, id, [url = '']) => desk.calls.cases.unlink({ id, url }));
  act('merge', 'make a case part of another', ['<into>'], (desk, id, [into = '']) => desk.calls.cases.merge({ id, into }));
  act('note', 'write a note on a case', ['<text>'], (desk, id, [text = '']) => desk.calls.cases.note({ id, text }));
  act('reopen', 'open a closed case again', [], (desk, id, _rest, { why = '' }) => desk.calls.cases.reopen({ id, why })).option('--why <text>', 'reason, for the record', '');
  act('close', 'end a case with a verdict', [], async (desk, id, _rest, given) => {
    const verdict = verdictSchema.safeParse(given.verdict);
    if (!verdict.success) return fail('bad-input', { what: '--verdict', why: verdictSchema.options.join(', ') });
    return desk.calls.cases.close({ id, verdict: verdict.data, why: given.why ?? '', followUps: [...(given.followUp ?? [])] });
  })
    .requiredOption('--verdict <verdict>', 'real, false-ring, drill or duplicate')
    .requiredOption('--why <text>', 'one line')
    .option('--follow-up <text...>', 'what is left to do');
  cases
    .command('export')
    .description('one case with its entries, plans, approvals and outputs, as a folder or zip that verifies by itself')
    .argument('<case>')
    .requiredOption('--to <path>', 'a new folder, or with --zip a new file')
    .option('--zip', 'one zip')
    .option('--redact <what...>', 'leave out, keeping hashes: transcripts, terminals (of transcripts, the recorded ones only), plans, a code (CASE-NOTE), an entry (kim.laptop#41)')
    .action((id: string, given: { to: string; zip?: boolean; redact?: string[] }) =>
      host.withDesk(async (desk) => {
        const target = resolve(terminal.cwd, given.to);
        const done = await desk.exportCase({ id, target, form: given.zip === true ? 'zip' : 'folder', redact: given.redact ?? [] });
        const check = terminal.locale === 'ko' ? '확인' : 'check it';
        return answer(terminal, done, (exported) => [exportedSentence(exported, terminal.locale), ...(given.zip === true ? [] : [`${check}: node ${target}/verify-journal ${target}`])]);
      }),
    );
}

interface CaseOptions {
  readonly summary?: string;
  readonly what?: string;
  readonly why?: string;
  readonly verdict?: string;
  readonly followUp?: readonly string[];
}

async function alertIds(desk: TerminalDesk, named: readonly string[]): Promise<Result<readonly string[]>> {
  if (named.length > 0) await desk.settle('alerts');
  const found: string[] = [];
  for (const name of named) {
    const alert = findAlert(desk.alerts(), name);
    if (!alert.ok) return alert;
    found.push(alert.value.id);
  }
  return { ok: true, value: found };
}

function caseLines(found: CaseDetail, locale: Locale): readonly string[] {
  const { handover } = found;
  return [
    `${found.id} ${found.title}: ${found.state}${found.owner === null ? '' : ` [${found.owner}]`}`,
    ...(handover === null ? [] : [`  ${handover.from} -> ${handover.to}: ${handover.summary}`]),
    ...found.alerts.map((alert) => `  ${alert}`),
    ...found.links.map(({ url, what }) => `  ${url}${what === '' ? '' : ` (${what})`}`),
    ...found.followUps.map((each) => `  [ ] ${each}`),
    ...found.timeline.map((event) => `${moment(event.at)}  ${event[locale]}`),
  ];
}
