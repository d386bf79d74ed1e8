import type { Result } from '../../core/errors';
import type { Finding, Runbook } from '../../core/runbook/runbook';
import { shellFinding } from '../../core/runbook/shell-finding';
import { staleFinding } from '../../core/runbook/stale-finding';
import type { RunbookUsage } from '../../core/runbook/usage';
import { outputFindings } from '../../core/siren/output-findings';
import type { SoundOutputs } from '../../core/siren/sound-output';
import type { Clock } from '../ports/clock';
import type { CommitTrust } from '../ports/commit-trust';
import type { ShellChecker } from '../ports/shell-checker';
import type { WorkspaceFiles } from '../ports/workspace-files';

export interface WorkspaceCheckPorts {
  readonly files: WorkspaceFiles;
  readonly shell: ShellChecker;
  /** What the journals below a workspace say about the use of its runbooks. */
  readonly usage: (root: string) => Promise<RunbookUsage>;
  readonly clock: Clock;
  readonly trust: CommitTrust;
  /** What this machine can play through, and the siren drivers whose `device` is one of these. */
  readonly sound: { readonly outputs: () => Promise<Result<SoundOutputs>>; readonly kinds: ReadonlySet<string> };
}

/** Everything that `check` finds: what is read with every change, and what takes a linter or the journals to know. */
export class WorkspaceCheck {
  constructor(private readonly ports: WorkspaceCheckPorts) {}

  /** In the order of the files. */
  async findings(root: string): Promise<Finding[]> {
    const { workspace, findings } = await this.ports.files.read(root);
    const runbooks = workspace?.runbooks ?? [];
    const usage = await this.ports.usage(root);
    const now = this.ports.clock.now();
    const signed = workspace?.settings.policies['signed-commits'] === true ? await this.ports.trust.judge(workspace, null) : [];
    const all = [...findings, ...signed, ...(await this.ofOutputs(root))];
    for (const runbook of runbooks) {
      const { stale } = usage.freshness(runbook, now);
      if (stale !== null) all.push(staleFinding(runbook.path, stale));
      all.push(...(await this.ofBlocks(root, runbook)));
    }
    return all.sort((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1));
  }

  private async ofOutputs(root: string): Promise<Finding[]> {
    const { outputs, kinds } = this.ports.sound;
    const text = await this.ports.files.readText(root, 'sirens.yaml');
    return text.ok ? outputFindings(text.value, kinds, outputs) : [];
  }

  private async ofBlocks(root: string, { path, params, steps }: Runbook): Promise<Finding[]> {
    const text = await this.ports.files.readText(root, path);
    if (!text.ok) return [];
    const variables = params.map(({ name }) => name);
    const blocks = steps.filter(({ kind }) => kind === 'sh');
    const remarks = await Promise.all(blocks.map((step) => this.ports.shell.check(step.script, variables)));
    return blocks.flatMap((step, index) => (remarks[index] ?? []).map((remark) => shellFinding({ path, text: text.value }, step, remark)));
  }
}
