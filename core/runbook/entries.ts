import { z } from 'zod';

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const runbookEntries = {
  'RUNBOOK-REVIEWED': {
    data: z.strictObject({ path: z.string(), title: z.string(), /** Of the file's bytes. */ sha256: z.string().regex(/^[0-9a-f]{64}$/), commit: z.string().nullable() }),
    text: { en: '{op} has read and reviewed "{title}" ({path})', ko: '{op} 님이 "{title}"({path}) 런북을 검토했습니다' },
  },
} as const;
