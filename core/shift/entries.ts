import { z } from 'zod';
import { shapeSchema } from './shrunk';
import { warningKinds } from './warning-kinds';

const contactTried = z.strictObject({ person: z.string(), way: z.enum(['phone', 'mail']), note: z.string() });

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const shiftEntries = {
  'DUTY-FEED-LOST': {
    data: z.strictObject({ feed: z.string(), problem: z.string(), lastGood: z.number().nullable() }),
    text: {
      en: 'The on-call calendar {feed} cannot be read ({problem}); the last good copy is used where there is one.',
      ko: '당직 캘린더 {feed}을(를) 읽을 수 없습니다({problem}). 마지막으로 올바르던 사본이 있으면 그것을 사용합니다.',
    },
  },
  'DUTY-FEED-BACK': {
    data: z.strictObject({ feed: z.string(), since: z.number() }),
    text: {
      en: 'The on-call calendar {feed} is readable again.',
      ko: '당직 캘린더 {feed}을(를) 다시 읽을 수 있습니다.',
    },
  },
  /** It reads well and holds far less than it did; what it says now is in force all the same. */
  'DUTY-FEED-SHRUNK': {
    data: z.strictObject({ feed: z.string(), before: shapeSchema, after: shapeSchema }),
    text: {
      en: 'The on-call calendar {feed} holds far fewer shifts than before; its new content is in force.',
      ko: '당직 캘린더 {feed}의 근무가 이전보다 크게 줄었습니다. 새 내용이 적용됩니다.',
    },
  },
  'DUTY-FEED-GREW': {
    data: z.strictObject({ feed: z.string(), after: shapeSchema }),
    text: {
      en: 'The on-call calendar {feed}, which had shrunk, holds its shifts again.',
      ko: '줄었던 당직 캘린더 {feed}에 근무가 다시 채워졌습니다.',
    },
  },
  'DUTY-FEED-ACCEPTED': {
    data: z.strictObject({ feed: z.string(), after: shapeSchema, why: z.string() }),
    text: {
      en: '{op} accepted that the on-call calendar {feed} holds less than before: {why}',
      ko: '{op} 님이 당직 캘린더 {feed}이(가) 줄어든 것을 받아들였습니다: {why}',
    },
  },
  /** Times as duty.yaml has them, where `who` lives; `instead` is whoever was on call at its beginning. */
  'DUTY-SWAP': {
    data: z.strictObject({ who: z.string(), from: z.string(), to: z.string(), instead: z.string().nullable(), why: z.string() }),
    text: {
      en: '{op} put {who} on call from {from} to {to} instead of {instead}: {why}',
      ko: '{op} 님이 {from}부터 {to}까지 {instead} 대신 {who}을(를) 당직으로 정했습니다: {why}',
    },
  },
  /** A swap or take-over that was taken out of duty.yaml again; times as it had them. */
  'DUTY-UNSWAP': {
    data: z.strictObject({ who: z.string(), from: z.string(), to: z.string(), why: z.string() }),
    text: {
      en: '{op} took back that {who} is on call from {from} to {to}: {why}',
      ko: '{op} 님이 {from}부터 {to}까지 {who}을(를) 당직으로 정한 것을 되돌렸습니다: {why}',
    },
  },
  /** Said once for each trouble and for each of a week, a day and an hour ahead, and once in an evening; this is what a restart remembers. */
  'DUTY-WARNING': {
    data: z.strictObject({ trouble: z.string(), ahead: z.enum(['week', 'day', 'evening', 'hour']), kind: z.enum(warningKinds), who: z.string(), at: z.number() }),
    text: { en: 'Warned of the rota ({ahead} ahead): {kind} {who}', ko: '당직표 경고({ahead}): {kind} {who}' },
  },
  /** Somebody tried to reach a person another way than by siren, and got through. */
  'CONTACT-REACHED': {
    data: contactTried,
    text: { en: '{op} tried the {way} of {person}: it works', ko: '{op} 님이 {person} 님의 {way}(으)로 연락해 보았고, 연결되었습니다' },
  },
  'CONTACT-MISSED': {
    data: contactTried,
    text: { en: '{op} tried the {way} of {person}, and did not get through', ko: '{op} 님이 {person} 님의 {way}(으)로 연락해 보았으나, 연결되지 않았습니다' },
  },
} as const;
