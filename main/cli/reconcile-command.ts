import type { Command } from 'commander';
import { fail, ok } from '../../core/errors';
import { compareSessions, type JournalledAct, type Reconciled } from '../../core/reconcile/compare';
import { readSessions, sessionScript } from '../../core/reconcile/read-sessions';
import type { Run } from '../../core/run/run';
import type { Locale } from '../../core/text';
import type { CommandHost } from './command-host';
import { approved, startPlan, type ApprovalOptions } from './start-plan';
import { answer, complain, moment, type Exit } from './terminal';
import type { TerminalDesk } from './terminal-desk';

const dayMs = 86_400_000;

/** A log of more than this is cut by the script's own limit first, bytes. */
const largestPiece = 1_048_576;

/** reconcile: what the hosts' own logs say against what the journals say; exit 1 where they differ, 3 where a log cannot be read. */
export function reconcileCommand(program: Command, host: CommandHost): void {
  const { terminal } = host;
  approved(program.command('reconcile').description('compare the journals with the hosts’ own login records').argument('<hosts>', 'hosts and groups, with commas between'))
    .option('--days <n>', 'how far back', '7')
    .action((hosts: string, options: ApprovalOptions & { readonly days: string }) =>
      host.withDesk(async (desk) => {
        const days = Number(options.days);
        if (!Number.isInteger(days) || days < 1 || days > 366) return complain(terminal, fail('bad-input', { what: '--days', why: '1..366' }).error);
        const ready = await desk.planExec(hosts.split(','), sessionScript(days), 'read');
        if (!ready.ok) return complain(terminal, ready.error);
        const { hash } = ready.value.plan;
        const ran = await startPlan(desk, host, ready.value, { ...options, reason: options.reason === '' ? 'reconcile' : options.reason });
        const run = await lastRunOf(desk, hash);
        if (run === null) return ran;
        const since = desk.now() - days * dayMs;
        const acts = await actsSince(desk, since);
        const found: Reconciled[] = [];
        for (const { host: name, bytes } of run.steps.flatMap(({ cells }) => cells.map((cell) => ({ host: cell.host, bytes: cell.bytes })))) {
          found.push(compareSessions(name, readSessions(await outputOf(desk, run.id, name, bytes)), acts.get(name) ?? [], since));
        }
        const exit = answer(terminal, ok(found), (rows) => rows.flatMap((row) => lines(row, terminal.locale)));
        return worst(exit, ran, found);
      }),
    );
}

function worst(shown: Exit, ran: Exit, found: readonly Reconciled[]): Exit {
  if (ran !== 0) return ran;
  if (found.some(({ since }) => since === null)) return 3;
  return found.some(({ unknown, unseen }) => unknown.length > 0 || unseen.length > 0) ? 1 : shown;
}

async function lastRunOf(desk: TerminalDesk, hash: string): Promise<Run | null> {
  const runs = await desk.calls.runs.list();
  const row = runs.ok ? runs.value.find(({ planHash, state }) => planHash === hash && state === 'ended') : undefined;
  const run = row === undefined ? null : await desk.calls.runs.detail({ id: row.id });
  return run?.ok === true ? run.value : null;
}

async function outputOf(desk: TerminalDesk, run: string, host: string, bytes: number): Promise<string> {
  let text = '';
  for (let from = 0; from < bytes; ) {
    const piece = await desk.calls.runs.output({ run, position: 1, host, attempt: 1, from, max: largestPiece });
    if (!piece.ok || piece.value.next <= from) break;
    text += piece.value.text;
    from = piece.value.next;
  }
  return text;
}

/** Host -> what any journal on this laptop says was done on it. */
async function actsSince(desk: TerminalDesk, since: number): Promise<ReadonlyMap<string, readonly JournalledAct[]>> {
  const acts = new Map<string, JournalledAct[]>();
  for (let before: string | null = null; ; ) {
    const page = await desk.calls.journal.page({ before, limit: 200, code: null, op: null, text: null });
    if (!page.ok) return acts;
    for (const { at, code, writer, seq, data } of page.value.entries) {
      const name = data['host'];
      if (typeof name === 'string') acts.set(name, [...(acts.get(name) ?? []), { at, code, writer, seq, needsSession: code === 'STEP-INTENT' }]);
    }
    before = page.value.next;
    const last = page.value.entries.at(-1);
    if (before === null || (last !== undefined && last.at < since)) return acts;
  }
}

function lines({ host, sessions, since, unknown, unseen }: Reconciled, locale: Locale): readonly string[] {
  const ko = locale === 'ko';
  if (since === null) return [ko ? `${host}: 로그인 기록을 읽을 수 없습니다. 알 수 없음` : `${host}: its login record cannot be read; nothing is known`];
  const head = ko ? `${host}: ${moment(since)} 이후 로그인 ${String(sessions)}건, 저널에 없는 것 ${String(unknown.length)}건, 로그인이 없는 단계 ${String(unseen.length)}건` : `${host}: ${String(sessions)} logins since ${moment(since)}, ${String(unknown.length)} that no journal knows, ${String(unseen.length)} steps without a login`;
  return [
    head,
    ...unknown.map(({ from, until, user, address, port, how }) => `  ${moment(from)}  ${user} ${ko ? '←' : 'from'} ${address}:${String(port)} (${how})${until === null ? '' : `, ${String(Math.round((until - from) / 1_000))} s`}`),
    ...unseen.map(({ at, code, writer, seq }) => `  ${moment(at)}  ${writer} #${String(seq)} ${code}`),
  ];
}
