import { causeText } from '../../core/cause-text';
import { fail, type Failure, type Result } from '../../core/errors';
import type { EntryData } from '../../core/journal/codes';
import type { Blind } from '../../core/ipc/frame';
import type { Finding } from '../../core/runbook/runbook';
import { createSignal } from '../../core/signal';
import { finding } from '../../core/workspace/finding';
import type { Workspace, WorkspaceReading } from '../../core/workspace/workspace';
import type { Clock } from '../ports/clock';
import type { CommitTrust } from '../ports/commit-trust';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { Cancel } from '../ports/schedule';
import type { WorkspaceFiles } from '../ports/workspace-files';

/** Where this device keeps the last configuration that was valid: a typo at 02:10 must not lock anybody out. */
export interface LastGood {
  read(): Workspace | null;
  write(workspace: Workspace): void;
}

export interface WorkspaceDeskPorts {
  readonly files: WorkspaceFiles;
  readonly lastGood: LastGood;
  readonly clock: Clock;
  /** Who signed the files, where the policy asks. */
  readonly trust: CommitTrust;
  /** Null until the journal is open: it lives in the workspace, so it opens after it. */
  readonly journal: () => Journal | null;
}

/** The configuration in force, live: a change is taken over when the whole is valid, else the last good one stays. */
export interface WorkspaceDesk extends CurrentWorkspace {
  /** Everything that is wrong with the files as they are now. */
  findings(): readonly Finding[];
  status(): { readonly errors: number; readonly lastGood: boolean; readonly readOnly: boolean };
  /** A banner while the files are not what is in force (law 8). */
  blind(): readonly Blind[];
  /** Reads the files now instead of when a change is noticed. */
  reload(): Promise<void>;
  /** Called on every change of the findings too, not only of the workspace. */
  onFindings(listener: () => void): Cancel;
  /**
   * Writes what happened before there was a journal; call it once the journal is open, with the hash that it named last
   * (null: none): what was in force then and still is was said already.
   */
  tellJournal(last: string | null): void;
  close(): void;
}

type Told = { readonly code: 'WORKSPACE-CHANGED'; readonly data: EntryData<'WORKSPACE-CHANGED'> } | { readonly code: 'WORKSPACE-REJECTED'; readonly data: EntryData<'WORKSPACE-REJECTED'> };

function errorsOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity }) => severity === 'error');
}

/** The first thing that keeps a folder from being a workspace. */
function invalid(root: string, findings: readonly Finding[]): Failure {
  const errors = errorsOf(findings);
  const missing = fail('workspace-missing', { path: root }).error;
  const [first] = errors.filter(({ file, rule }) => !file.startsWith('runbooks/') || rule === 'commit-differs');
  if (first === undefined || first.rule === 'file-missing') return missing;
  return fail('workspace-invalid', { count: errors.length, file: first.file, line: first.line, what: first.message.en }).error;
}

/**
 * Opens a folder and follows it. Where its files are wrong, the last configuration that was valid on this device is in
 * force, and a banner says so; a failure where there is none.
 */
export async function openWorkspaceDesk(root: string, ports: WorkspaceDeskPorts): Promise<Result<WorkspaceDesk>> {
  const kept = ports.lastGood.read();
  const first = await readTrusted(root, kept, ports);
  const remembered = first.workspace ?? kept;
  const problem = invalid(root, first.findings);
  if (remembered === null || (first.workspace === null && problem.code === 'workspace-missing')) return { ok: false, error: problem };
  const readOnly = !(await ports.files.isWritable(root));
  return { ok: true, value: follow(remembered, first, readOnly, ports) };
}

/** The files as they are. A disk that says no is a finding like another: what was in force stays, and a banner says why. */
async function readTrusted(root: string, inForce: Workspace | null, ports: Pick<WorkspaceDeskPorts, 'files' | 'trust'>): Promise<WorkspaceReading> {
  try {
    return await readSigned(root, inForce, ports);
  } catch (cause) {
    return { workspace: null, findings: [finding({ file: 'breakglass.yaml', line: 1, column: 1 }, 'files-unreadable', { why: causeText(cause) })] };
  }
}

