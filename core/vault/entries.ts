import { z } from 'zod';

/** Journal entries about this noun: code -> what is recorded, and its sentence. Names only, never a value (law 7). */
export const vaultEntries = {
  'VAULT-SET': {
    data: z.strictObject({ name: z.string() }),
    text: { en: '{op} stored the secret {name} in this device’s vault', ko: '{op} 님이 이 기기의 금고에 비밀 {name}을(를) 저장했습니다' },
  },
  'VAULT-RENEWED': {
    data: z.strictObject({ name: z.string(), source: z.string() }),
    text: { en: 'The service behind {source} changed the secret {name}; this device’s vault keeps the new one', ko: '{source} 서비스가 비밀 {name}을(를) 바꾸어 이 기기의 금고에 새 값을 저장했습니다' },
  },
  'VAULT-REMOVE': {
    data: z.strictObject({ name: z.string() }),
    text: { en: '{op} removed the secret {name} from this device’s vault', ko: '{op} 님이 이 기기의 금고에서 비밀 {name}을(를) 지웠습니다' },
  },
} as const;
