import { z } from 'zod';
import { gradeSchema } from '../alert/alert';
import { verdictSchema } from './case';

const about = { case: z.string(), title: z.string() };

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const caseEntries = {
  'CASE-OPEN': {
    /** `group`: the values of its rule's `group-by` labels; what has the same joins it. */
    data: z.strictObject({ ...about, alert: z.string(), grade: gradeSchema, group: z.string().optional() }),
    text: { en: 'Case {case} opened: {title} ({grade})', ko: '케이스 {case}을(를) 시작했습니다: {title}({grade})' },
  },
  'CASE-JOIN': {
    data: z.strictObject({ ...about, alert: z.string() }),
    text: { en: '{title} joined case {case}', ko: '{title}이(가) 케이스 {case}에 포함되었습니다' },
  },
  'CASE-BEGIN': {
    data: z.strictObject({ ...about, alerts: z.array(z.string()).max(1_000), grade: gradeSchema }),
    text: { en: '{op} opened case {case}: {title} ({grade})', ko: '{op} 님이 케이스 {case}을(를) 시작했습니다: {title}({grade})' },
  },
  'CASE-ADD': {
    data: z.strictObject({ ...about, alert: z.string() }),
    text: { en: '{op} put {alert} into case {case}', ko: '{op} 님이 {alert}을(를) 케이스 {case}에 넣었습니다' },
  },
  'CASE-REMOVE': {
    data: z.strictObject({ ...about, alert: z.string() }),
    text: { en: '{op} took {alert} out of case {case}', ko: '{op} 님이 {alert}을(를) 케이스 {case}에서 뺐습니다' },
  },
  'CASE-OWN': {
    data: z.strictObject(about),
    text: { en: '{op} has case {case}', ko: '{op} 님이 케이스 {case}을(를) 맡았습니다' },
  },
  'CASE-HANDOVER': {
    data: z.strictObject({ ...about, to: z.string(), summary: z.string() }),
    text: { en: '{op} handed case {case} to {to}: {summary}', ko: '{op} 님이 케이스 {case}을(를) {to} 님에게 넘겼습니다: {summary}' },
  },
  'CASE-LINK': {
    data: z.strictObject({ ...about, url: z.string(), what: z.string() }),
    text: { en: '{op} linked {url} to case {case}: {what}', ko: '{op} 님이 케이스 {case}에 {url} 링크를 걸었습니다: {what}' },
  },
  'CASE-UNLINK': {
    data: z.strictObject({ ...about, url: z.string() }),
    text: { en: '{op} took {url} off case {case}', ko: '{op} 님이 케이스 {case}에서 {url} 링크를 지웠습니다' },
  },
  'CASE-MERGE': {
    data: z.strictObject({ ...about, into: z.string() }),
    text: { en: '{op} merged case {case} into {into}', ko: '{op} 님이 케이스 {case}을(를) {into}에 합쳤습니다' },
  },
  'CASE-REOPEN': {
    /** `alert`: what came back; empty where a person opened it again. */
    data: z.strictObject({ ...about, alert: z.string(), why: z.string() }),
    text: { en: 'Case {case} is open again: {why}', ko: '케이스 {case}을(를) 다시 열었습니다: {why}' },
  },
  'CASE-NOTE': {
    data: z.strictObject({ ...about, text: z.string() }),
    text: { en: '{op} on case {case}: {text}', ko: '{op} 님의 메모, 케이스 {case}: {text}' },
  },
  'CASE-CLOSE': {
    data: z.strictObject({ ...about, verdict: verdictSchema, why: z.string(), followUps: z.array(z.string()).optional() }),
    text: { en: '{op} closed case {case} as {verdict}: {why}', ko: '{op} 님이 케이스 {case}을(를) {verdict}(으)로 종료했습니다: {why}' },
  },
  /** `manifest`: SHA-256 of the export's case.json, which names every file of it. */
  'CASE-EXPORT': {
    data: z.strictObject({ ...about, manifest: z.string().regex(/^[0-9a-f]{64}$/), entries: z.number().int(), files: z.number().int(), removed: z.number().int(), redacted: z.array(z.string()) }),
    text: {
      en: '{op} exports case {case}: {entries} entries, {files} files, {removed} left out or missing',
      ko: '{op} 님이 케이스 {case}을(를) 내보냅니다: 항목 {entries}건, 파일 {files}개, 제외되거나 없는 것 {removed}건',
    },
  },
} as const;
