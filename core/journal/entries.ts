import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const journalEntries = {
  'JOURNAL-OPEN': {
    /** `publicKey` lets a session key be checked; `opening` tells two starts of the app apart. */
    data: z.strictObject({ app: z.string(), opening: z.string(), publicKey: z.string(), vouched: z.boolean() }),
    text: { en: '{op} opened the journal with Breakglass {app}', ko: '{op} 님이 Breakglass {app}로 저널을 열었습니다' },
  },
  'JOURNAL-CLOSE': {
    data: z.strictObject({}),
    text: { en: '{op} closed the journal', ko: '{op} 님이 저널을 닫았습니다' },
  },
  'JOURNAL-REPAIR': {
    /** The bytes that were cut were never acknowledged; their hash stays as evidence. */
    data: z.strictObject({
      why: z.enum(['torn-tail', 'write-failed']),
      segment: z.string(),
      bytes: z.number().int().min(0),
      sha256: hash,
    }),
    text: {
      en: 'An unfinished write of {bytes} bytes was cut off the end of {segment} ({why})',
      ko: '{segment} 끝에서 끝나지 않은 쓰기 {bytes}바이트를 잘라 냈습니다({why})',
    },
  },
  'JOURNAL-CUT': {
    data: z.strictObject({ anchorSeq: z.number().int(), anchorHash: hash, seq: z.number().int(), head: hash }),
    text: {
      en: 'This device remembers entry {anchorSeq}, but its journal ended at {seq} or says something else there: entries were removed or replaced',
      ko: '이 기기는 항목 {anchorSeq}번을 기억하지만 저널은 {seq}번에서 끝났거나 내용이 다릅니다. 항목이 지워지거나 바뀌었습니다',
    },
  },
  'JOURNAL-LATE-LOST': {
    data: z.strictObject({ count: z.number().int().min(1) }),
    text: {
      en: '{count} entries that waited for the disk were dropped because too many waited',
      ko: '디스크를 기다리던 항목이 너무 많아 {count}건을 기록하지 못했습니다',
    },
  },
  'CLOCK-JUMP': {
    data: z.strictObject({ byMs: z.number().int() }),
    text: {
      en: 'The wall clock moved by {byMs} ms against the running time (sleep, time service or a change by hand)',
      ko: '벽시계가 경과 시간에 비해 {byMs}ms 움직였습니다(절전, 시간 동기화 또는 수동 변경)',
    },
  },
  WITNESS: {
    data: z.strictObject({ writer: z.string(), seq: z.number().int().min(1), hash }),
    text: { en: '{op} has seen the journal of {writer} up to entry {seq}', ko: '{op} 님이 {writer}의 저널을 {seq}번 항목까지 확인했습니다' },
  },
} as const;
