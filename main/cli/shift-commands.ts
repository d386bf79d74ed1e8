import type { Command } from 'commander';
import { explain, fail } from '../../core/errors';
import { calendarText } from '../../core/shift/calendar-text';
import { isTried } from '../../core/shift/contact';
import type { PersonCard } from '../../core/shift/person-card';
import { warningFailure, type DutyWarning } from '../../core/shift/warning';
import type { Locale } from '../../core/text';
import type { CommandHost } from './command-host';
import { readMoment } from './read-moment';
import { age, answer, complain, moment } from './terminal';

interface SwapOptions {
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

/** duty swap, duty unswap, duty take, duty accept, duty people, duty tried, duty ics. */
export function shiftCommands(duty: Command, host: CommandHost): void {
  const { terminal } = host;
  icsCommand(duty, host);
  const readable = 'a moment: 2h, 09:00 or 2026-11-22T09:00Z';
  duty
    .command('swap')
    .description('somebody instead of whoever it would be: an override in duty.yaml')
    .argument('<person>', 'whose shift it becomes')
    .requiredOption('--from <moment>', readable)
    .requiredOption('--to <moment>', readable)
    .option('--why <text>', 'shown in the calendar', 'swap')
    .action((who: string, options: SwapOptions) =>
      host.withDesk(async (desk) => {
        const from = readMoment(options.from, desk.now());
        const to = readMoment(options.to, desk.now());
        if (from === null || to === null) return complain(terminal, fail('bad-input', { what: from === null ? '--from' : '--to', why: readable }).error);
        await desk.settle('duty');
        return answer(terminal, await desk.calls.duty.swap({ who, from, to, why: options.why }), (done) => [done[terminal.locale]]);
      }),
    );
  duty
    .command('unswap')
    .description('take a swap or a take-over out of duty.yaml again')
    .argument('<person>', 'whom it put on call')
    .option('--at <moment>', `a moment of that shift, ${readable}; default: now`)
    .action((who: string, options: { at?: string }) =>
      host.withDesk(async (desk) => {
        const at = options.at === undefined ? desk.now() : readMoment(options.at, desk.now());
        if (at === null) return complain(terminal, fail('bad-input', { what: '--at', why: readable }).error);
        return answer(terminal, await desk.calls.duty.unswap({ who, at }), (done) => [done[terminal.locale]]);
      }),
    );
  duty
    .command('accept')
    .description('that a calendar holds far fewer shifts than before is meant so')
    .argument('<feed>', 'the calendar, as `duty` names it')
    .requiredOption('--why <text>', 'journalled')
    .action((feed: string, options: { why: string }) =>
      host.withDesk(async (desk) => {
        await desk.settle('duty');
        return answer(terminal, await desk.calls.duty.accept({ feed, why: options.why }), (done) => [done[terminal.locale]]);
      }),
    );
  duty
    .command('take')
    .description('I am on call from now on')
    .argument('<reason>', 'why')
    .option('--until <moment>', `${readable}; default: as long as whoever is on call now`)
    .action((why: string, options: { until?: string }) =>
      host.withDesk(async (desk) => {
        const until = options.until === undefined ? null : readMoment(options.until, desk.now());
        if (options.until !== undefined && until === null) return complain(terminal, fail('bad-input', { what: '--until', why: readable }).error);
        await desk.settle('duty');
        return answer(terminal, await desk.calls.duty.takeOver({ why, until }), (done) => [done[terminal.locale]]);
      }),
    );
  duty
    .command('people')
    .description('who is awake, how each can be reached, and when that was last tried')
    .action(() =>
      host.withDesk(async (desk) => {
        await desk.settle('sirens');
        return answer(terminal, await desk.calls.duty.people(), (people) => people.map((person) => personText(person, desk.now())));
      }),
    );
  duty
    .command('tried')
    .description('record that somebody called or wrote, and whether it got through')
    .argument('<person>')
    .argument('<way>', 'phone or mail')
    .option('--failed', 'nobody was reached')
    .option('--note <text>', 'what happened', '')
    .action((person: string, way: string, options: { failed?: boolean; note: string }) =>
      host.withDesk(async (desk) => {
        if (way !== 'phone' && way !== 'mail') return complain(terminal, fail('bad-input', { what: 'way', why: 'phone or mail' }).error);
        return answer(terminal, await desk.calls.duty.tried({ person, way, reached: options.failed !== true, note: options.note }), (done) => [done[terminal.locale]]);
      }),
    );
}

function icsCommand(duty: Command, host: CommandHost): void {
  const { terminal } = host;
  duty
    .command('ics')
    .description('the next 30 days as an iCalendar file on stdout, for any calendar program')
    .action(() =>
      host.withDesk(async (desk) => {
        await desk.settle('duty');
        const people = await desk.calls.duty.people();
        if (!people.ok) return complain(terminal, people.error);
        const names = new Map(people.value.map(({ id, name }) => [id, name]));
        return answer(terminal, await desk.calls.duty.view(), ({ upcoming }) => calendarText(upcoming, names, desk.now()).trimEnd().split('\r\n'));
      }),
    );
}

/** A warning in a line, for whoever asks who is on duty. */
export function warningText(warning: DutyWarning, locale: Locale, timezone: string): string {
  return `warning: ${explain(warningFailure(warning, timezone), locale).message}`;
}

function personText({ id, role, awake, away, sirens, reachable, contacts }: PersonCard, now: number): string {
  const ways = contacts.map((contact) => `${contact.way} ${contact.triedAt === null ? 'never tried' : `tried ${age(now - contact.triedAt)} ago${contact.reached ? '' : ', not reached'}`}${isTried(contact, now) ? '' : ' (!)'}`);
  const here = away === null ? (awake ? 'awake' : 'asleep') : `${away.why} until ${moment(away.back)}`;
  return `${id.padEnd(12)} ${role.padEnd(12)} ${here.padEnd(10)} sirens ${String(reachable)}/${String(sirens)}  ${ways.join(', ')}`.trimEnd();
}
