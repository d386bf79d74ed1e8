import { hiddenCharacters } from './hidden-characters';
import { makePlan, type PlanAnswer, type PlanQuestion } from './make-plan';
import { planProblem } from './problems';
import { sha256Hex } from './sha256';
import { defaultTimeoutMs } from './step-attributes';

/** The path that plans of `breakglass exec` carry instead of a runbook's. */
export const execPath = 'exec';

/** A plan for one ad-hoc command, with the same freezing, hashing and ladder as a runbook's (danger: change). */
export function makeExecPlan(question: Pick<PlanQuestion, 'on' | 'hosts' | 'policies' | 'defaultUser'> & { readonly script: string; readonly timeoutMs?: number; /** `read` for a fixed script of our own that changes nothing; what a person typed may do anything. */ readonly danger?: 'read' | 'change' }): PlanAnswer {
  const { script, danger = 'change' } = question;
  if (script.trim() === '' || hiddenCharacters(script, 1).length > 0) {
    return { plan: null, demand: null, problems: [planProblem(null, 'script-missing')] };
  }
  return makePlan({
    ...question,
    values: {},
    commit: null,
    secretVersion: () => '',
    runbook: {
      path: execPath,
      title: script.split('\n', 1).join('').slice(0, 100),
      sha256: sha256Hex(script),
      grades: [],
      matches: [],
      owner: null,
      drillEveryMs: null,
      params: [],
      doc: [],
      steps: [
        {
          name: 'exec',
          title: 'exec',
          kind: 'sh',
          danger,
          script: script.endsWith('\n') ? script : `${script}\n`,
          on: null,
          each: false,
          when: null,
          batch: null,
          canary: false,
          stopAfterFailures: null,
          idempotent: false,
          timeoutMs: question.timeoutMs ?? defaultTimeoutMs,
          check: null,
          rollback: null,
          sudo: false,
          user: null,
          unchanged: null,
          cwd: null,
          waitMs: null,
          line: 1,
        },
      ],
    },
  });
}
