import type { Command } from 'commander';
import { fail } from '../../core/errors';
import type { Freshness } from '../../core/runbook/freshness';
import type { CommandHost } from './command-host';
import { answer, complain, moment, printable } from './terminal';

/** runbooks, review. */
export function runbookCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  program
    .command('runbooks')
    .description('runbooks, with when they were last run, practised and reviewed')
    .action(() =>
      host.withDesk(async (desk) =>
        answer(terminal, await desk.calls.runbooks.list(), (rows) =>
          rows.map(({ path, title, errors, freshness }) => `${path}  ${title}  ${errors > 0 ? `${String(errors)} errors  ` : ''}${freshnessText(freshness)}`),
        ),
      ),
    );
  program
    .command('review')
    .description('say that you have read exactly these bytes of a runbook; later plans are compared with them')
    .argument('<runbook>', 'path below the workspace')
    .option('--yes <sha256>', 'mark this version without being asked')
    .action((path: string, options: { yes?: string }) =>
      host.withDesk(async (desk) => {
        const opened = await desk.calls.runbooks.open({ path });
        if (!opened.ok) return complain(terminal, opened.error);
        const { runbook } = opened.value;
        if (runbook === null) return complain(terminal, fail('runbook-has-errors', { path }).error);
        const { sha256, title, steps } = runbook;
        if (options.yes === undefined) {
          for (const line of [`${title} (${path})`, `sha256 ${sha256}`, ...steps.flatMap((step) => ['', `${step.title} [${step.name}] ${step.danger}`, ...step.script.split('\n').map((text) => `    ${text}`)])]) terminal.out(printable(line));
          const typed = await terminal.ask(terminal.locale === 'ko' ? '검토했으면 yes 입력: ' : 'Type yes if you have read it: ', false);
          if (typed !== 'yes') return complain(terminal, fail('cancelled', {}).error);
        }
        return answer(terminal, await desk.calls.runbooks.review({ path, sha256: options.yes ?? sha256 }), (act) => [act[terminal.locale]]);
      }),
    );
}

/** `run 3 times, 2 well; last 2026-...; drilled never; STALE`. */
function freshnessText({ lastRun, lastDrill, runs, ok, lastReview, stale }: Freshness): string {
  const use = lastRun === null ? 'never run' : `last run ${moment(lastRun.at)} ${lastRun.outcome} (${String(ok)} of ${String(runs)} went well)`;
  const drill = lastDrill === null ? 'never drilled' : `drilled ${moment(lastDrill.at)}`;
  const review = lastReview === null ? 'not reviewed' : lastReview.current ? `reviewed by ${lastReview.by}` : 'changed since its review';
  const late = stale === null ? '' : `, STALE: ${stale.days === null ? 'never drilled' : `last drilled ${String(stale.days)} days ago`}, wanted every ${String(stale.everyDays)} days`;
  return `${use}, ${drill}, ${review}${late}`;
}
