import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { fail, ok, type Result } from '../../core/errors';
import { durationSchema } from '../../core/workspace/files';
import { sirenFaults } from './pretend-siren';

const texts = z.record(z.string(), z.string());
const words = z.strictObject({ en: z.string().min(1), ko: z.string().min(1) });
/** A file below a pretend host's home; nothing climbs out of it. */
const homePath = z.string().regex(/^(?!.*(?:^|\/)\.\.?(?:\/|$))[a-z0-9._/-]{1,100}$/i).refine((path) => !path.startsWith('/'));

const at = durationSchema;

/** What happens at a moment of a scenario. */
const stepSchema = z.discriminatedUnion('do', [
  /** Starts an alert; `until`: it ends by itself once a file on a host has this content. */
  z.strictObject({
    at,
    do: z.literal('fire'),
    labels: texts,
    annotations: texts.default({}),
    until: z.strictObject({ host: z.string(), file: homePath, is: z.string() }).optional(),
  }),
  z.strictObject({ at, do: z.literal('resolve'), labels: texts }),
  /** Writes a file on a host: how things break there. */
  z.strictObject({ at, do: z.literal('write'), host: z.string(), file: homePath, text: z.string().max(10_000) }),
  z.strictObject({ at, do: z.literal('siren'), fault: z.enum([...sirenFaults, 'unplug', 'plug', 'behave']), times: z.number().int().min(1).optional() }),
  z.strictObject({ at, do: z.literal('cut-line'), seconds: z.number().int().min(1).max(60) }),
]);
export type ScenarioStep = z.infer<typeof stepSchema>;

export const scenarioSchema = z.strictObject({
  version: z.literal(1),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  title: words,
  text: words,
  steps: z.array(stepSchema).min(1).max(200),
});
export type Scenario = z.infer<typeof scenarioSchema>;

/** Reads one scenario from its text; `file` is for the message. */
export function readScenario(file: string, text: string): Result<Scenario> {
  let raw: unknown;
  try {
    // SECURITY: aliases are counted, so that a small file cannot become a big one.
    raw = parse(text, { maxAliasCount: 20 });
  } catch (cause) {
    return fail('drill-scenario-bad', { file, where: 'yaml', why: cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : 'unreadable' });
  }
  const scenario = scenarioSchema.safeParse(raw);
  if (scenario.success) return ok(scenario.data);
  const issue = scenario.error.issues[0];
  return fail('drill-scenario-bad', { file, where: issue?.path.map(String).join('.') ?? '', why: issue?.message ?? 'unreadable' });
}

/** All scenarios of a folder, in the order of their file names. */
export async function readScenarios(folder: string): Promise<Result<readonly Scenario[]>> {
  const scenarios: Scenario[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()) {
    const scenario = readScenario(file, await readFile(join(folder, file), 'utf8'));
    if (!scenario.ok) return scenario;
    scenarios.push(scenario.value);
  }
  return ok(scenarios);
}
