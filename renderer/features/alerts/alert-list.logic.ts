import type { AlertRow, AlertSection } from '../../../core/alert/alert';
import type { Translate } from '../../locales/translate';
import type { Sections } from '../../stores/alerts-store';
import { span, spanLeft } from '../../ui/time.logic';
import type { Shape, Tone } from '../../ui/tone';

/** One line of the list: a section's heading or the alert at a row. */
type ListItem =
  | { readonly kind: 'heading'; readonly section: AlertSection; readonly count: number }
  | { readonly kind: 'row'; readonly row: number };

/** What is on a line. Sections stand in order and their rows follow each other without holes. */
export function itemAt(sections: Sections, item: number): ListItem | null {
  let start = 0;
  for (const each of sections) {
    if (item === start) return { kind: 'heading', section: each.section, count: each.count };
    if (item <= start + each.count) return { kind: 'row', row: each.from + (item - start - 1) };
    start += 1 + each.count;
  }
  return null;
}

/** The line that a row is on, or -1 where no section holds it. */
export function itemOfRow(sections: Sections, row: number): number {
  let start = 0;
  for (const each of sections) {
    if (row >= each.from && row < each.from + each.count) return start + 1 + (row - each.from);
    start += 1 + each.count;
  }
  return -1;
}

/** The rows among a stretch of lines, first and last, or null where it holds headings only. */
export function rowsWithin(sections: Sections, firstItem: number, lastItem: number): readonly [number, number] | null {
  let first: number | null = null;
  let last = 0;
  let start = 0;
  for (const each of sections) {
    const from = Math.max(firstItem, start + 1);
    const to = Math.min(lastItem, start + each.count);
    if (from <= to) {
      first ??= each.from + (from - start - 1);
      last = each.from + (to - start - 1);
    }
    start += 1 + each.count;
  }
  return first === null ? null : [first, last];
}

/** An alert's state in a word, with its colour and shape. What presses most comes first. */
interface StateWord {
  readonly text: string;
  readonly tone: Tone;
  readonly shape: Shape;
}

/** A deadline nearer than this presses, ms. */
const pressing = 3_600_000;

export function stateWord(row: AlertRow, now: number, t: Translate): StateWord {
  if (row.state === 'unknown')
    return { text: t('alerts.state-unknown', { age: span(now - row.seenAt, t) }), tone: 'violet', shape: 'dashed' };
  if (row.state === 'resolved') return { text: t('alerts.state-resolved'), tone: 'grey', shape: 'ring' };
  if (row.mute !== null)
    return { text: t('alerts.state-muted', { left: spanLeft(row.mute.until - now, t) }), tone: 'grey', shape: 'ring' };
  if (row.snooze !== null)
    return {
      text: t(row.snooze.untilWorse ? 'alerts.state-snoozed-worse' : 'alerts.state-snoozed', { left: spanLeft(row.snooze.until - now, t) }),
      tone: 'grey',
      shape: 'ring',
    };
  if (row.ack !== null)
    return {
      text:
        row.ack.until === null
          ? t('alerts.state-acked', { who: row.ack.by, age: span(now - row.ack.at, t) })
          : t('alerts.state-acked-for', { who: row.ack.by, left: spanLeft(row.ack.until - now, t) }),
      tone: 'blue',
      shape: 'dot',
    };
  if (row.state === 'suppressed') return { text: t('alerts.state-suppressed'), tone: 'grey', shape: 'ring' };
  if (row.grade === 'noise') return { text: t('alerts.state-noise'), tone: 'grey', shape: 'ring' };
  if (row.grade === '912' && row.deadline !== null) {
    const left = row.deadline - now;
    return left <= 0
      ? { text: t('alerts.state-overdue', { age: span(-left, t) }), tone: 'red', shape: 'triangle' }
      : {
          text: t('alerts.state-left', { left: spanLeft(left, t) }),
          tone: 'amber',
          shape: left < pressing ? 'triangle' : 'square',
        };
  }
  return row.grade === '912'
    ? { text: t('alerts.state-firing'), tone: 'amber', shape: 'square' }
    : { text: t('alerts.state-firing'), tone: 'red', shape: 'triangle' };
}
