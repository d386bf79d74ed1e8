import type { Command } from 'commander';
import type { Frame } from '../../core/ipc/frame';
import type { SourceReport } from '../../core/alert/source-report';
import type { CommandHost } from './command-host';
import { age, answer, complain, moment, type Exit } from './terminal';
import type { TerminalDesk } from './terminal-desk';

type SourceRow = Frame['sources'][number];

/** sources, sources test. */
export function sourceCommands(program: Command, host: CommandHost): void {
  const { terminal } = host;
  const sources = program
    .command('sources')
    .description('where alerts come from, and whether each can be seen')
    .action(() => host.withDesk((desk) => list(desk, host)));
  sources
    .command('test')
    .description('look at what a source holds now; changes nothing')
    .argument('<name>', 'the id of a source in breakglass.yaml')
    .action((name: string) => host.withDesk(async (desk) => answer(terminal, await desk.calls.alerts.testSource({ source: name }), (report) => reportLines(report, desk.now()))));
}

async function list(desk: TerminalDesk, { terminal }: CommandHost): Promise<Exit> {
  await desk.settle('alerts');
  const frame = await desk.calls.app.frame();
  if (!frame.ok) return complain(terminal, frame.error);
  const { sources } = frame.value;
  for (const { problem } of sources) if (problem !== null) complain(terminal, problem);
  answer(terminal, { ok: true, value: sources }, (rows) => (rows.length === 0 ? [terminal.locale === 'ko' ? 'breakglass.yaml에 소스가 없습니다.' : 'There are no sources in breakglass.yaml.'] : rows.map((row) => line(row, desk.now()))));
  return sources.some(({ state }) => state !== 'seen') ? 3 : 0;
}

function line({ id, kind, state, seenAt, upTo, refused }: SourceRow, now: number): string {
  const seen = seenAt === null ? 'never seen' : `seen ${age(now - seenAt)} ago`;
  const read = upTo === null ? '' : `, up to ${upTo.text === '' ? '' : `${upTo.text}, `}${moment(upTo.at)}`;
  const away = refused === null ? '' : `, ${String(refused.count)} refused (last: ${String(refused.status)})`;
  return `${id.padEnd(20)} ${kind.padEnd(14)} ${state.padEnd(10)} ${seen}${read}${away}`;
}

/** What a source was found to hold. */
export function reportLines({ source, kind, server, place, count, newest, tookMs }: SourceReport, now: number): readonly string[] {
  const where = place === '' ? '' : `, ${place}`;
  const latest = newest === null ? '' : `, the newest ${age(now - newest)} ago (${moment(newest)})`;
  return [`${source} (${kind}): ${server}${where}: ${String(count)} there${latest}; took ${String(Math.round(tookMs))} ms`];
}
