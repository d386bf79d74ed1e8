import { z } from 'zod';
import { gradeSchema, noiseReasonSchema, toldActSchema } from './alert';
import { snapshotSchema } from './worse';

/** Every entry about an alert names it by id and by the title people knew it under, so that the journal reads alone. */
const about = { alert: z.string(), title: z.string() };

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const alertEntries = {
  'ALERT-FIRED': {
    data: z.strictObject({
      ...about,
      cluster: z.string(),
      fingerprint: z.string(),
      source: z.string(),
      /** As graded when it fired; `ungraded` counts as 911. */
      grade: z.enum(['911', '912', 'noise', 'ungraded']),
      startsAt: z.number(),
      /** Enough to grade and to name it again without the store; cut where a sender was lavish. */
      labels: z.record(z.string(), z.string()),
    }),
    text: { en: '{title} fires ({grade}, seen by {source})', ko: '{title}이(가) 발생했습니다({grade}, {source}에서 확인)' },
  },
  'ALERT-RESOLVED': {
    data: z.strictObject({ ...about, why: z.enum(['gone', 'source-removed']) }),
    text: { en: '{title} no longer fires ({why})', ko: '{title}이(가) 해소되었습니다({why})' },
  },
  'ALERT-STORM': {
    data: z.strictObject({ source: z.string(), count: z.number().int(), example: z.string() }),
    text: {
      en: 'Storm at {source}: {count} more alerts fired within a minute, for example {example}',
      ko: '{source} 알림 폭주: 1분 안에 {count}건이 더 발생했습니다. 예: {example}',
    },
  },
  'ALERT-OVERDUE': {
    data: z.strictObject({ ...about, deadline: z.number() }),
    text: { en: '{title} was a 912 and is overdue: it counts as 911 now', ko: '{title}은(는) 912 기한이 지나 이제 911로 취급됩니다' },
  },
  'ALERT-UNMATCHED': {
    data: z.strictObject(about),
    text: {
      en: '{title} matched no rule and nobody acknowledged it in time',
      ko: '{title}은(는) 일치하는 규칙이 없고 제때 확인한 사람도 없습니다',
    },
  },
  'ALERT-GRADE': {
    /** `reason`: what kind of noise. */
    data: z.strictObject({ ...about, grade: gradeSchema, why: z.string(), reason: noiseReasonSchema.optional() }),
    text: { en: '{op} graded {title} as {grade}: {why}', ko: '{op} 님이 {title}을(를) {grade}(으)로 분류했습니다: {why}' },
  },
  'ALERT-UNGRADE': {
    data: z.strictObject(about),
    text: { en: '{op} took back the grade of {title}', ko: '{op} 님이 {title}의 등급을 되돌렸습니다' },
  },
  'ALERT-ACK': {
    /** `until`: when it lapses, epoch ms; absent where it does not. */
    data: z.strictObject({ ...about, until: z.number().optional() }),
    text: { en: '{op} has {title}', ko: '{op} 님이 {title}을(를) 맡았습니다' },
  },
  'ALERT-ACK-THERE': {
    data: z.strictObject({ ...about, source: z.string(), by: z.string() }),
    text: { en: '{by} has {title}, says {source}', ko: '{source}에 따르면 {by} 님이 {title}을(를) 맡았습니다' },
  },
  'ALERT-UNACK-THERE': {
    data: z.strictObject({ ...about, source: z.string() }),
    text: { en: 'Nobody has {title} any more, says {source}', ko: '{source}에 따르면 {title}을(를) 맡은 사람이 더는 없습니다' },
  },
  'ALERT-TOLD': {
    data: z.strictObject({ ...about, source: z.string(), act: toldActSchema }),
    text: { en: '{source} was told ({act}): {title}', ko: '{source}에 전했습니다({act}): {title}' },
  },
  'ALERT-NOT-TOLD': {
    data: z.strictObject({ ...about, source: z.string(), act: toldActSchema, failure: z.string() }),
    text: { en: '{source} could not be told ({act}, {failure}): {title}. It is tried again', ko: '{source}에 전하지 못했습니다({act}, {failure}): {title}. 다시 시도합니다' },
  },
  'ALERT-ACK-LAPSED': {
    data: z.strictObject({ ...about, by: z.string(), until: z.number() }),
    text: { en: 'The ack of {by} lapsed: {title} is everyone’s again', ko: '{by} 님의 확인 시간이 지나 {title}은(는) 다시 모두의 것입니다' },
  },
  'ALERT-UNACK': {
    data: z.strictObject(about),
    text: { en: '{op} gave {title} back', ko: '{op} 님이 {title}을(를) 내려놓았습니다' },
  },
  'ALERT-SNOOZE': {
    /** `worse`: how things stood, where it ends when they get worse. */
    data: z.strictObject({ ...about, until: z.number(), minutes: z.number().int(), why: z.string(), worse: snapshotSchema.optional() }),
    text: { en: '{op} snoozed {title} for {minutes} min: {why}', ko: '{op} 님이 {title}을(를) {minutes}분 미뤘습니다: {why}' },
  },
  'ALERT-UNSNOOZE': {
    data: z.strictObject(about),
    text: { en: '{op} ended the snooze of {title}', ko: '{op} 님이 {title} 미루기를 끝냈습니다' },
  },
  'ALERT-WORSE': {
    data: z.strictObject({ ...about, what: z.enum(['grade', 'severity', 'count', 'value']), from: z.string(), to: z.string() }),
    text: { en: '{title} got worse ({what}: {from}, now {to}): its snooze is over', ko: '{title}이(가) 더 나빠져({from} → {to}) 미루기가 끝났습니다' },
  },
  'ALERT-HELD': {
    data: z.strictObject({ ...about, mute: z.string(), by: z.string(), end: z.string() }),
    text: { en: '{title} counts as 911 and woke nobody: muted until {end} by {by}', ko: '{title}은(는) 911이지만 아무도 깨우지 않았습니다. {by} 님이 {end}까지 숨겼습니다' },
  },
  'ALERT-DUE': {
    data: z.strictObject({ ...about, deadline: z.number(), end: z.string(), before: z.enum(['deadline', 'night']) }),
    text: { en: '{title} is a 912 that falls due at {end}: said so beforehand', ko: '{title}은(는) {end}까지 처리해야 하는 912라고 미리 알렸습니다' },
  },
  'ALERT-NOTE': {
    data: z.strictObject({ ...about, text: z.string() }),
    text: { en: '{op} on {title}: {text}', ko: '{op} 님의 메모, {title}: {text}' },
  },
  'SOURCE-LOST': {
    data: z.strictObject({ source: z.string(), failure: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) }),
    text: { en: '{source} cannot be seen ({failure})', ko: '{source}을(를) 볼 수 없습니다({failure})' },
  },
  'SOURCE-BACK': {
    data: z.strictObject({ source: z.string(), seconds: z.number().int() }),
    text: { en: '{source} is seen again after {seconds} s', ko: '{source}을(를) {seconds}초 만에 다시 볼 수 있습니다' },
  },
  'SOURCE-RESTARTED': {
    data: z.strictObject({ source: z.string() }),
    text: {
      en: '{source} was restarted and forgot its alerts: what it no longer names is unknown for five minutes',
      ko: '{source}이(가) 다시 시작되어 알림을 잊었습니다. 보이지 않는 알림은 5분 동안 알 수 없음으로 둡니다',
    },
  },
  'SOURCE-MARK': {
    /** Up to where a source was read (decisions.md 26): without the store nothing old is read as new. */
    data: z.strictObject({ source: z.string(), mark: z.string() }),
    text: { en: '{source} was read up to {mark}', ko: '{source}을(를) {mark}까지 읽었습니다' },
  },
  'WATCH-SLEPT': {
    data: z.strictObject({ from: z.number(), to: z.number(), seconds: z.number().int() }),
    text: { en: 'Nothing was watched for {seconds} s', ko: '{seconds}초 동안 감시하지 못했습니다' },
  },
} as const;
