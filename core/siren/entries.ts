import { z } from 'zod';

const why = z.string().max(500);

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const sirenEntries = {
  /** The intent, before the command: enough to show the ring again after a restart. */
  'SIREN-RING': {
    data: z.strictObject({
      ring: z.string(),
      siren: z.string(),
      person: z.string(),
      reason: z.string(),
      volume: z.number().int(),
      cappedFrom: z.number().int().nullable(),
      startedAt: z.number().int(),
      endsAt: z.number().int(),
      caseId: z.string().nullable(),
    }),
    text: { en: '{op} rang {siren} ({person}) at {volume} %: {reason}', ko: '{op} 님이 {siren}({person})을(를) {volume}%로 울렸습니다: {reason}' },
  },
  /** The next sound of the same ring, before its command: nobody has it yet. */
  'SIREN-LOUDER': {
    data: z.strictObject({ ring: z.string(), siren: z.string(), volume: z.number().int(), cappedFrom: z.number().int().nullable(), seconds: z.number().int() }),
    text: { en: 'Nobody has it: {siren} goes on at {volume} % for {seconds} s', ko: '아직 맡은 사람이 없어 {siren}을(를) {volume}%로 {seconds}초 더 울립니다' },
  },
  'SIREN-SOUNDING': {
    data: z.strictObject({ ring: z.string(), siren: z.string(), tookMs: z.number().int() }),
    text: { en: '{siren} confirmed that it sounds', ko: '{siren}이(가) 울리고 있음을 확인했습니다' },
  },
  'SIREN-RING-UNKNOWN': {
    data: z.strictObject({ ring: z.string(), siren: z.string(), why }),
    text: { en: 'Nobody can say whether {siren} sounds ({why})', ko: '{siren}이(가) 울리는지 알 수 없습니다({why})' },
  },
  'SIREN-RING-FAILED': {
    data: z.strictObject({ ring: z.string(), siren: z.string(), why }),
    text: { en: '{siren} did not sound ({why})', ko: '{siren}이(가) 울리지 않았습니다({why})' },
  },
  /** What did not happen is recorded too, with the reason. */
  'SIREN-NOT-RUNG': {
    data: z.strictObject({ to: z.string(), reason: z.string(), why }),
    text: { en: '{op} wanted to ring {to} and it was not rung ({why})', ko: '{op} 님이 {to}을(를) 울리려 했으나 울리지 않았습니다({why})' },
  },
  'SIREN-SILENCE': {
    data: z.strictObject({ siren: z.string(), ring: z.string().nullable() }),
    text: { en: '{siren} was told to be quiet at {op}’s console', ko: '{op} 님의 콘솔에서 {siren}을(를) 멈추게 했습니다' },
  },
  'SIREN-QUIET': {
    data: z.strictObject({ siren: z.string(), ring: z.string().nullable(), tookMs: z.number().int() }),
    text: { en: '{siren} confirmed that it is quiet', ko: '{siren}이(가) 멈췄음을 확인했습니다' },
  },
  /** Somebody else's ring was silenced, and nobody has it: it sounds again at `at`, epoch ms. */
  'SIREN-REARMED': {
    data: z.strictObject({ ring: z.string(), siren: z.string(), person: z.string(), reason: z.string(), volume: z.number().int(), seconds: z.number().int(), caseId: z.string().nullable(), at: z.number().int() }),
    text: { en: '{op} silenced the ring of {person}: {siren} sounds again in five minutes unless somebody has it', ko: '{op} 님이 {person} 님의 울림을 멈췄습니다. 맡는 사람이 없으면 {siren}이(가) 5분 뒤 다시 울립니다' },
  },
  'SIREN-REARM-OVER': {
    data: z.strictObject({ siren: z.string(), ring: z.string(), why: z.enum(['acked', 'owner', 'decided', 'rang', 'due']) }),
    text: { en: 'The silence of {siren} is over ({why})', ko: '{siren}의 멈춤이 끝났습니다({why})' },
  },
  'SIREN-NOT-SILENCED': {
    data: z.strictObject({ siren: z.string(), ring: z.string().nullable(), why }),
    text: { en: '{siren} did not confirm that it is quiet ({why})', ko: '{siren}이(가) 멈췄는지 확인되지 않았습니다({why})' },
  },
  'SIREN-AGAIN': {
    data: z.strictObject({ siren: z.string() }),
    text: { en: '{siren} sounded again after it was silenced, and was silenced again', ko: '{siren}이(가) 멈춘 뒤 다시 울려 한 번 더 멈췄습니다' },
  },
  'SIREN-TEST': {
    data: z.strictObject({ siren: z.string(), outcome: z.enum(['sounding', 'quiet', 'failed', 'unknown']), why }),
    text: { en: '{op} tested {siren} as quietly as it goes: {outcome}', ko: '{op} 님이 {siren}을(를) 가장 작은 소리로 시험했습니다: {outcome}' },
  },
  'SIREN-PROOF': {
    data: z.strictObject({ siren: z.string(), kind: z.enum(['silent', 'audible']), outcome: z.enum(['ok', 'failed', 'unknown']), why }),
    text: { en: 'Self-test of {siren} ({kind}): {outcome} {why}', ko: '{siren} 자체 시험({kind}): {outcome} {why}' },
  },
  'SIREN-LOST': {
    data: z.strictObject({ siren: z.string(), since: z.number().int(), why }),
    text: { en: '{siren} cannot be seen ({why})', ko: '{siren}의 상태를 볼 수 없습니다({why})' },
  },
  'SIREN-BACK': {
    data: z.strictObject({ siren: z.string() }),
    text: { en: '{siren} can be seen again', ko: '{siren}의 상태를 다시 볼 수 있습니다' },
  },
  'SIREN-REBOOT': {
    data: z.strictObject({ siren: z.string(), outcome: z.string() }),
    text: { en: '{op} started {siren} anew ({outcome})', ko: '{op} 님이 {siren}을(를) 다시 시작했습니다({outcome})' },
  },
} as const;
