import { z } from 'zod';

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
    data: z.strictObject({ writer: z.string(), seq: z.number().int(), kind: z.enum(['fork', 'cut', 'bad']), why: z.string(), remote: z.string().nullable() }),
    text: { en: 'The journal of {writer} is not to be trusted from entry {seq} on ({kind}): {why}', ko: '{writer}의 저널은 {seq}번 항목부터 믿을 수 없습니다({kind}): {why}' },
  },
  /** The end of a doubt that a remote's copy raised. */
  'JOURNAL-AGREED': {
    data: z.strictObject({ writer: z.string(), remote: z.string() }),
    text: { en: 'The copy of {writer}’s journal at {remote} agrees with the one here again', ko: '{remote}에 있는 {writer}의 저널 사본이 이 기기의 사본과 다시 일치합니다' },
  },
} as const;
