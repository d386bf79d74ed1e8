import type { Command } from 'commander';
import { explain } from '../../core/errors';
import type { Locale } from '../../core/text';
import { isUntrue } from '../../core/sync/doubt';
import type { SyncView } from '../../core/sync/sync';
import type { CommandHost } from './command-host';
import { age, answer } from './terminal';

/** sync: the journals travel now; exit 1 where a remote is down or a history is not to be trusted. */
export function syncCommand(program: Command, host: CommandHost): void {
  const { terminal } = host;
  program
    .command('sync')
    .description('pull, witness and push the team’s journals now')
    .action(() =>
      host.withDesk(async (desk) => {
        const synced = await desk.calls.journal.sync();
        const exit = answer(terminal, synced, (view) => syncText(view, desk.now(), terminal.locale));
        const bad = synced.ok && (synced.value.doubts.length > 0 || synced.value.remotes.some(({ state }) => state !== 'up'));
        return bad ? 1 : exit;
      }),
    );
}

function syncText({ remotes, unwitnessed, doubts, live }: SyncView, now: number, locale: Locale): readonly string[] {
  return [
    ...remotes.map(({ id, state, succeededAt, problem }) => {
      const last = succeededAt === null ? 'never' : `${age(now - succeededAt)} ago`;
      return `${id}: ${state}, last success ${last}${problem === null ? '' : `: ${explain(problem, locale).message}`}`;
    }),
    unwitnessed === null ? 'witnessed: every entry that matters' : `unwitnessed for ${age(now - unwitnessed.since)} / ${String(unwitnessed.entries)} entries`,
    ...(live.state === 'off' ? [] : [`broker: ${live.state}${live.problem === null ? '' : `: ${explain(live.problem, locale).message}`}`]),
    ...live.consoles.map(({ writer, state, seenAt, problem }) => `${writer}: ${state}${seenAt === null ? '' : `, heard ${age(now - seenAt)} ago`}${problem === null ? '' : `: ${explain(problem, locale).message}`}`),
    ...doubts.map(({ writer, seq, kind, why }) => `${isUntrue(kind) ? 'DO NOT TRUST' : 'IN DOUBT:'} ${writer} from entry ${String(seq)} on (${kind}): ${why}`),
  ];
}
