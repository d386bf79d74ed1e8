import { z } from 'zod';

const host = z.string();
const fingerprint = z.string();

/** Journal entries about this noun: code -> what is recorded, and its sentence. Merged in core/journal/codes.ts. */
export const hostEntries = {
  'HOST-ENROL': {
    data: z.strictObject({ host, address: z.string(), type: z.string(), fingerprint, key: z.string() }),
    text: {
      en: '{op} trusts the key {fingerprint} of {host} ({address}) from now on',
      ko: '{op} 님이 {host}({address})의 키 {fingerprint}을(를) 신뢰하도록 등록했습니다',
    },
  },
  'HOST-KEY-UNKNOWN': {
    data: z.strictObject({ host, offered: fingerprint }),
    text: {
      en: '{host} offered the key {offered}, which nobody enrolled; nothing was sent',
      ko: '{host}이(가) 등록되지 않은 키 {offered}을(를) 제시하여 아무것도 보내지 않았습니다',
    },
  },
  'HOST-KEY-CHANGED': {
    data: z.strictObject({ host, offered: fingerprint, expected: z.string() }),
    text: {
      en: '{host} offered the key {offered} instead of {expected}; nothing was sent',
      ko: '{host}이(가) {expected} 대신 {offered} 키를 제시하여 아무것도 보내지 않았습니다',
    },
  },
  'HOST-KEY-REVOKED': {
    data: z.strictObject({ host, offered: fingerprint }),
    text: {
      en: '{host} offered the revoked key {offered}; nothing was sent',
      ko: '{host}이(가) 폐기된 키 {offered}을(를) 제시하여 아무것도 보내지 않았습니다',
    },
  },
  'HOST-SWEEP-ASKED': {
    data: z.strictObject({ hosts: z.number().int(), names: z.string() }),
    text: {
      en: '{op} lets old step records be emptied on {hosts} {hosts:host|hosts}: {names}',
      ko: '{op} 님이 호스트 {hosts}대의 오래된 단계 기록을 비우도록 했습니다: {names}',
    },
  },
  'HOST-SWEEP': {
    data: z.strictObject({ host, records: z.number().int() }),
    text: {
      en: '{op} emptied {records} step records older than seven days on {host}',
      ko: '{op} 님이 {host}에서 7일이 지난 단계 기록 {records}건을 비웠습니다',
    },
  },
} as const;
