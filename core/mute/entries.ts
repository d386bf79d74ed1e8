import { z } from 'zod';
import { muteKindSchema } from './mute';

const about = { mute: z.string(), when: z.string() };
const atSource = { source: z.string(), when: z.string() };

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const muteEntries = {
  'MUTE-SET': {
    /** `end` is `until` in ISO 8601: the sentence must be readable without a calculator. */
    data: z.strictObject({ ...about, kind: muteKindSchema, from: z.number(), until: z.number(), end: z.string(), even911: z.boolean(), why: z.string() }),
    text: { en: '{op} muted {when} until {end}: {why}', ko: '{op} 님이 {when} 알림을 {end}까지 숨겼습니다: {why}' },
  },
  'MUTE-END': {
    data: z.strictObject({ ...about, until: z.number(), why: z.string() }),
    text: { en: '{op} ended the mute of {when}: {why}', ko: '{op} 님이 {when} 숨김을 끝냈습니다: {why}' },
  },
  'MUTE-BEGAN': {
    data: z.strictObject({ ...about, until: z.number(), end: z.string(), why: z.string() }),
    text: { en: 'The maintenance window for {when} began, until {end}: {why}', ko: '{when} 점검 시간이 시작되었습니다({end}까지): {why}' },
  },
  'MUTE-ENDING': {
    data: z.strictObject({ ...about, until: z.number(), minutes: z.number().int() }),
    text: { en: 'The mute of {when} ends in {minutes} min', ko: '{when} 숨김이 {minutes}분 뒤에 끝납니다' },
  },
  'MUTE-OVER': {
    data: z.strictObject({ ...about, until: z.number(), held: z.number().int() }),
    text: { en: 'The mute of {when} is over; {held} alerts that it matches fire', ko: '{when} 숨김이 끝났습니다. 일치하는 알림 {held}건이 발생 중입니다' },
  },
  'SOURCE-MUTE': {
    data: z.strictObject({ ...atSource, until: z.number(), end: z.string(), why: z.string() }),
    text: { en: '{op} asked {source} to mute {when} until {end}: {why}', ko: '{op} 님이 {source}에 {when} 알림을 {end}까지 숨기도록 요청했습니다: {why}' },
  },
  'SOURCE-UNMUTE': {
    data: z.strictObject({ ...atSource, silence: z.string() }),
    text: { en: '{op} asked {source} to end its mute of {when}', ko: '{op} 님이 {source}에 {when} 숨김을 끝내도록 요청했습니다' },
  },
  'SOURCE-MUTE-ENDING': {
    /** `silence`: the source's own id of the mute. */
    data: z.strictObject({ ...atSource, silence: z.string(), until: z.number(), end: z.string(), minutes: z.number().int() }),
    text: { en: 'The mute of {when} at {source} ends in {minutes} min', ko: '{source}의 {when} 숨김이 {minutes}분 뒤에 끝납니다' },
  },
  'SOURCE-MUTE-OVER': {
    data: z.strictObject({ ...atSource, silence: z.string(), until: z.number(), held: z.number().int() }),
    text: { en: 'The mute of {when} at {source} is over; {held} alerts that it matches fire', ko: '{source}의 {when} 숨김이 끝났습니다. 일치하는 알림 {held}건이 발생 중입니다' },
  },
  'SOURCE-MUTE-ANSWER': {
    /** `failure` is empty where the source did as it was asked; `silence` is its own id of the mute. */
    data: z.strictObject({ ...atSource, silence: z.string(), failure: z.string() }),
    text: { en: '{source} answered about {when}: {failure}', ko: '{source}의 {when} 요청에 대한 응답: {failure}' },
  },
} as const;
