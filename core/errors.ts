import { fill, type Locale, type NamesIn, type Text } from './text';
import { alertFailures } from './alert/failures';
import { sourceFailures } from './alert/source-failures';
import { approvalFailures } from './approval/failures';
import { caseFailures } from './case/failures';
import { drillFailures } from './drill/failures';
import { escalationFailures } from './escalation/failures';
import { hostFailures } from './host/failures';
import { sudoFailures } from './host/sudo-failures';
import { importFailures } from './import/failures';
import { ipcFailures } from './ipc/failures';
import { journalFailures } from './journal/failures';
import { muteFailures } from './mute/failures';
import { runFailures } from './run/failures';
import { runbookFailures } from './runbook/failures';
import { fileStepFailures } from './runbook/file-step-failures';
import { shiftFailures } from './shift/failures';
import { sirenFailures } from './siren/failures';
import { speakerFailures } from './siren/speaker-failures';
import { streamFailures } from './stream/failures';
import { syncFailures } from './sync/failures';
import { teamFailures } from './team/failures';
import { terminalFailures } from './terminal/failures';
import { vaultFailures } from './vault/failures';
import { workspaceFailures } from './workspace/failures';

/** The exit code that the terminal gives a failure (formats.md: 1 no, 2 wrong use, 3 unknown, 4 refused, 130 interrupted). */
export type ExitCode = 1 | 2 | 3 | 4 | 130;

/** One expected failure: what is wrong (message), what to do about it (hint), and how the terminal ends. */
export interface FailureSpec {
  readonly exit: ExitCode;
  readonly message: Text;
  readonly hint: Text;
}

/** Every expected failure of the product. A folder of core adds its own; nothing else may invent a code. */
export const failures = {
  ...alertFailures,
  ...sourceFailures,
  ...approvalFailures,
  ...caseFailures,
  ...drillFailures,
  ...escalationFailures,
  ...hostFailures,
  ...sudoFailures,
  ...importFailures,
  ...ipcFailures,
  ...journalFailures,
  ...muteFailures,
  ...runFailures,
  ...runbookFailures,
  ...fileStepFailures,
  ...shiftFailures,
  ...sirenFailures,
  ...speakerFailures,
  ...streamFailures,
  ...syncFailures,
  ...teamFailures,
  ...terminalFailures,
  ...vaultFailures,
  ...workspaceFailures,
} as const satisfies Record<string, FailureSpec>;

export type FailureCode = keyof typeof failures;

type ValuesOf<C extends FailureCode> = NamesIn<
  (typeof failures)[C]['message']['en'] | (typeof failures)[C]['hint']['en']
>;

/** An expected failure as a value: it crosses every boundary as data and is worded where it is shown. */
export interface Failure {
  readonly code: FailureCode;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What a call gives: the value, or the reason why not. A bug is a throw and never one of these. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** Makes a failure; the compiler asks for exactly the values that its sentences name. */
export function failure<C extends FailureCode>(code: C, values: Readonly<Record<ValuesOf<C>, string | number>>): Failure {
  return { code, values };
}

export function fail<C extends FailureCode>(
  code: C,
  values: Readonly<Record<ValuesOf<C>, string | number>>,
): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: failure(code, values) };
}

/** A failure in words: what is wrong and what to do. */
export function explain(error: Failure, locale: Locale): { readonly message: string; readonly hint: string } {
  const spec: FailureSpec = failures[error.code];
  return { message: fill(spec.message[locale], error.values), hint: fill(spec.hint[locale], error.values) };
}

/** The closed world's guard: a switch that forgot a case does not compile. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
