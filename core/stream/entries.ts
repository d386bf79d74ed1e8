import { z } from 'zod';

const stream = z.string();

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const streamEntries = {
  'STREAM-LOST': {
    data: z.strictObject({ stream, why: z.string() }),
    text: { en: 'The journal no longer reaches {stream} ({why}); it waits here', ko: '저널이 {stream}에 닿지 않습니다({why}). 여기서 기다립니다' },
  },
  /** Entries as `operator.device number`; `count` of those from the first to the last of one message. */
  'STREAM-SKIPPED': {
    data: z.strictObject({ stream, first: z.string(), last: z.string(), count: z.number().int().min(1), why: z.string() }),
    text: { en: '{stream} refuses {count} of the entries {first} to {last} ({why}); they are not sent again', ko: '{stream}이(가) {first}부터 {last}까지의 항목 중 {count}건을 거부했습니다({why}). 다시 보내지 않습니다' },
  },
  'STREAM-BACK': {
    data: z.strictObject({ stream, entries: z.number().int() }),
    text: { en: 'The journal reaches {stream} again; {entries} entries that waited have arrived', ko: '저널이 {stream}에 다시 닿습니다. 기다리던 {entries}건이 도착했습니다' },
  },
} as const;
