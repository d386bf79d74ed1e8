import type { Command } from 'commander';
import { alertToJson } from '../../core/alert/alert-json';
import { noiseReasonSchema, type Alert } from '../../core/alert/alert';
import { readBound } from '../../core/alert/worse';
import { fail, type Result } from '../../core/errors';
import type { Act } from '../../core/ipc/contract';
import { answer, age, complain, printable, type Exit } from './terminal';
import type { CommandHost } from './command-host';
import type { TerminalDesk } from './terminal-desk';
import { readMoment } from './read-moment';
import { blindWatch } from './say-blind';

/** alerts, views, open, grade, ack, snooze, note, noise, undo. */
export function alertCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  program
    .command('alerts')
    .description('what fires now, worst first; QUERY as in the search box')
    .argument('[query...]', 'words, grade:911, state:acked, owner:me, source:am, age>2h, name="x", NOT, OR')
    .option('--watch', 'go on and print changes')
    .action((words: string[], options: { watch?: boolean }) =>
      host.withDesk(async (desk) => {
        await desk.settle('alerts');
        const look = blindWatch(desk, terminal, ['source', 'network', 'sleep']);
        const blind = await look();
        const query = words.join(' ');
        const problem = await show(desk, host, blind, query);
        if (problem !== null) return problem;
        if (options.watch !== true) return blind ? 3 : 0;
        return new Promise<Exit>((resolve) => {
          const cancel = desk.onAlerts(() => {
            void look().then((isBlind) => show(desk, host, isBlind, query));
          });
          terminal.interrupted.addEventListener('abort', () => {
            cancel();
            resolve(130);
          });
        });
      }),
    );

  const act = (name: string, what: string, run: (desk: TerminalDesk, id: string, rest: string, given: Given) => Promise<Result<Act>>, rest?: string): Command => {
    const command = program.command(name).description(what).argument('<id>', 'alert id, or the beginning of its fingerprint');
    if (rest !== undefined) command.argument(rest);
    command.option('--why <text>', 'reason, for the record', '');
    command.action((id: string, second: unknown, options?: unknown) => {
      const given = (typeof second === 'string' ? options : second) as Given;
      return host.withDesk(async (desk) => {
        await desk.settle('alerts');
        const found = findAlert(desk.alerts(), id);
        if (!found.ok) return complain(terminal, found.error);
        const text = typeof second === 'string' ? second : '';
        return answer(terminal, await run(desk, found.value.id, text, given), (done) => [done[terminal.locale]]);
      });
    });
    return command;
  };
  act('grade', 'grade an alert 911 or 912', async (desk, id, grade, { why }) => {
    if (grade !== '911' && grade !== '912' && grade !== 'noise') return fail('bad-input', { what: 'grade', why: '911, 912' });
    return desk.calls.alerts.grade({ ids: [id], grade, why });
  }, '<grade>');
  act('noise', 'grade an alert noise; say why', async (desk, id, _rest, { why, reason }) => {
    if (why === '') return fail('bad-input', { what: '--why', why: 'missing' });
    const kind = noiseReasonSchema.optional().safeParse(reason);
    if (!kind.success) return fail('bad-input', { what: '--reason', why: noiseReasonSchema.options.join(', ') });
    return desk.calls.alerts.grade({ ids: [id], grade: 'noise', why, reason: kind.data });
  }).option('--reason <kind>', 'not-real, not-actionable, poor-text, too-eager or other');
  act('ack', '“I have it”', async (desk, id, _rest, { for: length }) => {
    if (length === undefined) return desk.calls.alerts.ack({ ids: [id] });
    const until = readMoment(length, desk.now());
    return until === null ? fail('bad-input', { what: '--for', why: moments }) : desk.calls.alerts.ack({ ids: [id], until });
  }).option('--for <time>', 'it is everyone’s again after 30m, 2h, at 07:30 or an ISO time');
  act('unack', 'give an ack back', (desk, id) => desk.calls.alerts.unack({ ids: [id] }));
  act('snooze', 'not before --until, or until it gets worse', async (desk, id, _rest, { why, until: text, untilWorse, bound: written }) => {
    const worse = untilWorse === true || written !== undefined;
    const until = readMoment(text ?? (worse ? '24h' : ''), desk.now());
    if (until === null) return fail('bad-input', { what: '--until', why: moments });
    const bound = written === undefined ? null : readBound(written);
    if (written !== undefined && bound === null) return fail('bad-input', { what: '--bound', why: 'value>95, queue<10' });
    return desk.calls.alerts.snooze({ ids: [id], until, why, ...(worse ? { worse: { bound } } : {}) });
  })
    .option('--until <time>', '90m, 2h, 07:30 or an ISO time; 24h at most')
    .option('--until-worse', 'it also ends when grade or severity rises, or when twice as many of its name fire')
    .option('--bound <bound>', 'it also ends when the number in a label or annotation passes this: value>95');
  act('unsnooze', 'end a snooze', (desk, id) => desk.calls.alerts.unsnooze({ ids: [id] }));
  act('note', 'write a note on an alert', (desk, id, text) => desk.calls.alerts.note({ id, text }), '<text>');
  program
    .command('undo')
    .description('take the last act on an alert back')
    .argument('<token>', 'printed by the act with --json')
    .action((undo: string) => host.withDesk(async (desk) => answer(terminal, await desk.calls.alerts.undo({ undo }), (done) => [done[terminal.locale]])));
}

