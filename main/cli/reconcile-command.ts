import type { Command } from 'commander';
import { fail, ok } from '../../core/errors';
import type { Reconciled } from '../../core/reconcile/compare';
import type { Locale } from '../../core/text';
import type { CommandHost } from './command-host';
import { approved, startPlan, type ApprovalOptions } from './start-plan';
import { answer, complain, moment, type Exit } from './terminal';

/** reconcile: what the hosts' own logs say against what the journals say; exit 1 where they differ, 3 where a log cannot be read. */
export function reconcileCommand(program: Command, host: CommandHost): void {
  const { terminal } = host;
  approved(program.command('reconcile').description('compare the journals with the hosts’ own login records').argument('<hosts>', 'hosts and groups, with commas between'))
    .option('--days <n>', 'how far back', '7')
    .action((hosts: string, options: ApprovalOptions & { readonly days: string }) =>
      host.withDesk(async (desk) => {
        const days = Number(options.days);
        if (!Number.isInteger(days) || days < 1 || days > 366) return complain(terminal, fail('bad-input', { what: '--days', why: '1..366' }).error);
        const ready = await desk.calls.journal.reconcilePlan({ hosts: hosts.split(','), days });
        if (!ready.ok) return complain(terminal, ready.error);
        const { hash } = ready.value.plan;
        const ran = await startPlan(desk, host, ready.value, { ...options, reason: options.reason === '' ? 'reconcile' : options.reason });
        const runs = await desk.calls.runs.list();
        const run = runs.ok ? runs.value.find(({ planHash, state }) => planHash === hash && state === 'ended') : undefined;
        if (run === undefined) return ran;
        const found = await desk.calls.journal.reconciled({ run: run.id, days });
        if (!found.ok) return complain(terminal, found.error);
        const rows = found.value.rows ?? [];
        const exit = answer(terminal, ok(rows), () => rows.flatMap((row) => lines(row, terminal.locale)));
        return worst(exit, ran, rows);
      }),
    );
}

function worst(shown: Exit, ran: Exit, found: readonly Reconciled[]): Exit {
  if (ran !== 0) return ran;
  if (found.some(({ since }) => since === null)) return 3;
  return found.some(({ unknown, unseen }) => unknown.length > 0 || unseen.length > 0) ? 1 : shown;
}

function lines({ host, sessions, since, undated, unknown, unseen }: Reconciled, locale: Locale): readonly string[] {
  const ko = locale === 'ko';
  if (since === null && undated) return [ko ? `${host}: sshd 기록에 시각이 없어(sshd -E가 쓰는 형식) 비교할 수 없습니다. 알 수 없음` : `${host}: sshd’s log has no times (as sshd -E writes it); nothing is known`];
  if (since === null) return [ko ? `${host}: 로그인 기록을 읽을 수 없습니다. 알 수 없음` : `${host}: its login record cannot be read; nothing is known`];
  const head = ko ? `${host}: ${moment(since)} 이후 로그인 ${String(sessions)}건, 저널에 없는 것 ${String(unknown.length)}건, 로그인이 없는 단계 ${String(unseen.length)}건` : `${host}: ${String(sessions)} logins since ${moment(since)}, ${String(unknown.length)} that no journal knows, ${String(unseen.length)} steps without a login`;
  return [
    head,
    ...unknown.map(({ from, until, user, address, port, how }) => `  ${moment(from)}  ${user} ${ko ? '←' : 'from'} ${address}:${String(port)} (${how})${until === null ? '' : `, ${String(Math.round((until - from) / 1_000))} s`}`),
    ...unseen.map(({ at, code, writer, seq }) => `  ${moment(at)}  ${writer} #${String(seq)} ${code}`),
  ];
}
