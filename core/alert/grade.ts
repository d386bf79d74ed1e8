import type { GradingRule } from '../workspace/files';
import type { Locale } from '../text';
import type { Alert, Grade } from './alert';
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

/** Why an alert has its grade, in words: `911 because rule 3: severity=~"critical|page"`. */
export function gradeSentence(grade: Grade | null, reason: Alert['reason'], locale: Locale): string {
  const ko = locale === 'ko';
  switch (reason.by) {
    case 'rule':
      return ko ? `${reason.who}에 따라 ${grade ?? ''}: ${reason.text}` : `${grade ?? ''} because ${reason.who}: ${reason.text}`;
    case 'person':
      return ko ? `${reason.who}이(가) ${grade ?? ''}(으)로 분류: ${reason.text}` : `${grade ?? ''} by ${reason.who}: ${reason.text}`;
    case 'overdue':
      return ko ? `912 기한이 지나 911로 취급 (${reason.text})` : `912 overdue, counts as 911 (${reason.text})`;
    case 'nobody':
      return ko ? '아직 등급 없음, 911로 취급' : 'not graded yet, counts as 911';
  }
}
