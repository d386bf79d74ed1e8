import { RE2JS } from 're2js';
import { z } from 'zod';
import { wellFormed } from '../journal/canonical';
import type { Heard } from './heard';
import { labelFingerprint } from './label-fingerprint';

const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Stays text, because rules travel to the process that reads the log; refused where it is no RE2 expression. */
const expression = z
  .string()
  .min(1)
  .max(1_000)
  .superRefine((text, context) => {
    try {
      RE2JS.compile(text);
    } catch (error) {
      context.addIssue(`${error instanceof Error ? error.message : 'not a regular expression'} (RE2 syntax: no look-around, no back-references)`);
    }
  });

/** What a line of a log means: the first rule whose expression is found decides. Named groups `(?P<name>...)` become labels. */
export const logRuleSchema = z
  .strictObject({
    line: expression,
    labels: z.record(z.string().regex(labelName), z.string().max(1_000)).default({}),
    /** `resolves`: ends every alert of this log that has all the labels that this line gives. */
    means: z.enum(['fires', 'resolves', 'ignore']).default('fires'),
  })
  .superRefine((rule, context) => {
    if (rule.means !== 'resolves' || Object.keys(rule.labels).length > 0 || /\(\?P?</.test(rule.line)) return;
    context.addIssue('a rule that resolves needs labels or named groups: without them it would end every alert of the log');
  });
export type LogRule = z.infer<typeof logRuleSchema>;

/** One line as it stood in a log; all of it is hostile text. */
export interface LogLine {
  readonly text: string;
  /** When it was written, or read where the log does not say; epoch ms. */
  readonly at: number;
  /** What the log itself says about it: its unit, its program. */
  readonly labels: Readonly<Record<string, string>>;
}

const longestLabel = 1_000;
const longestLine = 4_000;

/** The rules of one log, compiled once: they are asked about every line. */
export class LogRules {
  private readonly rules: readonly { readonly pattern: RE2JS; readonly groups: readonly string[]; readonly rule: LogRule }[];

  /** @param about labels of every alert of this log: where it is. */
  constructor(
    rules: readonly LogRule[],
    private readonly about: Readonly<Record<string, string>>,
  ) {
    this.rules = rules.map((rule) => {
      // SECURITY: logs are hostile and rules may be careless; RE2 searches in linear time whatever either of them holds.
      const pattern = RE2JS.compile(rule.line);
      return { pattern, groups: Object.keys(pattern.namedGroups()).filter((name) => labelName.test(name)), rule };
    });
  }

  /** A line in the words of alerts; null where no rule asks for it, or one says to ignore it. */
  heard(line: LogLine): Heard | null {
    for (const { pattern, groups, rule } of this.rules) {
      const matcher = pattern.matcher(line.text);
      if (!matcher.find()) continue;
      const found: Record<string, string> = {};
      for (const name of groups) {
        const value = matcher.group(name);
        if (value !== null) found[name] = cut(value, longestLabel);
      }
      switch (rule.means) {
        case 'ignore':
          return null;
        case 'resolves':
          return { kind: 'ends-all', labels: { ...found, ...rule.labels }, heardAt: line.at };
        case 'fires':
          return this.fires(line, { ...found, ...rule.labels });
      }
    }
    return null;
  }

  private fires(line: LogLine, found: Readonly<Record<string, string>>): Heard {
    const text = cut(line.text, longestLine);
    const labels = { alertname: 'LogLine', ...this.about, ...line.labels, ...found };
    return {
      ...{ kind: 'fires' as const, fingerprint: labelFingerprint('log', labels), labels },
      annotations: { summary: text.slice(0, 200), line: text },
      ...{ startsAt: line.at, heardAt: line.at },
    };
  }
}

function cut(text: string, length: number): string {
  return wellFormed(text).trim().slice(0, length);
}
