import { z } from 'zod';
import { doubtKindSchema } from './doubt';

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const syncEntries = {
  'SYNC-LOST': {
    data: z.strictObject({ remote: z.string(), why: z.string() }),
    text: { en: 'The remote {remote} cannot be reached: {why}', ko: '원격 저장소 {remote}에 연결할 수 없습니다: {why}' },
  },
  'SYNC-BACK': {
    data: z.strictObject({ remote: z.string() }),
    text: { en: 'The remote {remote} is in step again', ko: '원격 저장소 {remote}이(가) 다시 동기화되었습니다' },
  },
  /** Somebody's history is not what it was: found at contact, named once. */
  'JOURNAL-DOUBT': {
    data: z.strictObject({ writer: z.string(), seq: z.number().int(), kind: doubtKindSchema, why: z.string(), remote: z.string().nullable() }),
    text: { en: 'The journal of {writer} is in doubt from entry {seq} on ({kind}): {why}', ko: '{writer}의 저널은 {seq}번 항목부터 의심스럽습니다({kind}): {why}' },
  },
  /** Our copy of another one's journal was what did not hold; a copy that does took its place. */
  'JOURNAL-HEALED': {
    data: z.strictObject({ writer: z.string(), seq: z.number().int(), aside: z.string() }),
    text: {
      en: 'The copy of {writer}’s journal here did not hold from entry {seq} on; one that holds took its place, the old one is kept as journal/{aside}',
      ko: '이 기기에 있던 {writer}의 저널 사본이 {seq}번 항목부터 유효하지 않아 유효한 사본으로 바꾸었습니다. 이전 사본은 journal/{aside}에 남겨 두었습니다',
    },
  },
  /** The end of a doubt that a remote's copy raised. */
  'JOURNAL-AGREED': {
    data: z.strictObject({ writer: z.string(), remote: z.string() }),
    text: { en: 'The copy of {writer}’s journal at {remote} agrees with the one here again', ko: '{remote}에 있는 {writer}의 저널 사본이 이 기기의 사본과 다시 일치합니다' },
  },
} as const;
