import { fill, type Text } from '../text';

/** What an act did, said to whoever did it: for one alert by its title, for many by their number. */
const words = {
  grade: {
    one: { en: '{title} is {grade} now', ko: '{title}을(를) {grade}(으)로 분류했습니다' },
    many: { en: '{count} alerts are {grade} now', ko: '알림 {count}건을 {grade}(으)로 분류했습니다' },
  },
  ack: {
    one: { en: 'You have {title}', ko: '{title}을(를) 맡았습니다' },
    many: { en: 'You have {count} alerts', ko: '알림 {count}건을 맡았습니다' },
  },
  'ack-for': {
    one: { en: 'You have {title} for {minutes} min', ko: '{title}을(를) {minutes}분 동안 맡았습니다' },
    many: { en: 'You have {count} alerts for {minutes} min', ko: '알림 {count}건을 {minutes}분 동안 맡았습니다' },
  },
  unack: {
    one: { en: 'You gave {title} back', ko: '{title}을(를) 내려놓았습니다' },
    many: { en: 'You gave {count} alerts back', ko: '알림 {count}건을 내려놓았습니다' },
  },
  snooze: {
    one: { en: '{title} is snoozed for {minutes} min', ko: '{title}을(를) {minutes}분 미뤘습니다' },
    many: { en: '{count} alerts are snoozed for {minutes} min', ko: '알림 {count}건을 {minutes}분 미뤘습니다' },
  },
  'snooze-worse': {
    one: { en: '{title} is snoozed until it gets worse, {minutes} min at most', ko: '{title}을(를) 더 나빠질 때까지 미룹니다(최대 {minutes}분)' },
    many: { en: '{count} alerts are snoozed until they get worse, {minutes} min at most', ko: '알림 {count}건을 더 나빠질 때까지 미룹니다(최대 {minutes}분)' },
  },
  unsnooze: {
    one: { en: '{title} is no longer snoozed', ko: '{title} 미루기를 끝냈습니다' },
    many: { en: '{count} alerts are no longer snoozed', ko: '알림 {count}건의 미루기를 끝냈습니다' },
  },
  note: {
    one: { en: 'Noted on {title}', ko: '{title}에 메모했습니다' },
    many: { en: 'Noted on {count} alerts', ko: '알림 {count}건에 메모했습니다' },
  },
  undo: {
    one: { en: 'Undone for {title}', ko: '{title}에 한 작업을 되돌렸습니다' },
    many: { en: 'Undone for {count} alerts', ko: '알림 {count}건에 한 작업을 되돌렸습니다' },
  },
} as const satisfies Record<string, { readonly one: Text; readonly many: Text }>;

export type AlertAct = keyof typeof words;

export function actWords(act: AlertAct, titles: readonly string[], values: Readonly<Record<string, string | number>> = {}): { readonly en: string; readonly ko: string } {
  const text = titles.length === 1 ? words[act].one : words[act].many;
  const all = { ...values, title: titles[0] ?? '', count: titles.length };
  return { en: fill(text.en, all), ko: fill(text.ko, all) };
}
