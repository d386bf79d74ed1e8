import { spawn } from 'node:child_process';
import type { Alert } from '../../core/alert/alert';
import { explain, type Result } from '../../core/errors';
import type { Run } from '../../core/run/run';
import type { Terminal } from './terminal';
import type { TerminalDesk } from './terminal-desk';

/** What the drill offers beside the desk: its scenario, and the line that it can cut. */
export interface DrillLine {
  play(id: string): Promise<Result<void>>;
  cutLine(seconds: number): void;
}

/** A check that did not hold ends the drill. */
class Broken extends Error {}

const scenario = 'stuck-worker';
const alertName = 'ApiWorkerStuck';

/** For how long the line is gone in the middle of the restart, s. */
const cut = 4;

/**
 * Plays the night of product.md to its end with the same calls as the window, and checks each thing that it promises.
 * @param verifier path of the independent journal verifier
 * @returns whether everything held; the account was written as it went.
 */
export async function playDrill(desk: TerminalDesk, drill: DrillLine, verifier: string, terminal: Terminal): Promise<boolean> {
  const startedAt = desk.now();
  const tell = (what: string): void => {
    const seconds = ((desk.now() - startedAt) / 1_000).toFixed(1).padStart(6);
    if (terminal.json) terminal.out(JSON.stringify({ type: 'check', ok: true, at: desk.now() - startedAt, what }));
    else terminal.out(`${seconds} s  ok  ${what}`);
  };
  try {
    await night(desk, drill, verifier, tell);
    if (terminal.json) terminal.out(JSON.stringify({ type: 'drill', ok: true }));
    else terminal.out('The drill held: nothing ran twice, nothing was guessed, everything is in the journal.');
    return true;
  } catch (cause) {
    if (!(cause instanceof Broken)) throw cause;
    if (terminal.json) terminal.out(JSON.stringify({ type: 'drill', ok: false, what: cause.message }));
    else terminal.err(`breakglass: the drill did not hold: ${cause.message}`);
    return false;
  }
}

async function night(desk: TerminalDesk, drill: DrillLine, verifier: string, tell: (what: string) => void): Promise<void> {
  const { calls } = desk;
  await desk.settle('duty');
  const duty = must(await calls.duty.view()).now;
  const person = duty?.person ?? null;
  hold(person !== null, 'somebody is on duty');
  tell(`${person} is on duty`);

  must(await drill.play(scenario));
  const alert = await until('the alert appears', 30_000, () => find(desk));
  tell(`alert ${alert.labels['alertname'] ?? ''} appeared: ${alert.summary}`);

  must(await calls.alerts.grade({ ids: [alert.id], grade: '911', why: 'customers see spinning pages' }));
  const graded = await until('the grade shows', 5_000, () => find(desk, (each) => each.grade === '911' && each.caseId !== null));
  const caseId = graded.caseId ?? '';
  tell(`graded 911; case ${caseId} is open`);

  const rung = must(await calls.sirens.ring({ to: 'on-duty', reason: alert.summary.slice(0, 200), volume: 20, seconds: 30, caseId }));
  const [ring] = rung.rings;
  hold(ring !== undefined, 'a siren was rung');
  await until('the siren confirms that it sounds', 12_000, async () => (await card(desk, ring?.siren ?? ''))?.state === 'sounding' || null);
  tell(`rang ${ring?.siren ?? ''} at ${String(ring?.volume ?? 0)} %: the device itself says that it sounds`);

  must(await calls.sirens.silence({ siren: null }));
  await until('the siren confirms that it is quiet', 12_000, async () => (await card(desk, ring?.siren ?? ''))?.state === 'quiet' || null);
  await until('silencing counts as ack', 5_000, () => find(desk, (each) => each.ack !== null));
  tell('silenced with one key: the device says quiet, and the case is acked');

  const { run, cutAt } = await restart(desk, drill, alert, caseId, tell);
  await until('the run ends by itself', 60_000, async () => {
    const now = must(await calls.runs.detail({ id: run }));
    return now.state === 'ended' ? now : null;
  }).then((ended) => {
    account(ended, cutAt);
  });
  const output = must(await calls.runs.output({ run, position: 2, host: 'api-01', attempt: 1, from: 0, max: 65_536 })).text;
  hold(count(output, 'stopping worker') === 1 && count(output, 'draining: ') === 6, 'the restart ran once, and every line of it was recovered');
  tell('line back: the true outcome and every byte of output was fetched; the step ran exactly once');

  await until('the alert ends', 30_000, () => (find(desk) === null ? true : null));
  tell('the worker serves again and the alert ended');
  must(await calls.cases.close({ id: caseId, verdict: 'drill', why: 'worker restarted, queue drained' }));
  hold(must(await calls.cases.detail({ id: caseId })).state === 'closed', 'the case is closed');
  tell(`case ${caseId} closed`);

  const report = must(await calls.journal.verify());
  const entries = report.writers.reduce((sum, writer) => sum + writer.entries, 0);
  hold(report.ok, `the journal verifies (${report.writers.map((writer) => writer.bad?.why ?? 'ok').join(', ')})`);
  tell(`journal verified: ${String(entries)} entries`);
  const independent = await verify(verifier, desk.root);
  hold(independent.code === 0, `the independent verifier agrees: ${independent.text.trim()}`);
  tell('the independent verifier, which shares no code with the app, agrees');
}

