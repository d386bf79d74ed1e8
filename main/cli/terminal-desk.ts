import type { Alert } from '../../core/alert/alert';
import type { SourceReport } from '../../core/alert/source-report';
import type { CaseExported } from '../../core/case/export';
import type { Result } from '../../core/errors';
import type { Act, mainContract } from '../../core/ipc/contract';
import type { Handlers } from '../../core/ipc/kit';
import type { Run } from '../../core/run/run';
import type { ApprovalDemand, HashedPlan } from '../../core/runbook/plan';
import type { Addition } from '../../core/workspace/addition';
import type { RetireReason } from '../../core/team/team';
import type { Cancel } from '../ports/schedule';
import type { StreamState } from '../../core/stream/stream';
import type { OpenTerminal } from '../ports/terminal-screen';
import type { RunRequest } from '../services/runbook-runner';

/**
 * What a command needs of the desk. `calls` is the very object that serves the window, so that every act has one
 * implementation and the terminal is its twin.
 */
export interface TerminalDesk {
  readonly calls: Handlers<typeof mainContract>;
  readonly root: string;
  readonly now: () => number;
  onRun(listener: (run: Run) => void): Cancel;
  /** Waits until every source, siren or calendar has answered or failed once since the desk opened: only what is asked about. */
  settle(what: 'alerts' | 'sirens' | 'duty'): Promise<void>;
  alerts(): readonly Alert[];
  /** What a query of the search box finds, worst first; everything that is open for an empty one. */
  search(query: string): Promise<Result<readonly Alert[]>>;
  onAlerts(listener: () => void): Cancel;
  /** The button, pressed here: asks for this very plan to be run, approved with what was typed. */
  requestApproved(request: RunRequest, typed: string): Promise<Result<{ readonly run: string }>>;
  /** Tries and writes an entry that was typed here: where its secrets go is what was typed, and nobody is asked again. */
  trySource(addition: Addition): Promise<Result<SourceReport>>;
  saveEntry(request: { readonly addition: Addition; readonly seen: string }): Promise<Result<Act>>;
  /** Signs what was asked, shown and answered here: an approval, a device let in, a device taken out of use. */
  approveFor(request: { readonly plan: string; readonly challenge: string | null; readonly runner: string | null }): Promise<Result<{ readonly code: string | null; readonly until: number; readonly runner: string }>>;
  acceptDevice(request: string, role: 'operator' | 'investigator'): Promise<Result<Act>>;
  retireDevice(wanted: { readonly person: string; readonly device: string; readonly why: RetireReason }): Promise<Result<Act>>;
  /** A plan for an ad-hoc command. */
  planExec(hosts: readonly string[], script: string): Promise<Result<{ readonly plan: HashedPlan; readonly demand: ApprovalDemand }>>;
  /** A recorded terminal to be shown at the terminal that the command stands at. */
  takeTerminal(request: { readonly host: string; readonly reason: string; readonly caseId: string | null }): Promise<Result<OpenTerminal>>;
  /** Writes a recording as asciicast v2 to a new file (absolute path). */
  exportRecording(terminal: string, file: string): Promise<Result<void>>;
  /** Writes a case to a new folder, or a new zip (absolute path). */
  exportCase(request: { readonly id: string; readonly target: string; readonly form: 'folder' | 'zip'; readonly redact: readonly string[] }): Promise<Result<CaseExported>>;
  /** Sends the journal to the streams of breakglass.yaml now, or to the named one. */
  stream(only: string | null): Promise<Result<readonly StreamState[]>>;
  /** Stores a secret that was typed here; it is never an argument. */
  setSecret(name: string, value: string): Promise<Result<void>>;
}
