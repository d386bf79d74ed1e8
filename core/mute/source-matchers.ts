import type { Matcher } from '../alert/matcher';

/** One matcher as Alertmanager's API v2 writes it. */
export interface SourceMatcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

/** In our form, `name=~"value"`: what people read and paste. */
export function matcherText(matchers: readonly SourceMatcher[]): string {
  return matchers.map(({ name, value, isRegex, isEqual }) => `${name}${isEqual ? '=' : '!'}${isRegex ? '~' : isEqual ? '' : '='}"${escaped(value)}"`).join(', ');
}

export function toSourceMatcher({ name, operator, value }: Pick<Matcher, 'name' | 'operator' | 'value'>): SourceMatcher {
  return { name, value, isRegex: operator === '=~' || operator === '!~', isEqual: operator === '=' || operator === '=~' };
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
