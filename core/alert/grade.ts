import type { GradingRule } from '../workspace/files';
import { allHold, parseMatchers, type Matcher } from './matcher';

/** A rule, read once; `number` is its place in breakglass.yaml, counted from 1. */
export interface ReadRule {
  readonly number: number;
  readonly rule: GradingRule;
  /** Null where the rule cannot be read: it then grades nothing, so that its alerts stay ungraded and count as 911. */
  readonly matchers: readonly Matcher[] | null;
}

export function readRules(rules: readonly GradingRule[]): readonly ReadRule[] {
  return rules.map((rule, index) => {
    const matchers = parseMatchers(rule.when);
    return { number: index + 1, rule, matchers: matchers.ok ? matchers.value : null };
  });
}

/** The first rule that matches wins; null = not graded yet, counts as 911 (decisions.md 23). */
export function ruleFor(rules: readonly ReadRule[], labels: Readonly<Record<string, string>>): ReadRule | null {
  return rules.find((read) => read.matchers !== null && allHold(read.matchers, labels)) ?? null;
}
