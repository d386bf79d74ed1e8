import type { PlanStep } from '../../../core/runbook/plan';
import type { FileWork } from '../../ports/ssh';

/** What the adapter must know of a step that moves a file; nothing for the others. */
export function fileWork(step: PlanStep | undefined): { readonly file?: FileWork } {
  return step?.file === undefined ? {} : { file: { ...step.file, sudo: step.sudo } };
}
