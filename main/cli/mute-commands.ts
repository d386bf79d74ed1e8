import type { Command } from 'commander';
import { fail, type Result } from '../../core/errors';
import type { MutePreview, MuteRow } from '../../core/mute/mute';
import type { CommandHost } from './command-host';
import { readMoment } from './read-moment';
import { age, answer, complain, moment } from './terminal';
import type { TerminalDesk } from './terminal-desk';

const moments = '90m, 2h, 3d, 07:30, 2026-11-22T07:30:00+09:00';

/** mute list, preview, set, end: hiding alerts by what they have in common, until an end. */
export function muteCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  const mutes = program.command('mute').description('hide alerts by their labels until an end; every mute ends');

  mutes
    .command('list')
    .description('every mute: here, in breakglass.yaml and at the Alertmanagers, with what it matches')
    .action(() =>
      host.withDesk(async (desk) => {
        await desk.settle('alerts');
        const found = await desk.calls.mutes.list();
        const blind = found.ok ? found.value.sources.filter(({ problem }) => problem !== null) : [];
        for (const { problem } of blind) if (problem !== null) complain(terminal, problem);
        const exit = answer(terminal, found, ({ mutes: rows }) => rows.map((row) => line(row, desk.now())));
        // A source that does not answer may mute anything: the list is then not all there is (law 2).
        return exit === 0 && blind.length > 0 ? 3 : exit;
      }),
    );

  mutes
    .command('preview')
    .description('what these matchers match now, and matched in the last 30 days')
    .argument('<matchers>', 'for example \'job="batch", severity!="critical"\'')
    .action((when: string) =>
      host.withDesk(async (desk) => {
        await desk.settle('alerts');
        return answer(terminal, await desk.calls.mutes.preview({ when }), previewLines);
      }),
    );

  mutes
    .command('set')
    .description('hide what these matchers match')
    .argument('<matchers>')
    .requiredOption('--until <time>', `${moments}; 30 days at most`)
    .requiredOption('--why <text>', 'one line, for whoever comes after')
    .option('--from <time>', 'announce a maintenance window; 24 hours at most')
    .option('--even-911', 'also hide what counts as 911; without it, these stay in sight')
    .option('--at <source>', 'at this Alertmanager, for everybody who uses it')
    .action((when: string, given: SetOptions) =>
      host.withDesk(async (desk) => {
        await desk.settle('alerts');
        const done = await set(desk, when, given);
        return answer(terminal, done, (act) => [act[terminal.locale]]);
      }),
    );

  mutes
    .command('end')
    .description('end a mute now, wherever it stands')
    .argument('<mute>', 'its id, or the end of it')
    .option('--why <text>', 'reason, for the record', '')
    .action((id: string, given: { why: string }) =>
      host.withDesk(async (desk) => {
        await desk.settle('alerts');
        const listed = await desk.calls.mutes.list();
        if (!listed.ok) return complain(terminal, listed.error);
        const close = listed.value.mutes.filter((mute) => mute.id === id || mute.id.endsWith(id));
        const [only] = close;
        if (only === undefined || close.length > 1) return complain(terminal, fail('mute-unknown', { id }).error);
        return answer(terminal, await desk.calls.mutes.end({ id: only.id, why: given.why }), (act) => [act[terminal.locale]]);
      }),
    );
}

interface SetOptions {
  readonly until: string;
  readonly why: string;
  readonly from?: string;
  readonly even911?: boolean;
  readonly at?: string;
}

async function set(desk: TerminalDesk, when: string, given: SetOptions): Promise<Result<{ readonly en: string; readonly ko: string }>> {
  const until = readMoment(given.until, desk.now());
  const from = given.from === undefined ? null : readMoment(given.from, desk.now());
  if (until === null) return fail('bad-input', { what: '--until', why: moments });
  if (given.from !== undefined && from === null) return fail('bad-input', { what: '--from', why: moments });
  if (given.at !== undefined) {
    if (from !== null) return fail('bad-input', { what: '--from', why: '--at' });
    return desk.calls.mutes.muteAtSource({ source: given.at, when, until, why: given.why });
  }
  const preview = await desk.calls.mutes.preview({ when });
  if (!preview.ok) return preview;
  return desk.calls.mutes.mute({ when, from, until, why: given.why, even911: given.even911 === true, seenUrgent: preview.value.urgent });
}

function line(mute: MuteRow, now: number): string {
  const where = mute.origin === 'source' ? `at ${mute.source ?? ''}` : mute.origin === 'file' ? 'breakglass.yaml' : mute.by;
  const time = mute.state === 'pending' ? `from ${moment(mute.from)}` : `${age(mute.until - now)} left`;
  const matches = mute.matches === null ? 'unreadable here' : mute.matches === 0 ? 'matches nothing' : `matches ${String(mute.matches)}${mute.urgent > 0 ? `, ${String(mute.urgent)} count as 911` : ''}`;
  return `${mute.kind.padEnd(6)} ${time.padEnd(14)} ${mute.when}  ${matches}${mute.even911 ? ' (even 911)' : ''}  ${where}: ${mute.why}  [${mute.id}]`;
}

function previewLines(preview: MutePreview): readonly string[] {
  return [
    `${String(preview.now)} alerts match now, ${String(preview.urgent)} of them count as 911`,
    `${String(preview.firings)} firings of ${String(preview.alerts)} alerts in the last 30 days, as far as this console knows`,
    ...preview.examples.map(({ id, title, urgent }) => `  ${urgent ? '911  ' : '     '}${title}  [${id}]`),
  ];
}
