import type { NamesIn } from '../text';
import type { Finding } from '../runbook/runbook';
import { findingOf, type Place, type Worded } from '../workspace/finding';
import type { FindingRule } from '../workspace/finding-rules';

/** What an import says about the parts of a foreign file. Error: it is not in the result. Warning: it is, in another way. */
export const importRules = {
  'import-too-large': {
    severity: 'error',
    message: { en: 'The file is larger than {limit} KiB and was not read.', ko: '파일이 {limit} KiB보다 커서 읽지 않았습니다.' },
    hint: { en: 'Export or copy a part of it.', ko: '일부만 내보내거나 나누어 주십시오.' },
  },
  'import-unreadable': {
    severity: 'error',
    message: { en: 'This cannot be read: {why}', ko: '읽을 수 없습니다: {why}' },
    hint: { en: 'Mend it where it came from, and export it again.', ko: '원본을 고친 뒤 다시 내보내십시오.' },
  },
  'import-not-this': {
    severity: 'error',
    message: { en: 'This does not look like {expected}.', ko: '{expected} 형식이 아닙니다.' },
    hint: { en: 'Check which of rundeck, ansible and ssh-config the file is.', ko: '파일이 rundeck, ansible, ssh-config 중 무엇인지 확인하십시오.' },
  },
  'import-left-out': {
    severity: 'error',
    message: { en: '{what} is left out: {why}.', ko: '{what}을(를) 가져오지 않았습니다: {why}.' },
    hint: { en: 'Read what was written without it, and put in its place what is needed.', ko: '이것 없이 만들어진 결과를 읽고, 필요한 것을 직접 넣으십시오.' },
  },
  'import-by-hand': {
    severity: 'error',
    message: { en: '{what} became a step to be done by hand: {why}.', ko: '{what}을(를) 사람이 직접 하는 단계로 바꾸었습니다: {why}.' },
    hint: { en: 'The step shows the original; write an `sh` block in its place.', ko: '단계에 원문이 있습니다. 그 자리에 `sh` 블록을 적으십시오.' },
  },
  'import-otherwise': {
    severity: 'warning',
    message: { en: '{what}: {how}.', ko: '{what}: {how}.' },
    hint: { en: 'Check that this is what you want.', ko: '원하는 동작인지 확인하십시오.' },
  },
} as const satisfies Record<string, FindingRule>;

export type ImportRule = keyof typeof importRules;

type ValuesOf<R extends ImportRule> = NamesIn<(typeof importRules)[R]['message']['en']>;

/** Text of the foreign file inside a sentence: one line, not endless, and nothing that a screen acts on. */
export function named(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

/** Makes a finding about a foreign file. A value may read differently in the two languages. */
export function importFinding<R extends ImportRule>(place: Place, rule: R, values: Readonly<Record<ValuesOf<R>, Worded>>): Finding {
  return findingOf(place, rule, importRules[rule], values);
}
