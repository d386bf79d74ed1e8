import { z } from 'zod';
import { failureSchema } from '../failure-schema';
import { escalationEndSchema } from './escalation';

/** Every entry names the climb and, where there is one, the case whose timeline it belongs to. */
const about = { escalation: z.string(), title: z.string(), case: z.string().optional() };
const step = { round: z.number().int(), level: z.number().int(), to: z.string() };

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const escalationEntries = {
  'ESCALATION-BEGIN': {
    /** `firing` is the same on every console that sees the same alert ring by the same rule. */
    data: z.strictObject({ ...about, rule: z.string(), firing: z.string() }),
    text: { en: 'Somebody must have {title}: the escalation begins ({rule})', ko: '{title}을(를) 맡을 사람이 필요하여 에스컬레이션을 시작합니다({rule})' },
  },
  /** The intent, before the ring; other consoles that hear of it hold back. */
  'ESCALATION-TRY': {
    data: z.strictObject({ ...about, ...step }),
    text: { en: '{title}: it is the turn of {to}', ko: '{title}: {to} 차례입니다' },
  },
  /** Said with every ring of a console that could not hear those before it. */
  'ESCALATION-TAKEOVER': {
    data: z.strictObject({ ...about, ...step, seconds: z.number().int() }),
    text: {
      en: '{op} takes over: no sign of any console before this one for {seconds} s; an ack given elsewhere could not be known here',
      ko: '{op} 콘솔이 이어받습니다: 앞 순위 콘솔의 신호가 {seconds}초 동안 없었고, 다른 곳의 확인은 여기서 알 수 없습니다',
    },
  },
  'ESCALATION-RUNG': {
    data: z.strictObject({ ...about, ...step }),
    text: { en: '{to} was rung for {title}', ko: '{title} 때문에 {to}을(를) 울렸습니다' },
  },
  /** What did not happen is recorded too, with the reason. `detail` is its sentence's most telling value. */
  'ESCALATION-NOT-RUNG': {
    data: z.strictObject({ ...about, ...step, why: z.string(), detail: z.string(), failure: failureSchema }),
    text: { en: '{to} was not rung for {title} ({why} {detail})', ko: '{title} 때문에 {to}을(를) 울리지 않았습니다({why} {detail})' },
  },
  'ESCALATION-ACK': {
    data: z.strictObject({ ...about, by: z.string() }),
    text: { en: '{by} has {title}', ko: '{by} 님이 {title}을(를) 맡았습니다' },
  },
  'ESCALATION-END': {
    data: z.strictObject({ ...about, why: escalationEndSchema }),
    text: { en: 'The escalation of {title} ended ({why})', ko: '{title} 에스컬레이션이 끝났습니다({why})' },
  },
} as const;
