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
  'VAULT-RENAMED': {
    data: z.strictObject({ name: z.string(), to: z.string() }),
    text: { en: '{op} renamed the secret {name} in this device’s vault to {to}', ko: '{op} 님이 이 기기의 금고에 있는 비밀 {name}의 이름을 {to}(으)로 바꿨습니다' },
  },
  'VAULT-COPIED': {
    data: z.strictObject({ name: z.string(), to: z.string() }),
    text: {
      en: '{op} gave the secret {name} in this device’s vault the further name {to}; the old one stays while files use it',
      ko: '{op} 님이 이 기기의 금고에 있는 비밀 {name}에 {to}(이)라는 이름을 더했습니다. 예전 이름은 파일이 쓰는 동안 남습니다',
    },
  },
  'VAULT-ASK-EACH': {
    data: z.strictObject({ name: z.string() }),
    text: { en: '{op} decided that the secret {name} is handed out only after a person was asked, each time', ko: '{op} 님이 비밀 {name}을(를) 매번 사람에게 물은 뒤에만 내주도록 정했습니다' },
  },
  'VAULT-UNTIL-LOCKED': {
    data: z.strictObject({ name: z.string() }),
    text: { en: '{op} decided that the secret {name} is handed out until the vault is locked', ko: '{op} 님이 비밀 {name}을(를) 금고가 잠길 때까지 내주도록 정했습니다' },
  },
  'VAULT-UNTIL-QUIT': {
    data: z.strictObject({ name: z.string() }),
    text: { en: '{op} decided that the secret {name} is handed out until the console quits, locked or not', ko: '{op} 님이 비밀 {name}을(를) 잠금과 관계없이 콘솔을 끝낼 때까지 내주도록 정했습니다' },
  },
  'VAULT-LOCKED': {
    data: z.strictObject({}),
    text: { en: '{op} locked the vault', ko: '{op} 님이 금고를 잠갔습니다' },
  },
  'VAULT-LOCKED-IDLE': {
    data: z.strictObject({ minutes: z.number().int() }),
    text: { en: 'The vault was locked: nobody touched this laptop for {minutes} min', ko: '이 노트북을 {minutes}분 동안 아무도 쓰지 않아 금고를 잠갔습니다' },
  },
  'VAULT-LOCKED-SLEEP': {
    data: z.strictObject({}),
    text: { en: 'The vault was locked: this laptop went to sleep', ko: '노트북이 절전 상태로 들어가 금고를 잠갔습니다' },
  },
  'VAULT-LOCKED-SCREEN': {
    data: z.strictObject({}),
    text: { en: 'The vault was locked with the screen', ko: '화면이 잠겨 금고도 잠갔습니다' },
  },
  'VAULT-UNLOCKED': {
    data: z.strictObject({}),
    text: { en: '{op} unlocked the vault; the keyring of the system was opened for it', ko: '{op} 님이 시스템 키링을 다시 열어 금고의 잠금을 풀었습니다' },
  },
  'VAULT-UNLOCKED-UNPROVEN': {
    data: z.strictObject({}),
    text: { en: 'The vault was unlocked at {op}’s console by a press; nothing there can ask who it was', ko: '{op} 님의 콘솔에서 버튼을 눌러 금고의 잠금을 풀었습니다. 누구인지 물을 수단이 없는 기기입니다' },
  },
  'VAULT-STAYED-LOCKED': {
    data: z.strictObject({ /** Code of the failure. */ problem: z.string() }),
    text: { en: 'Somebody at {op}’s console wanted to unlock the vault, and the keyring did not open ({problem})', ko: '{op} 님의 콘솔에서 금고의 잠금을 풀려고 했으나 키링이 열리지 않았습니다({problem})' },
  },
  'VAULT-GIVEN': {
    data: z.strictObject({ name: z.string() }),
    text: { en: '{op} was asked, and let the secret {name} be handed out once', ko: '{op} 님이 물음에 답해 비밀 {name}을(를) 한 번 내주도록 했습니다' },
  },
  'VAULT-NOT-GIVEN': {
    data: z.strictObject({ name: z.string() }),
    text: { en: 'The secret {name} was not handed out: {op} was asked and did not agree', ko: '비밀 {name}을(를) 내주지 않았습니다. {op} 님에게 물었으나 동의하지 않았습니다' },
  },
} as const;
