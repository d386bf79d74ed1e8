import { unreachable } from '../../core/errors';
import { fill, type Text } from '../../core/text';
import type { EntryName } from '../../core/workspace/addition';
import type { AlertDesk } from './alert-desk';

const words = {
  source: {
    en: 'Alerts that fire now and come from it alone: {n}. They end here, and nobody sees them any more.',
    ko: '지금 발생 중인 알림 {n}건은 이 소스에서만 옵니다. 여기서 끝난 것으로 처리되어 더는 보이지 않습니다.',
  },
  rule: {
    en: 'Alerts that it decided in the last 30 days: {n} (firings: {m}). The rules after it decide them now, and what none matches counts as 911.',
    ko: '지난 30일 동안 알림 {n}건(발생 {m}회)의 등급을 정했습니다. 이제 뒤의 규칙이 정하며, 어느 규칙과도 맞지 않으면 911로 봅니다.',
  },
} as const satisfies Record<string, Text>;

/** What rests on an entry that no file says: what it shows and decides now. What other files say of it, `check` finds. */
export async function restsOn({ kind, name }: EntryName, alerts: Pick<AlertDesk, 'survey' | 'rules'>): Promise<readonly Text[]> {
  switch (kind) {
    case 'source': {
      const n = alerts.survey.heldOnlyBy(name);
      return n === 0 ? [] : [said(words.source, { n })];
    }
    case 'rule': {
      const trial = await alerts.rules({ tried: null });
      const use = trial.ok ? trial.value.rules[Number(name) - 1] : undefined;
      return use === undefined || use.alerts === 0 ? [] : [said(words.rule, { n: use.alerts, m: use.firings })];
    }
    case 'host':
      return [];
    default:
      return unreachable(kind);
  }
}

function said({ en, ko }: Text, values: Readonly<Record<string, number>>): Text {
  return { en: fill(en, values), ko: fill(ko, values) };
}
