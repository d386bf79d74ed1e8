import { z } from 'zod';
import { fail, ok, type Result } from '../errors';
import { findingSchema, type Finding } from '../runbook/runbook';
import { withHosts } from '../workspace/edit-yaml';
import { importAnsible } from './ansible';
import type { ForeignFile } from './foreign-file';
import type { NewHost } from './new-host';
import { importFinding } from './rules';
import { importRundeck } from './rundeck';
import { importSshConfig, type Included } from './ssh-config';

export const importKindSchema = z.enum(['rundeck', 'ansible', 'ssh-config']);
export type ImportKind = z.infer<typeof importKindSchema>;

/** What an import would do, in full, before anything is written. */
export const importDraftSchema = z.object({
  /** `before` is null for a new file; else the text that `after` goes on from. */
  files: z.array(z.object({ path: z.string(), before: z.string().nullable(), after: z.string() })),
  findings: z.array(findingSchema),
});
export type ImportDraft = z.infer<typeof importDraftSchema>;

/** What is there already. */
export interface Present {
  /** The text of hosts.yaml; null where there is none. */
  readonly hosts: string | null;
  readonly has: (path: string) => boolean;
}

/**
 * A foreign file as new files and new hosts. Nothing that is there is overwritten: a runbook gets another name, a host
 * that hosts.yaml knows stays as it is.
 */
export function draftImport(kind: ImportKind, file: ForeignFile, present: Present, included: Included): Result<ImportDraft> {
  if (kind === 'rundeck') {
    const { files, findings } = importRundeck(file, present.has);
    return ok({ files: files.map(({ path, text }) => ({ path, before: null, after: text })), findings: [...findings] });
  }
  const { hosts, findings } = kind === 'ansible' ? importAnsible(file) : importSshConfig(file, included);
  return draftHosts(file, hosts, findings, present.hosts);
}

function draftHosts(file: ForeignFile, hosts: readonly NewHost[], findings: readonly Finding[], before: string | null): Result<ImportDraft> {
  const { text, known, refused } = withHosts(before ?? '', hosts);
  if (refused !== null) return fail('workspace-edit-refused', { file: 'hosts.yaml', what: refused });
  const kept = known.map((name) =>
    importFinding({ file: file.name, line: 1, column: 1 }, 'import-left-out', {
      what: { en: `the host ${name}`, ko: `호스트 ${name}` },
      why: { en: 'hosts.yaml has a host or a group of that name, which stays as it is', ko: 'hosts.yaml에 같은 이름의 호스트나 그룹이 있어 그대로 둡니다' },
    }),
  );
  const files = hosts.length === known.length ? [] : [{ path: 'hosts.yaml', before, after: text }];
  return ok({ files, findings: [...findings, ...kept] });
}
