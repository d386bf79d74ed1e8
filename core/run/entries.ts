import { z } from 'zod';
import { movedFileSchema } from '../runbook/file-step';
import { dangerSchema } from '../runbook/plan';
import { outcomeSchema } from './outcome';
import { decisionSchema } from './run';

const run = z.string();
const plan = z.string().regex(/^[0-9a-f]{64}$/);
const values = z.record(z.string(), z.union([z.string(), z.number()]));

const cause = z.strictObject({ code: z.string(), values });

/** What a run is about; named in full wherever an entry must be read on its own. */
const subject = { run, plan, runbook: z.string(), title: z.string(), hosts: z.number().int(), caseId: z.string().nullable() };

/** One step on one host, as one attempt: the claim (decisions.md 9). */
const claim = {
  run,
  position: z.number().int(),
  step: z.string(),
  host: z.string(),
  attempt: z.number().int(),
  caseId: z.string().nullable(),
};

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const runEntries = {
  'RUN-PLAN': {
    data: z.strictObject({
      ...subject,
      danger: dangerSchema,
      reason: z.string(),
      stepByStep: z.boolean().optional(),
      /** Practice: in the practice workspace, or on hosts of `danger: lab` only. */
      drill: z.boolean().optional(),
    }),
    text: { en: '{op} asks to run "{title}" on {hosts} {hosts:host|hosts}. Reason: {reason}', ko: '{op} 님이 "{title}" 실행을 요청했습니다(호스트 {hosts}대). 사유: {reason}' },
  },
  'RUN-APPROVE': {
    data: z.strictObject({
      ...subject,
      how: z.enum(['press', 'press-with-count', 'type-name', 'type-count']),
      /** The second person, where the plan needs one; `proof` is the challenge, or the hash of the signed entry. */
      second: z.strictObject({ by: z.string(), how: z.enum(['phone', 'signed']), proof: z.string() }).optional(),
    }),
    text: { en: '{op} approves "{title}" on {hosts} {hosts:host|hosts}', ko: '{op} 님이 "{title}" 실행을 승인했습니다(호스트 {hosts}대)' },
  },
  'RUN-REFUSED': {
    data: z.strictObject({ run: z.string().nullable(), plan: z.string(), title: z.string(), why: z.string(), values, caseId: z.string().nullable() }),
    text: { en: '"{title}" was not run: {why}', ko: '"{title}"을(를) 실행하지 않았습니다: {why}' },
  },
  'RUN-START': {
    data: z.strictObject(subject),
    text: { en: '{op} runs "{title}" on {hosts} {hosts:host|hosts}', ko: '{op} 님이 "{title}" 실행을 시작했습니다(호스트 {hosts}대)' },
  },
  'STEP-INTENT': {
    data: z.strictObject({
      ...claim,
      plan,
      /** `user@address:port`. */
      address: z.string(),
      /** SHA-256 of the bytes that are sent to be run. */
      script: z.string(),
      bootId: z.string(),
      /** Where the step record lives on the host. */
      record: z.string(),
      transcript: z.string(),
      warnings: z.array(cause).optional(),
    }),
    text: { en: '{host}: step "{step}" is about to be sent (attempt {attempt})', ko: '{host}: "{step}" 단계를 보내려고 합니다({attempt}번째 시도)' },
  },
  'STEP-OUTCOME': {
    data: z.strictObject({
      ...claim,
      outcome: outcomeSchema,
      /** The outcome in a word, for the sentence. */
      word: z.string(),
      bytes: z.number().int(),
      sha256: z.string().nullable(),
      truncated: z.boolean(),
      problem: cause.nullable(),
      /** Whether it says that it changed something; absent where it does not say. */
      changed: z.boolean().optional(),
      /** The file that was put into place, or fetched whole; a fetched one lies beside the transcript. */
      file: movedFileSchema.strict().optional(),
    }),
    text: { en: '{host}: step "{step}": {word}', ko: '{host}: "{step}" 단계 결과: {word}' },
  },
  'STEP-DECISION': {
    data: z.strictObject({ ...claim, decision: decisionSchema, reason: z.string() }),
    text: { en: '{op} decides about step "{step}" on {host}: {decision}. Reason: {reason}', ko: '{op} 님이 {host}의 "{step}" 단계를 결정했습니다: {decision}. 사유: {reason}' },
  },
  'RUN-HELD': {
    data: z.strictObject({ run, title: z.string(), why: z.string(), values, caseId: z.string().nullable() }),
    text: { en: '"{title}" waits for a person', ko: '"{title}" 실행이 사람의 결정을 기다립니다' },
  },
  'RUN-PAUSE': {
    data: z.strictObject({ run, title: z.string(), caseId: z.string().nullable() }),
    text: { en: '{op} pauses "{title}"', ko: '{op} 님이 "{title}" 실행을 잠시 멈춥니다' },
  },
  'RUN-RESUME': {
    data: z.strictObject({ run, title: z.string(), caseId: z.string().nullable(), stepByStep: z.boolean().optional() }),
    text: { en: '{op} goes on with "{title}"', ko: '{op} 님이 "{title}" 실행을 이어 갑니다' },
  },
  'RUN-STOP': {
    data: z.strictObject({ run, title: z.string(), how: z.enum(['now', 'after-batch']), caseId: z.string().nullable() }),
    text: { en: '{op} stops "{title}" ({how})', ko: '{op} 님이 "{title}" 실행을 멈춥니다({how})' },
  },
  'RUN-END': {
    data: z.strictObject({ run, plan, title: z.string(), outcome: outcomeSchema, word: z.string(), caseId: z.string().nullable() }),
    text: { en: '"{title}" ended: {word}', ko: '"{title}" 실행이 끝났습니다: {word}' },
  },
} as const;
