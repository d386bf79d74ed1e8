import { z } from 'zod';
import { gradeSchema } from '../alert/alert';
import { verdictSchema } from './case';

const about = { case: z.string(), title: z.string() };

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const caseEntries = {
  'CASE-OPEN': {
    data: z.strictObject({ ...about, alert: z.string(), grade: gradeSchema }),
    text: { en: 'Case {case} opened: {title} ({grade})', ko: '케이스 {case}을(를) 시작했습니다: {title}({grade})' },
  },
  'CASE-JOIN': {
    data: z.strictObject({ ...about, alert: z.string() }),
    text: { en: '{title} joined case {case}', ko: '{title}이(가) 케이스 {case}에 포함되었습니다' },
  },
  'CASE-NOTE': {
    data: z.strictObject({ ...about, text: z.string() }),
    text: { en: '{op} on case {case}: {text}', ko: '{op} 님의 메모, 케이스 {case}: {text}' },
  },
  'CASE-CLOSE': {
    data: z.strictObject({ ...about, verdict: verdictSchema, why: z.string() }),
    text: { en: '{op} closed case {case} as {verdict}: {why}', ko: '{op} 님이 케이스 {case}을(를) {verdict}(으)로 종료했습니다: {why}' },
  },
} as const;
