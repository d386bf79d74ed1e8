import { z } from 'zod';

const stream = z.string();

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const streamEntries = {
  'STREAM-LOST': {
    data: z.strictObject({ stream, why: z.string() }),
    text: { en: 'The journal no longer reaches {stream} ({why}); it waits here', ko: '저널이 {stream}에 닿지 않습니다({why}). 여기서 기다립니다' },
  },
  'STREAM-BACK': {
    data: z.strictObject({ stream, entries: z.number().int() }),
    text: { en: 'The journal reaches {stream} again; {entries} entries that waited have arrived', ko: '저널이 {stream}에 다시 닿습니다. 기다리던 {entries}건이 도착했습니다' },
  },
} as const;
