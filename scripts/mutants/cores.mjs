/**
 * What R14 asks about: the cores that must not be wrong, and the unit tests that are there to notice.
 * @typedef {{ readonly sources: readonly string[], readonly tests: readonly string[] }} Core
 */

/** @param {string} folder @param {readonly string[]} names */
const within = (folder, ...names) => names.map((name) => `${folder}/${name}.ts`);

/** @type {Readonly<Record<string, Core>>} */
export const cores = Object.freeze({
  journal: {
    sources: [
      ...within('core/journal', 'canonical', 'check', 'entry-order', 'hybrid-clock', 'left-out', 'line', 'open-acts', 'unwitnessed', 'witness', 'compare-copies'),
      ...within('main/adapters/journal-file', 'anchor', 'journal-writer', 'raw-lines', 'segments', 'tail', 'verify-folder'),
    ],
    tests: ['core/journal/*.test.ts', 'main/adapters/journal-file/*.test.ts'],
  },
  plan: {
    sources: within('core/runbook', 'make-plan', 'freeze-targets', 'hash-plan', 'select-hosts', 'resolve-params', 'approval-demand'),
    tests: ['core/runbook/*.test.ts'],
  },
  run: {
    sources: within('core/run', 'cells', 'next-work', 'rebuild-run'),
    tests: ['core/run/*.test.ts', 'main/services/{runbook-runner,run-control}.test.ts'],
  },
  'step record': {
    sources: [...within('main/adapters/ssh', 'step-frame', 'record-facts', 'output-splitter', 'transcript'), ...within('core/run', 'claim')],
    tests: ['main/adapters/ssh/{record-facts,step-frame,output-splitter,transcript}.test.ts', 'core/run/claim.test.ts'],
  },
  'known hosts': {
    sources: within('main/adapters/ssh', 'known-hosts', 'host-key-verdict', 'revoked-keys'),
    tests: ['main/adapters/ssh/known-hosts.test.ts'],
  },
  escalation: {
    sources: within('core/escalation', 'consoles-before', 'escalation-book', 'ladder', 'next-deed', 'whom-to-ring'),
    tests: ['core/escalation/*.test.ts', 'main/services/escalation-desk.test.ts'],
  },
});
