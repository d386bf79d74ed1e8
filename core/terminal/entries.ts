import { z } from 'zod';
import { hostDangerSchema } from '../host/host';
import { terminalHowSchema } from './terminal';

const terminal = z.string();
const host = z.string();
const hash = z.string().regex(/^[0-9a-f]{64}$/).nullable();

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const terminalEntries = {
  'TERMINAL-START': {
    data: z.strictObject({ terminal, host, user: z.string(), address: z.string(), danger: hostDangerSchema, reason: z.string(), recording: z.string(), /** Absent: of no case, or written before terminals belonged to one. */ caseId: z.string().optional() }),
    text: {
      en: '{op} opens a recorded terminal on {host} as {user}. Reason: {reason}',
      ko: '{op} 님이 {host}에 {user} 계정으로 녹화 터미널을 열었습니다. 사유: {reason}',
    },
  },
  'TERMINAL-END': {
    data: z.strictObject({
      terminal,
      host,
      how: terminalHowSchema,
      code: z.number().int().nullable(),
      bytes: z.number().int(),
      sha256: hash,
      recording: z.string(),
      recordingSha256: hash,
      durationMs: z.number().int(),
      /** Code of the failure behind it, where there is one. */
      problem: z.string().nullable(),
    }),
    text: {
      en: 'The recorded terminal on {host} ended ({how}) after {bytes} bytes; recording: {recording}',
      ko: '{host}의 녹화 터미널이 끝났습니다({how}, {bytes}바이트). 녹화 파일: {recording}',
    },
  },
  'TERMINAL-EXPORT': {
    data: z.strictObject({ terminal, host, recordingSha256: z.string() }),
    text: {
      en: '{op} exported the recording of the terminal {terminal} on {host}',
      ko: '{op} 님이 {host}의 터미널 {terminal} 녹화를 내보냈습니다',
    },
  },
} as const;
