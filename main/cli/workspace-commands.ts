import { resolve } from 'node:path';
import type { Command } from 'commander';
import { fail } from '../../core/errors';
import { formatFindings } from '../../core/workspace/format-findings';
import type { WorkspaceFiles } from '../ports/workspace-files';
import type { WorkspaceCheck } from '../services/workspace-check';
import type { CommandHost } from './command-host';
import { complain, printable } from './terminal';

/** What commands need that work without a desk. */
export interface Offline {
  readonly files: WorkspaceFiles;
  readonly check: WorkspaceCheck;
}

/** Findings about a file that could not be read at all, in contrast to one that says something wrong. */
const unreadableRules: ReadonlySet<string> = new Set(['file-missing', 'file-unreadable', 'file-outside', 'file-too-large', 'not-utf8']);

/** init, check: neither needs the desk. */
export function workspaceCommands(program: Command, host: CommandHost, { files, check }: Offline): void {
  const { terminal } = host;
  program
    .command('init')
    .description('a workspace with commented examples that pass check')
    .argument('<dir>')
    .option('--name <name>', 'what the workspace is called')
    .option('--person <name>', 'your name')
    .option('--timezone <zone>', 'IANA name, for example Asia/Seoul')
    .action(async (dir: string, options: { name?: string; person?: string; timezone?: string }) => {
      const root = resolve(terminal.cwd, dir);
      const made = await files.create(root, {
        name: options.name ?? 'my-workspace',
        person: options.person ?? 'me',
        timezone: options.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      });
      if (!made.ok) {
        host.finish(complain(terminal, made.error));
        return;
      }
      if (terminal.json) terminal.out(JSON.stringify({ root }));
      else terminal.out(`${root}: made; next: breakglass check ${dir}, then breakglass -C ${dir} alerts, or npm start`);
      host.finish(0);
    });
  program
    .command('check')
    .description('every file validated: file:line:col, message, hint')
    .argument('[dir]')
    .action(async (dir?: string) => {
      const root = dir === undefined ? host.folder() : resolve(terminal.cwd, dir);
      if (root === null) {
        host.finish(complain(terminal, fail('no-workspace', {}).error));
        return;
      }
      const findings = await check.findings(root);
      if (terminal.json) terminal.out(JSON.stringify(findings));
      else {
        for (const line of formatFindings(findings, terminal.locale)) terminal.out(printable(line));
        if (findings.length === 0) terminal.out('ok');
      }
      const unreadable = findings.some(({ rule }) => unreadableRules.has(rule));
      host.finish(unreadable ? 2 : findings.length > 0 ? 1 : 0);
    });
}
