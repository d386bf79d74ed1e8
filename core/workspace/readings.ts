import type { z } from 'zod';
import type { Runbook } from '../runbook/runbook';
import type { BreakglassFile, DutyFile, ServicesFile, hostsFileSchema, sirensFileSchema, teamFileSchema } from './files';
import type { YamlReading } from './read-yaml';

/** The YAML files of a workspace, each read on its own; the checks across them look at all. */
export interface Readings {
  readonly settings: YamlReading<BreakglassFile>;
  readonly team: YamlReading<z.infer<typeof teamFileSchema>>;
  readonly hosts: YamlReading<z.infer<typeof hostsFileSchema>>;
  readonly sirens: YamlReading<z.infer<typeof sirensFileSchema>>;
  readonly duty: YamlReading<DutyFile>;
  readonly services: YamlReading<ServicesFile>;
}


/** What the rest of the folder holds, as far as the YAML files may refer to it. */
export interface FolderContents {
  readonly runbooks: readonly Runbook[];
  /** Whether a path below the workspace is a readable plain file. */
  readonly has: (path: string) => boolean;
}

/** The kinds that this console has drivers for, with the schema of each driver's own keys. */
export interface DriverKinds {
  readonly sources: ReadonlyMap<string, z.ZodType>;
  readonly sirens: ReadonlyMap<string, z.ZodType>;
}