/** No workspace where the policy asks for an operator's signature, here or there, and it is missing. */
async function readSigned(root: string, inForce: Workspace | null, { files, trust }: Pick<WorkspaceDeskPorts, 'files' | 'trust'>): Promise<WorkspaceReading> {
  const reading = await files.read(root);
  const { workspace, findings } = reading;
  const asked = [workspace, inForce].some((each) => each?.settings.policies['signed-commits'] === true);
  if (workspace === null || !asked) return reading;
  const doubts = await trust.judge(workspace, inForce?.people ?? null);
  return doubts.length === 0 ? reading : { workspace: null, findings: [...doubts, ...findings] };
}

function follow(opened: Workspace, first: WorkspaceReading, readOnly: boolean, { files, trust, clock, journal, lastGood }: WorkspaceDeskPorts): WorkspaceDesk {
  let inForce = opened;
  let findings = first.findings;
  let rejected: { readonly since: number; readonly problem: Failure; readonly mark: string } | null = null;
  let untold: Told[] = [];
  let reading: Promise<void> | null = null;
  let again = false;
  let closed = false;
  const workspaceChanged = createSignal<Workspace>();
  const findingsChanged = createSignal();

  const tellJournal = (): void => {
    const book = journal();
    if (book === null) return;
    for (const told of untold) {
      if (told.code === 'WORKSPACE-CHANGED') book.appendLate(told.code, told.data);
      else book.appendLate(told.code, told.data);
    }
    untold = [];
  };

  const changed = (workspace: Workspace, before: string | null): void => {
    const { hash, people, hosts, runbooks } = workspace;
    untold.push({ code: 'WORKSPACE-CHANGED', data: { hash, before, people: people.length, hosts: hosts.length, runbooks: runbooks.length } });
  };

  const reject = (now: readonly Finding[]): void => {
    const problem = invalid(inForce.root, now);
    const [worst] = errorsOf(now);
    const mark = JSON.stringify(errorsOf(now).map(({ file, line, rule }) => [file, line, rule]));
    if (rejected?.mark === mark) return;
    rejected = { since: rejected?.since ?? clock.now(), problem, mark };
    untold.push({ code: 'WORKSPACE-REJECTED', data: { kept: inForce.hash, errors: errorsOf(now).length, file: worst?.file ?? 'breakglass.yaml', line: worst?.line ?? 1, rule: worst?.rule ?? 'file-missing' } });
  };

  const read = async (): Promise<void> => {
    const reading = await readTrusted(inForce.root, inForce, { files, trust });
    if (closed) return;
    const differs = JSON.stringify(reading.findings) !== JSON.stringify(findings);
    findings = reading.findings;
    const { workspace } = reading;
    const wasRejected = rejected !== null;
    if (workspace === null) {
      reject(findings);
    } else {
      rejected = null;
      if (workspace.hash !== inForce.hash) {
        const before = inForce.hash;
        inForce = workspace;
        lastGood.write(workspace);
        changed(workspace, before);
        workspaceChanged.emit(workspace);
      }
    }
    tellJournal();
    if (differs || wasRejected !== (rejected !== null)) findingsChanged.emit();
  };

  /** One reading at a time; a change during one is read after it. */
  const reload = async (): Promise<void> => {
    if (reading !== null) {
      again = true;
      await reading;
      return;
    }
    do {
      again = false;
      reading = read();
      await reading.finally(() => {
        reading = null;
      });
    } while (again as boolean);
  };

  changed(opened, null);
  if (first.workspace === null) reject(findings);
  else lastGood.write(opened);
  const stop = files.watch(opened.root, () => void reload());

  return {
    get: () => inForce,
    onChanged: workspaceChanged.on,
    onFindings: findingsChanged.on,
    findings: () => findings,
    status: () => ({ errors: errorsOf(findings).length, lastGood: rejected !== null, readOnly }),
    blind: () =>
      rejected === null ? [] : [{ id: 'workspace', kind: 'workspace', name: inForce.settings.name, since: rejected.since, problem: rejected.problem }],
    reload,
    tellJournal: (last) => {
      untold = untold.filter((told) => told.code !== 'WORKSPACE-CHANGED' || told.data.before !== null || told.data.hash !== last);
      tellJournal();
    },
    close: () => {
      closed = true;
      stop();
      workspaceChanged.clear();
      findingsChanged.clear();
    },
  };
}