/** Plans the matching runbook, approves that very plan, and cuts the line in the middle of its second step. */
async function restart(desk: TerminalDesk, drill: DrillLine, alert: Alert, caseId: string, tell: (what: string) => void): Promise<{ readonly run: string; readonly cutAt: number }> {
  const { calls } = desk;
  const detail = must(await calls.alerts.detail({ id: alert.id }));
  const [related] = detail.runbooks;
  hold(related !== undefined, 'a runbook matches the alert');
  const path = related?.path ?? '';
  const { values } = must(await calls.runbooks.prefill({ path, alert: alert.id }));
  const planned = must(await calls.runbooks.plan({ path, values, on: [] }));
  hold(planned.plan !== null, `the plan stands (${planned.problems.map((problem) => problem.en).join('; ')})`);
  const hash = planned.plan?.hash ?? '';
  tell(`planned ${path} for ${values['host'] ?? ''}: ${hash.slice(0, 16)}`);
  const { run } = must(await desk.requestApproved({ hash, reason: alert.summary.slice(0, 200), caseId }, planned.demand?.word ?? ''));
  await until('the second step runs', 30_000, async () => {
    const cell = cellAt(must(await calls.runs.detail({ id: run })), 2);
    return cell?.outcome.kind === 'running' && cell.bytes > 0 ? true : null;
  });
  tell('approved that plan by its hash; step one read, step two is running');
  drill.cutLine(cut);
  const cutAt = desk.now();
  await until('the lost line is shown as unknown', 25_000, async () => {
    const cell = cellAt(must(await calls.runs.detail({ id: run })), 2);
    return cell?.outcome.kind === 'unknown' ? true : null;
  });
  tell('cut the line: the step is shown as unknown, not as failed and not as fine');
  return { run, cutAt };
}

function account(run: Run, cutAt: number): void {
  hold(run.outcome.kind === 'ok', `the run ended ok (it is ${run.outcome.kind})`);
  const cell = cellAt(run, 2);
  hold(cell?.outcome.kind === 'ok' && cell.attempt === 1, 'the cut step ended ok at its first attempt');
  hold((cell?.endedAt ?? 0) >= cutAt, 'its outcome was learnt after the cut');
}

function cellAt(run: Run, position: number): Run['steps'][number]['cells'][number] | undefined {
  return run.steps.find((step) => step.position === position)?.cells[0];
}

function find(desk: TerminalDesk, fits: (alert: Alert) => boolean = () => true): Alert | null {
  return desk.alerts().find((alert) => alert.labels['alertname'] === alertName && alert.state === 'firing' && fits(alert)) ?? null;
}

async function card(desk: TerminalDesk, siren: string) {
  return must(await desk.calls.sirens.list()).find((each) => each.id === siren);
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

function must<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { message, hint } = explain(result.error, 'en');
  throw new Broken(`${message} ${hint}`);
}

function hold(truth: boolean, what: string): asserts truth {
  if (!truth) throw new Broken(what);
}

async function until<T>(what: string, ms: number, look: () => T | null | Promise<T | null>): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const seen = await look();
    if (seen !== null) return seen;
    if (Date.now() > deadline) throw new Broken(`${what}: not within ${String(ms / 1_000)} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function verify(script: string, dir: string): Promise<{ readonly code: number | null; readonly text: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, dir], { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        text += chunk;
      });
    }
    child.on('close', (code) => {
      resolve({ code, text });
    });
  });
}
