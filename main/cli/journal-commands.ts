import type { Command } from 'commander';
import { explain } from '../../core/errors';
import type { VerifyReport } from '../../core/journal/entry';
import type { StreamState } from '../../core/stream/stream';
import type { Locale } from '../../core/text';
import type { CommandHost } from './command-host';
import { answer, moment, printable } from './terminal';

/** journal list, journal verify, journal stream. */
export function journalCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  const journal = program.command('journal').description('the signed record of every act');
  journal
    .command('list')
    .description('entries in sentences, newest first')
    .option('--limit <n>', 'at most this many', '50')
    .option('--op <person>', 'only by this person')
    .option('--code <code>', 'only this kind')
    .action((options: { limit: string; op?: string; code?: string }) =>
      host.withDesk(async (desk) =>
        answer(
          terminal,
          await desk.calls.journal.page({ before: null, limit: Math.min(200, Number(options.limit)), op: options.op ?? null, code: options.code ?? null, text: null }),
          (page) => page.entries.map((entry) => `${moment(entry.at)}  ${entry.writer} #${String(entry.seq)}  ${entry[terminal.locale]}`),
          (page) => page.entries,
        ),
      ),
    );
  journal
    .command('verify')
    .description('check every signature and link, offline; exit 1 on any doubt')
    .action(() =>
      host.withDesk(async (desk) => {
        const report = await desk.calls.journal.verify();
        const exit = answer(terminal, report, verdicts);
        return exit === 0 && report.ok && !report.value.ok ? 1 : exit;
      }),
    );
  journal
    .command('stream')
    .description('send what is new to the streams of breakglass.yaml now; exit 3 where one does not answer')
    .argument('[stream]', 'only this one')
    .action((only?: string) =>
      host.withDesk(async (desk) => {
        const sent = await desk.stream(only ?? null);
        const exit = answer(terminal, sent, (rows) => rows.map((row) => streamLine(row, terminal.locale)));
        return sent.ok && sent.value.some(({ problem }) => problem !== null) ? 3 : exit;
      }),
    );
}

function streamLine({ id, kind, sent, problem }: StreamState, locale: Locale): string {
  const count = locale === 'ko' ? `${String(sent)}건 보냄` : `${String(sent)} entries sent`;
  return `${id.padEnd(20)} ${kind.padEnd(10)} ${problem === null ? count : printable(explain(problem, locale).message)}`;
}

function verdicts(report: VerifyReport): readonly string[] {
  return report.writers.flatMap((writer) => [
    writer.bad === null
      ? `${writer.writer}: ok, ${String(writer.entries)} entries, head ${writer.head.slice(0, 16)}${writer.unvouched ? ', unvouched (session key)' : ''}`
      : `${writer.writer}: BAD ${writer.bad.file}:${String(writer.bad.line)} ${writer.bad.rule}: ${writer.bad.why}`,
    writer.provenTo >= writer.entries
      ? `  proven to entry ${String(writer.provenTo)} by ${writer.provenBy}`
      : `  proven to entry ${String(writer.provenTo)} by ${writer.provenBy === '' ? 'nobody' : writer.provenBy}; ${String(writer.provenTo + 1)}..${String(writer.entries)} unwitnessed`,
    ...writer.open.map((line) => `  open: ${printable(line)}`),
  ]);
}
