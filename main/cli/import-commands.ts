import { resolve } from 'node:path';
import type { Command } from 'commander';
import { fail } from '../../core/errors';
import { importKindSchema, type ImportDraft } from '../../core/import/draft-import';
import { formatFindings } from '../../core/workspace/format-findings';
import type { ImportDesk } from '../services/import-desk';
import type { CommandHost } from './command-host';
import { complain, printable, type Exit } from './terminal';

/** import: shows what it writes, writes it, says what it left out. It needs no desk. */
export function importCommands(program: Command, host: CommandHost, desk: ImportDesk): void {
  const { terminal } = host;
  program
    .command('import')
    .description('runbooks from Rundeck jobs; hosts from an Ansible inventory or an ssh_config')
    .argument('<kind>', importKindSchema.options.join(', '))
    .argument('<file>')
    .option('--into <dir>', 'the workspace to write into (default: as -C)')
    .option('--dry-run', 'show it and write nothing')
    .action(async (asked: string, file: string, options: { into?: string; dryRun?: boolean }) => {
      const kind = importKindSchema.safeParse(asked);
      const root = options.into === undefined ? host.folder() : resolve(terminal.cwd, options.into);
      if (!kind.success) host.finish(complain(terminal, fail('bad-input', { what: 'kind', why: importKindSchema.options.join(', ') }).error));
      else if (root === null) host.finish(complain(terminal, fail('no-workspace', {}).error));
      else host.finish(await bring(root, kind.data, file, options.dryRun === true));
    });

  async function bring(root: string, kind: Parameters<ImportDesk['draft']>[1], file: string, dry: boolean): Promise<Exit> {
    const draft = await desk.draft(root, kind, resolve(terminal.cwd, file));
    if (!draft.ok) return complain(terminal, draft.error);
    const { files, findings } = draft.value;
    if (!terminal.json) show(draft.value);
    const written = dry ? null : await desk.write(root, draft.value, file);
    if (terminal.json) terminal.out(JSON.stringify({ files, findings, written: written?.ok === true ? written.value : [] }));
    else if (written?.ok === true) for (const path of written.value) terminal.out(printable(`${path}: written`));
    if (written?.ok === false) return complain(terminal, written.error);
    return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
  }

  /** The findings where they belong, on stderr; on stdout every line that would be new. */
  function show({ files, findings }: ImportDraft): void {
    for (const line of formatFindings(findings, terminal.locale)) terminal.err(printable(line));
    for (const { path, before, after } of files) {
      terminal.out(printable(`${path}: ${before === null ? 'new' : 'more lines'}`));
      const known = new Set(before?.split('\n') ?? []);
      for (const line of after.trimEnd().split('\n')) if (before === null || !known.has(line)) terminal.out(printable(`  ${line}`));
    }
  }
}