/** What the commands of this file may be given. */
interface Given {
  readonly why: string;
  readonly until?: string;
  readonly untilWorse?: boolean;
  readonly bound?: string;
  readonly for?: string;
  readonly reason?: string;
}

const moments = '90m, 2h, 07:30, 2026-11-22T07:30:00+09:00';

/** Prints what a query finds; null, or the exit code where it cannot be read. */
export async function show(desk: TerminalDesk, host: CommandHost, blind: boolean, query: string): Promise<Exit | null> {
  const { terminal } = host;
  const found = await desk.search(query);
  if (!found.ok) return complain(terminal, found.error);
  const alerts = found.value;
  if (terminal.json) {
    terminal.out(JSON.stringify(alerts.map(alertToJson)));
    return null;
  }
  if (alerts.length === 0 && !blind) {
    const nothing = terminal.locale === 'ko' ? '울리는 알림이 없습니다.' : 'Nothing fires.';
    const noMatch = terminal.locale === 'ko' ? `‘${query}’에 맞는 알림이 없습니다.` : `Nothing matches ${query}`;
    terminal.out(query === '' ? nothing : printable(noMatch));
  }
  for (const alert of alerts) terminal.out(printable(line(alert, desk.now())));
  return null;
}

function line(alert: Alert, now: number): string {
  const grade = (alert.grade ?? '—').padEnd(5);
  const who = alert.mute === null ? (alert.ack === null ? '' : ` (${alert.ack.by})`) : ` (muted by ${alert.mute.by === '' ? 'breakglass.yaml' : alert.mute.by}, ${age(alert.mute.until - now)} left)`;
  const flaps = alert.flapping === null ? '' : `  flapping ${String(alert.flapping)}/h`;
  return `${grade} ${alert.state.padEnd(10)} ${age(now - alert.startsAt).padStart(10)}  ${alert.title}  ${alert.where}${who}${flaps}  [${alert.id}]`;
}

/** An alert by its id, or by an unambiguous beginning of its fingerprint. */
export function findAlert(alerts: readonly Alert[], id: string): Result<Alert> {
  const exact = alerts.find((each) => each.id === id);
  if (exact !== undefined) return { ok: true, value: exact };
  // An empty id, most often a shell's unset variable, is the beginning of all of them and names none.
  const close = id === '' ? [] : alerts.filter((each) => each.fingerprint.startsWith(id));
  const [only] = close;
  return only !== undefined && close.length === 1 ? { ok: true, value: only } : fail('not-found', { what: 'alert', name: id });
}
