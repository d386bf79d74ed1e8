import { claimPath } from '../../core/run/claim';
import type { Cell, Run } from '../../core/run/run';
import { isFinal, type Outcome } from '../../core/run/outcome';
import type { MovedFile } from '../../core/runbook/file-step';
import type { CommandHost } from './command-host';
import { complain, printable, type Exit } from './terminal';
import type { TerminalDesk } from './terminal-desk';

/** How long a run is waited for whose line was lost, or that somebody is to approve, before the terminal leaves it, ms. */
const patience = 60_000;

/** Largest piece of output fetched at once, bytes. */
const piece = 262_144;

/**
 * Prints a run as it goes until it ended, or is held for a person, or (`until: 'now'`) as it stands.
 * @returns 0 ok, 1 failed, 3 unknown, 4 refused, 130 interrupted; formats.md.
 */
export async function followRun(desk: TerminalDesk, host: CommandHost, id: string, options: { readonly until: 'held' | 'now' }): Promise<Exit> {
  const { terminal } = host;
  const follower = new Follower(desk, host);
  const first = await desk.calls.runs.detail({ id });
  if (!first.ok) return complain(terminal, first.error);
  let latest: Run = first.value;
  await follower.show(latest);
  if (options.until === 'held') {
    let wake = (): void => undefined;
    const cancel = desk.onRun((run) => {
      if (run.id !== id) return;
      latest = run;
      wake();
    });
    const gaveUpAt = (): number => desk.now() + patience;
    let giveUp = gaveUpAt();
    while (!terminal.interrupted.aborted) {
      const shown = latest;
      await follower.show(shown);
      if (shown.state === 'ended') break;
      const open = shown.steps.some((step) => step.cells.some((cell) => cell.outcome.kind === 'unknown' || cell.outcome.kind === 'running'));
      if (shown.state === 'held' && !open) break;
      if (shown.state === 'running' || shown.state === 'stopping') giveUp = gaveUpAt();
      if (desk.now() > giveUp) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 500);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (latest !== shown) wake();
      });
    }
    cancel();
  }
  const again = await desk.calls.runs.detail({ id });
  if (again.ok) latest = again.value;
  await follower.show(latest);
  return finish(latest, host);
}

function finish(run: Run, host: CommandHost): Exit {
  const { terminal } = host;
  if (terminal.json) terminal.out(JSON.stringify({ type: 'run', id: run.id, state: run.state, outcome: run.outcome.kind, held: run.held?.code ?? null }));
  else {
    terminal.out(`run ${run.id}: ${run.outcome.kind} (${run.state})`);
    if (run.held !== null) complain(terminal, run.held);
    if (run.state === 'held') terminal.err(`breakglass: held; see: breakglass outcome ${run.id}, then attach, decide or resume`);
  }
  if (terminal.interrupted.aborted) {
    terminal.err(`breakglass: left; steps that started go on at their servers: breakglass attach ${run.id}`);
    return 130;
  }
  return exitOf(run.outcome);
}

function exitOf(outcome: Outcome): Exit {
  switch (outcome.kind) {
    case 'ok':
      return 0;
    case 'unknown':
    case 'interrupted':
    case 'running':
      return 3;
    case 'refused':
      return 4;
    case 'failed':
    case 'stopped':
    case 'timed-out':
    case 'skipped':
    case 'not-sent':
      return 1;
  }
}

/** Prints what is new since the last time: steps that began, bytes that came, outcomes that changed. */
class Follower {
  private readonly printed = new Map<string, { next: number; outcome: string; begun: boolean }>();

  constructor(
    private readonly desk: TerminalDesk,
    private readonly host: CommandHost,
  ) {}

  async show(run: Run): Promise<void> {
    for (const step of run.steps) {
      const planned = run.plan.plan.steps.find((each) => each.position === step.position);
      for (const cell of step.cells) await this.showCell(run, step.position, planned?.name ?? '', cell);
    }
  }

  private async showCell(run: Run, position: number, step: string, cell: Cell): Promise<void> {
    const { terminal } = this.host;
    const key = `${String(position)}/${cell.host}/${String(cell.attempt)}`;
    const seen = this.printed.get(key) ?? { next: 0, outcome: '', begun: false };
    this.printed.set(key, seen);
    const place = { host: cell.host, step, position, attempt: cell.attempt };
    if (!seen.begun && cell.startedAt !== null) {
      seen.begun = true;
      if (terminal.json) terminal.out(JSON.stringify({ type: 'step', ...place, outcome: 'running' }));
      else terminal.out(`-- ${String(position)} ${step} on ${cell.host}`);
    }
    while (seen.next < cell.bytes) {
      const page = await this.desk.calls.runs.output({ run: run.id, position, host: cell.host, attempt: cell.attempt, from: seen.next, max: piece });
      if (!page.ok || page.value.next <= seen.next) break;
      seen.next = page.value.next;
      if (terminal.json) terminal.out(JSON.stringify({ type: 'output', ...place, text: page.value.text }));
      else for (const line of page.value.text.replace(/\n$/, '').split('\n')) terminal.out(`${cell.host}: ${printable(line)}`);
    }
    // A try that could not be sent has ended, too.
    const told = isFinal(cell.outcome) || cell.outcome.kind === 'unknown' || cell.endedAt !== null;
    if (told && seen.outcome !== cell.outcome.kind) {
      seen.outcome = cell.outcome.kind;
      const code = cell.outcome.kind === 'failed' ? cell.outcome.code : null;
      if (terminal.json) {
        terminal.out(JSON.stringify({ type: 'outcome', ...place, outcome: cell.outcome.kind, code, bytes: cell.bytes, sha256: cell.sha256, ...(cell.file === undefined ? {} : { file: cell.file }), ...(cell.problem === null ? {} : { problem: cell.problem.code }) }));
      } else {
        const why = 'why' in cell.outcome ? ` (${cell.outcome.why})` : '';
        terminal.out(printable(`-- ${String(position)} ${step} on ${cell.host}: ${cell.outcome.kind}${code === null ? '' : `(${String(code)})`}${why}`));
      }
      if (!terminal.json && cell.file !== undefined) terminal.out(movedText(run, position, cell.host, cell.attempt, cell.file));
      if (cell.problem !== null) complain(terminal, cell.problem);
    }
  }
}

/** What became of a file, and where one that was fetched lies. */
function movedText(run: Run, position: number, target: string, attempt: number, { bytes, sha256 }: MovedFile): string {
  const isHere = run.plan.plan.steps.find((step) => step.position === position)?.file?.kind === 'get';
  const where = isHere ? `, saved as transcripts/${claimPath({ run: run.id, target, position, attempt })}.file` : '';
  return printable(`   ${String(bytes)} bytes, sha256 ${sha256}${where}`);
}
