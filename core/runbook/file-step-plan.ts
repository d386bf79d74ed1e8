import { isHostPath, type MovedFile, type PlanFile, type StepFile } from './file-step';
import { getScript, putScript, putUnchanged } from './file-step-scripts';
import type { PlanStep } from './plan';
import { planProblem, type PlanProblem } from './problems';
import type { RunbookStep } from './runbook';

/** The workspace's files that are to be put, measured; text where one cannot be: why. */
export type FileFacts = ReadonlyMap<string, MovedFile | string>;

/** Paths below the workspace that a plan of these steps must have measured. */
export function filesToMeasure(steps: readonly RunbookStep[]): string[] {
  return [...new Set(steps.flatMap(({ file }) => (file?.kind === 'put' ? [file.from] : [])))];
}

/** A path on the host as written, or the value of the one parameter it names. It is data for the script, never its text. */
function hostPath(path: string, params: Readonly<Record<string, string>>): string | null {
  if (!path.startsWith('$')) return path;
  const name = path.slice(1);
  const value = Object.hasOwn(params, name) ? (params[name] ?? '') : '';
  return isHostPath(value) ? value : null;
}

function freeze(step: RunbookStep, file: StepFile, params: Readonly<Record<string, string>>, facts: FileFacts): PlanFile | PlanProblem {
  const written = file.kind === 'put' ? file.to : file.from;
  const path = hostPath(written, params);
  if (path === null) return planProblem(null, 'file-path', { step: step.name, value: written });
  if (file.kind === 'get') return { ...file, from: path };
  const measured = facts.get(file.from) ?? 'ENOENT';
  if (typeof measured === 'string') return planProblem(null, 'file-unreadable', { step: step.name, value: file.from, why: measured });
  return { ...file, to: path, ...measured };
}

/**
 * What a plan says of a step that moves a file: the file with its size and hash, and the fixed script that is sent.
 * Nothing for other steps; a problem where the file or its place cannot be said.
 */
export function freezeFile(
  step: RunbookStep,
  params: Readonly<Record<string, string>>,
  facts: FileFacts,
): PlanProblem | Partial<Pick<PlanStep, 'file' | 'script' | 'unchanged'>> {
  if (step.file === undefined) return {};
  const file = freeze(step, step.file, params, facts);
  if ('param' in file) return file;
  return file.kind === 'put' ? { file, script: putScript, unchanged: putUnchanged } : { file, script: getScript };
}
