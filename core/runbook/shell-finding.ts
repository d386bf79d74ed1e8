import type { Finding, RunbookStep } from './runbook';

/** What a shell linter says about a block, at its place in the runbook. Always a warning: people decide. */
export function shellFinding(
  runbook: { readonly path: string; readonly text: string },
  step: Pick<RunbookStep, 'line' | 'script'>,
  remark: { readonly line: number; readonly column: number; readonly code: number; readonly message: string },
): Finding {
  const line = step.line + remark.line;
  const inFile = runbook.text.split(/\r?\n/)[line - 1] ?? '';
  const inBlock = step.script.split('\n')[remark.line - 1] ?? '';
  // A list or a quote puts characters before each line of a block.
  const indent = Math.max(0, inFile.length - inBlock.length);
  const rule = `SC${String(remark.code)}`;
  return {
    file: runbook.path,
    line,
    column: remark.column + indent,
    severity: 'warning',
    rule,
    message: { en: `ShellCheck: ${remark.message}`, ko: `ShellCheck: ${remark.message}` },
    hint: {
      en: `Mend it, or write "# shellcheck disable=${rule}" above the line if it is meant so.`,
      ko: `고치거나, 의도한 것이라면 그 줄 위에 "# shellcheck disable=${rule}"를 적으십시오.`,
    },
  };
}
