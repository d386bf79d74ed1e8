import { z } from 'zod';

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
} as const;
