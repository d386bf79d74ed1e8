import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const challenge = z.string().regex(/^[0-9a-f]{16}$/);
const writer = z.string();
const subject = { plan: hash, title: z.string(), hosts: z.number().int() };

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const approvalEntries = {
  /** The runner's console asked for a second person. Sync carries it, so that the approver's console can show the plan. */
  'APPROVAL-ASK': {
    data: z.strictObject({ ...subject, challenge, until: z.number() }),
    text: { en: '{op} asks a second person to approve "{title}" on {hosts} {hosts:host|hosts}', ko: '{op} 님이 "{title}"(호스트 {hosts}대)에 대한 두 번째 사람의 승인을 요청했습니다' },
  },
  /** Written by the approver, before a code is told. `challenge` null: approved by this very entry, without a phone. */
  APPROVE: {
    data: z.strictObject({ ...subject, runner: writer, challenge: challenge.nullable(), until: z.number() }),
    text: { en: '{op} approves "{title}" on {hosts} {hosts:host|hosts}, asked by {runner}', ko: '{op} 님이 {runner}의 "{title}" 실행(호스트 {hosts}대)을 승인했습니다' },
  },
  /** What the runner's console was given and did not take. */
  'APPROVAL-REFUSED': {
    data: z.strictObject({ plan: hash, challenge: challenge.nullable(), why: z.string(), tried: z.boolean() }),
    text: { en: 'A second person’s approval was not taken ({why})', ko: '두 번째 사람의 승인을 받아들이지 않았습니다({why})' },
  },
  /** The runner's console holds a second person's approval; `proof` is the challenge, or the hash of the signed entry. */
  'APPROVAL-HELD': {
    data: z.strictObject({ ...subject, by: writer, how: z.enum(['phone', 'signed']), proof: z.string(), until: z.number() }),
    text: { en: '{by} approved "{title}" ({how})', ko: '{by}이(가) "{title}"을(를) 승인했습니다({how})' },
  },
} as const;
