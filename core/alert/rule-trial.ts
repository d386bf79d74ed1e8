import { z } from 'zod';
import type { GradingRule } from '../workspace/files';
import { gradeSchema, type Grade } from './alert';
import { readRules, ruleFor } from './grade';
import { firingsOf } from './history';
import { parseMatchers } from './matcher';
import type { AlertRecord } from './record';
import { ok, type Result } from '../errors';

/** How much a rule decided in the last 30 days, as far as this console knows. */
const ruleUseSchema = z.object({ number: z.number().int(), when: z.string(), grade: gradeSchema, alerts: z.number().int(), firings: z.number().int() });

/** A rule that is not in breakglass.yaml yet. `place`: which number it would have. */
export const triedRuleSchema = z.object({ when: z.string().max(2000), grade: gradeSchema, place: z.number().int().min(1).max(1000), /** The number of the rule that it would replace. */ replaces: z.number().int().min(1).optional() });
export type TriedRule = z.infer<typeof triedRuleSchema>;

export const ruleTrialSchema = z.object({
  rules: z.array(ruleUseSchema),
  /** What no rule matched: it counts as 911. */
  unmatched: z.object({ alerts: z.number().int(), firings: z.number().int() }),
  /** What a tried rule would change; null where none is tried. `from` and `to`: null = no rule matches. */
  changes: z
    .object({
      alerts: z.number().int(),
      firings: z.number().int(),
      moves: z.array(z.object({ from: gradeSchema.nullable(), to: gradeSchema.nullable(), alerts: z.number().int() })),
      examples: z.array(z.object({ id: z.string(), title: z.string(), from: gradeSchema.nullable(), to: gradeSchema.nullable() })),
    })
    .nullable(),
});
export type RuleTrial = z.infer<typeof ruleTrialSchema>;

const mostExamples = 8;

/** What the rules decided about the alerts of the last 30 days, and what one more would change. A person's own grades are left out of it. */
export function tryRules(records: Iterable<AlertRecord>, rules: readonly GradingRule[], tried: TriedRule | null, now: number): Result<RuleTrial> {
  if (tried !== null) {
    const matchers = parseMatchers(tried.when);
    if (!matchers.ok) return matchers;
  }
  const before = readRules(rules);
  const after = tried === null ? null : readRules(withRule(rules, tried));
  const uses = before.map(({ number, rule }) => ({ number, when: rule.when, grade: rule.grade, alerts: 0, firings: 0 }));
  const unmatched = { alerts: 0, firings: 0 };
  const changed = { alerts: 0, firings: 0 };
  const moves = new Map<string, { from: Grade | null; to: Grade | null; alerts: number }>();
  const examples: { id: string; title: string; from: Grade | null; to: Grade | null }[] = [];
  for (const record of records) {
    const firings = firingsOf(record, now);
    if (firings === 0 && !record.open) continue;
    const rule = ruleFor(before, record.labels);
    const use = (rule === null ? undefined : uses[rule.number - 1]) ?? unmatched;
    use.alerts += 1;
    use.firings += firings;
    if (after === null) continue;
    const from = rule?.rule.grade ?? null;
    const to = ruleFor(after, record.labels)?.rule.grade ?? null;
    if (from === to) continue;
    changed.alerts += 1;
    changed.firings += firings;
    const key = JSON.stringify([from, to]);
    const move = moves.get(key) ?? { from, to, alerts: 0 };
    moves.set(key, { ...move, alerts: move.alerts + 1 });
    if (examples.length < mostExamples) examples.push({ id: record.id, title: record.title, from, to });
  }
  return ok({ rules: uses, unmatched, changes: after === null ? null : { ...changed, moves: [...moves.values()], examples } });
}

function withRule(all: readonly GradingRule[], { when, grade, place, replaces }: TriedRule): readonly GradingRule[] {
  const rules = all.filter((_rule, index) => index + 1 !== replaces);
  const rule: GradingRule = { when, grade, ring: 'ask', overdue: 'morning', 'group-by': [] };
  return [...rules.slice(0, place - 1), rule, ...rules.slice(place - 1)];
}
