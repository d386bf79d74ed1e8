import type { Frame } from '../../core/ipc/frame';
import type { Translate } from '../locales/translate';
import type { Screen } from '../stores/route-store';
import { dayTime, span, shortTimeWithZone } from '../ui/time.logic';
import type { Shape, Tone } from '../ui/tone';
import type { Locale } from '../../core/text';

/** One chip of the top strip: what it says, how sure that is, and which screen tells more. */
export interface StripChip {
  readonly id: 'duty' | 'sirens' | 'sources' | 'network' | 'runs' | 'vault' | 'journal';
  readonly text: string;
  /** A second, quieter part. */
  readonly more: string;
  readonly tone: Tone;
  readonly shape: Shape;
  readonly screen: Screen;
  /** The part of the screen that is meant, where it has several. */
  readonly part?: string;
}

interface Moment {
  readonly now: number;
  readonly locale: Locale;
  readonly zone: string;
  readonly t: Translate;
}

/** A shift that ends later than this names the day, ms: "until 00:00" would be tonight. */
const tonight = 20 * 3_600_000;

/** A shift that ends within this time says so, ms. */
const soon = 2 * 3_600_000;

function dutyChip({ duty }: Frame, { now, locale, zone, t }: Moment): StripChip {
  const next = duty.next === null ? '' : t('frame.duty-next', { who: duty.next });
  const base = { id: 'duty', screen: 'duty' } as const;
  if (duty.who === null) return { ...base, text: t('frame.duty-nobody'), more: next, tone: 'red', shape: 'triangle' };
  if (duty.until === null)
    return { ...base, text: t('frame.duty-open', { who: duty.who }), more: next, tone: 'plain', shape: 'dot' };
  const left = duty.until - now;
  const ends = left < soon ? t('frame.duty-ends', { left: span(left, t) }) : '';
  return {
    ...base,
    text: t('frame.duty', { who: duty.who, until: left > tonight ? dayTime(duty.until, locale, zone) : shortTimeWithZone(duty.until, locale, zone) }),
    more: [ends, next].filter((each) => each !== '').join(' · '),
    tone: left < 0 ? 'violet' : 'plain',
    shape: left < 0 ? 'dashed' : 'dot',
  };
}

function sirensChip({ sirens }: Frame, { now, t }: Moment): StripChip {
  const base = { id: 'sirens', screen: 'sirens', more: '' } as const;
  if (sirens.length === 0) return { ...base, text: t('frame.sirens-none'), tone: 'grey', shape: 'ring' };
  const sounding = sirens.filter((siren) => siren.state === 'sounding').length;
  if (sounding > 0)
    return { ...base, text: t('frame.sirens-sounding', { n: sounding }), tone: 'red', shape: 'triangle' };
  const dark = sirens.filter((siren) => siren.state !== 'quiet').length;
  if (dark > 0)
    return { ...base, text: t('frame.sirens-unknown', { n: dark, m: sirens.length }), tone: 'violet', shape: 'dashed' };
  const oldest = Math.min(...sirens.map((siren) => siren.provenAt ?? 0));
  return {
    ...base,
    text: t('frame.sirens-quiet'),
    more: oldest === 0 ? '' : t('age.ago', { age: span(now - oldest, t) }),
    tone: 'green',
    shape: 'dot',
  };
}

function sourcesChip({ sources }: Frame, { now, t }: Moment): StripChip {
  const base = { id: 'sources', screen: 'settings', part: 'sources' } as const;
  if (sources.length === 0) return { ...base, text: t('frame.sources-none'), more: '', tone: 'grey', shape: 'ring' };
  const seen = sources.filter((source) => source.state === 'seen');
  const blind = sources.filter((source) => source.state === 'blind').map((source) => source.id);
  const oldest = Math.min(...seen.map((source) => source.seenAt ?? 0));
  const age = seen.length === 0 || oldest === 0 ? '' : t('age.ago', { age: span(now - oldest, t) });
  return {
    ...base,
    text: t('frame.sources', { n: seen.length, m: sources.length }),
    more: [age, blind.join(', ')].filter((each) => each !== '').join(' · '),
    tone: seen.length === sources.length ? 'green' : 'violet',
    shape: seen.length === sources.length ? 'dot' : 'dashed',
  };
}

function networkChip({ blind }: Frame, { t }: Moment): StripChip {
  const down = blind.some((each) => each.kind === 'network');
  return {
    id: 'network',
    screen: 'alerts',
    more: '',
    text: t(down ? 'frame.network-down' : 'frame.network-up'),
    tone: down ? 'violet' : 'plain',
    shape: down ? 'dashed' : 'dot',
  };
}

function runsChip({ runs }: Frame, { t }: Moment): StripChip | null {
  if (runs.running === 0 && runs.held === 0) return null;
  const held = runs.held > 0 ? t('frame.runs-held', { n: runs.held }) : '';
  const running = runs.running > 0 ? t('frame.runs-running', { n: runs.running }) : '';
  return {
    id: 'runs',
    screen: 'runbooks',
    more: '',
    text: [running, held].filter((each) => each !== '').join(' · '),
    tone: runs.held > 0 ? 'amber' : 'blue',
    shape: runs.held > 0 ? 'square' : 'dot',
  };
}

function vaultChip({ vault }: Frame, { t }: Moment): StripChip | null {
  return vault === 'open' ? null : { id: 'vault', screen: 'settings', part: 'vault', more: '', text: t('frame.vault-locked'), tone: 'amber', shape: 'square' };
}

function journalChip({ journal, me }: Frame, { t }: Moment): StripChip {
  const base = { id: 'journal', screen: 'journal', more: '' } as const;
  switch (journal.state) {
    case 'broken':
      return { ...base, text: t('frame.journal-broken'), tone: 'red', shape: 'cross' };
    case 'closed':
      return { ...base, text: t('frame.journal-closed'), tone: 'violet', shape: 'dashed' };
    case 'writing':
      return me?.vouched === true
        ? { ...base, text: t('frame.journal-writing', { seq: journal.seq }), tone: 'green', shape: 'dot' }
        : { ...base, text: t('frame.journal-unvouched', { seq: journal.seq }), tone: 'violet', shape: 'dashed' };
  }
}

/** The strip's chips in reading order. Green is only for what is confirmed; what is not known is violet and says so. */
export function stripChips(frame: Frame, moment: Moment): readonly StripChip[] {
  const chips = [
    dutyChip(frame, moment),
    sirensChip(frame, moment),
    sourcesChip(frame, moment),
    networkChip(frame, moment),
    runsChip(frame, moment),
    vaultChip(frame, moment),
    journalChip(frame, moment),
  ];
  return chips.filter((chip) => chip !== null);
}
