import { z } from 'zod';
import { retireReasonSchema, roleSchema } from './team';

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const teamEntries = {
  'KEY-MADE': {
    data: z.strictObject({ signer: z.enum(['keychain', 'agent', 'session']), publicKey: z.string(), fingerprint: z.string() }),
    text: { en: 'A key was made for this device ({signer}, {fingerprint})', ko: '이 기기의 키를 만들었습니다({signer}, {fingerprint})' },
  },
  'TEAM-JOIN-REQUEST': {
    data: z.strictObject({ name: z.string(), device: z.string(), publicKey: z.string(), agree: z.string().nullable().optional(), fingerprint: z.string() }),
    text: { en: '{name} asks to join with {device} ({fingerprint})', ko: '{name} 님이 {device} 기기로 참여를 요청했습니다({fingerprint})' },
  },
  'TEAM-ACCEPT': {
    data: z.strictObject({
      person: z.string(),
      name: z.string(),
      role: roleSchema,
      device: z.string(),
      publicKey: z.string(),
      agree: z.string().nullable().optional(),
      fingerprint: z.string(),
    }),
    text: {
      en: '{op} accepted {name} ({person}) as {role} with {device} ({fingerprint})',
      ko: '{op} 님이 {name} 님({person})을 {role} 역할, {device} 기기로 받아들였습니다({fingerprint})',
    },
  },
  'TEAM-RETIRE': {
    /** `upTo`, `head`: how far its journal was known here; of a lost one nothing beyond has an effect. */
    data: z.strictObject({ person: z.string(), device: z.string(), why: retireReasonSchema, fingerprint: z.string(), upTo: z.number().int(), head: z.string() }),
    text: {
      en: '{op} retired the device {device} of {person} ({why}, {fingerprint}); its journal was known up to entry {upTo}',
      ko: '{op} 님이 {person}의 {device} 기기를 폐기했습니다({why}, {fingerprint}). 저널은 {upTo}번 항목까지 확인되었습니다',
    },
  },
  'PHONE-KEY-LISTED': {
    data: z.strictObject({ person: z.string(), device: z.string(), agree: z.string() }),
    text: { en: '{op} listed the key for phone codes of {device}', ko: '{op} 님이 {device}의 전화 코드용 키를 등록했습니다' },
  },
  /** A sign of life where there was nothing else to write. */
  'WATCH-BEAT': {
    data: z.strictObject({}),
    text: { en: 'This console is alive', ko: '이 콘솔은 켜져 있습니다' },
  },
  'WATCH-SILENT': {
    data: z.strictObject({ writer: z.string(), since: z.number() }),
    text: { en: 'The watcher {writer} gives no sign of life', ko: '감시 장치 {writer}에서 신호가 없습니다' },
  },
  /** `writer` is empty where any console counts. */
  'WATCH-HEARD': {
    data: z.strictObject({ writer: z.string() }),
    text: { en: 'There is a sign of life again {writer}', ko: '다시 신호가 있습니다 {writer}' },
  },
  'WATCH-ALONE': {
    data: z.strictObject({ since: z.number(), to: z.string() }),
    text: { en: 'No console gives a sign of life; {to} is to be rung', ko: '신호를 보내는 콘솔이 없어 {to}을(를) 울려야 합니다' },
  },
  /** Only a ring that reached somebody is not rung again after a restart. */
  'WATCH-RANG': {
    data: z.strictObject({ to: z.string() }),
    text: { en: 'No console gave a sign of life; {to} was rung', ko: '신호를 보내는 콘솔이 없어 {to}을(를) 울렸습니다' },
  },
  /** After a sleep (`WATCH-SLEPT`): what began meanwhile and still fires. */
  'WATCH-MISSED': {
    data: z.strictObject({ from: z.number(), to: z.number(), count: z.number().int(), titles: z.array(z.string()) }),
    text: { en: 'Asleep meanwhile, this console did not see {count} alerts begin', ko: '절전 중이어서 경보 {count}건이 시작되는 것을 보지 못했습니다' },
  },
} as const;
