import { InvalidArgumentError, type Command } from 'commander';

/** What a plan is made of, beside the runbook. */
export interface PlanOptions {
  readonly set: Readonly<Record<string, string>>;
  readonly on: readonly string[];
}

/** The options of every command that makes a plan from a runbook. */
export function planned(command: Command): Command {
  return command
    .option('--set <name=value>', 'a parameter (repeatable)', collectSetting, {})
    .option('--on <hosts>', 'hosts or groups, comma separated (repeatable)', collectHosts, []);
}

function collectSetting(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const split = text.indexOf('=');
  if (split < 1) throw new InvalidArgumentError('use name=value');
  return { ...before, [text.slice(0, split)]: text.slice(split + 1) };
}

function collectHosts(text: string, before: readonly string[]): readonly string[] {
  return [...before, ...text.split(',').filter((name) => name !== '')];
}
