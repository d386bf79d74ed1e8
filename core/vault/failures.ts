/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const vaultFailures = {
  'vault-none': {
    exit: 4,
    message: { en: 'This device has no usable keychain: {why}. Nothing was stored.', ko: '이 기기에 사용할 수 있는 키체인이 없습니다: {why}. 아무것도 저장하지 않았습니다.' },
    hint: {
      en: 'Start and unlock the keyring of your desktop (GNOME Keyring, KWallet, Keychain), then try again.',
      ko: '데스크톱의 키링(GNOME Keyring, KWallet, Keychain)을 켜고 잠금을 푼 뒤 다시 시도해 주십시오.',
    },
  },
  'vault-no-answer': {
    exit: 4,
    message: { en: 'The keychain did not answer within {seconds} seconds', ko: '키체인이 {seconds}초 안에 응답하지 않았습니다' },
    hint: { en: 'It may be asking for its password in another window.', ko: '다른 창에서 비밀번호를 묻고 있을 수 있습니다.' },
  },
  'vault-failed': {
    exit: 4,
    message: { en: 'The keychain refused {name}: {reason}', ko: '키체인이 {name}을(를) 거부했습니다: {reason}' },
    hint: { en: 'Unlock the keychain, then try again.', ko: '키체인의 잠금을 풀고 다시 시도해 주십시오.' },
  },
  'vault-no-secret': {
    exit: 1,
    message: { en: 'The vault of this device has no secret {name}', ko: '이 기기의 금고에 비밀 {name}이(가) 없습니다' },
    hint: { en: 'Store it with `breakglass vault set {name}`.', ko: '`breakglass vault set {name}`으로 저장해 주십시오.' },
  },
  'vault-bad-name': {
    exit: 2,
    message: { en: '{name} is not a name for a secret', ko: '{name}은(는) 비밀의 이름으로 쓸 수 없습니다' },
    hint: {
      en: 'Use 1 to 64 lower-case letters, digits, dots, dashes or underscores, beginning with a letter or digit.',
      ko: '소문자, 숫자, 점, 줄표, 밑줄을 1~64자로 쓰고 글자나 숫자로 시작해 주십시오.',
    },
  },
  'vault-too-long': {
    exit: 2,
    message: { en: 'The secret {name} has {length} characters; at most {max} fit into every keychain', ko: '비밀 {name}이(가) {length}자입니다. 모든 키체인에 들어가는 길이는 최대 {max}자입니다' },
    hint: { en: 'Store a key or a token, not a file.', ko: '파일이 아니라 키나 토큰을 저장해 주십시오.' },
  },
  'vault-too-short': {
    exit: 2,
    message: { en: 'The value for {name} is too short to be a secret: at least {min} characters are needed', ko: '{name}의 값이 비밀로 쓰기에는 너무 짧습니다. {min}자 이상이어야 합니다' },
    hint: {
      en: 'A shorter one could not be hidden in what a step prints. Nothing was stored: choose a longer one where it is used, then store that.',
      ko: '이보다 짧으면 스텝의 출력에서 가릴 수 없습니다. 아무것도 저장하지 않았습니다. 쓰이는 곳에서 더 긴 값으로 바꾼 뒤 저장해 주십시오.',
    },
  },
  'vault-not-kept': {
    exit: 4,
    message: { en: 'The keychain took the secret {name} but does not give it back', ko: '키체인이 비밀 {name}을(를) 받았지만 돌려주지 않습니다' },
    hint: { en: 'Do not rely on it; check the keyring of your desktop.', ko: '믿지 말고 데스크톱의 키링을 확인해 주십시오.' },
  },
  'vault-not-given': {
    exit: 1,
    message: { en: 'No value was given for {name}', ko: '{name}의 값이 입력되지 않았습니다' },
    hint: { en: 'Nothing was changed.', ko: '바뀐 것이 없습니다.' },
  },
  'vault-locked': {
    exit: 4,
    message: { en: 'The vault is locked: {name} is not handed out', ko: '금고가 잠겨 있어 {name}을(를) 내주지 않습니다' },
    hint: { en: 'Unlock it in Settings or with `breakglass vault unlock`.', ko: '설정 화면이나 `breakglass vault unlock`으로 잠금을 풀어 주십시오.' },
  },
  'vault-needs-person': {
    exit: 4,
    message: { en: 'What works by itself is not given {name}: its policy asks for a person', ko: '{name}은(는) 사람이 있어야 내주는 비밀이라, 스스로 동작하는 곳에는 내주지 않습니다' },
    hint: { en: '`breakglass vault policy {name} until-quit`, or a secret of its own.', ko: '`breakglass vault policy {name} until-quit`으로 정책을 바꾸거나 비밀을 따로 두십시오.' },
  },
  'vault-cannot-wait': {
    exit: 4,
    message: { en: '{name} cannot wait for a person: {places} must work while nobody is there', ko: '{name}은(는) 사람을 기다릴 수 없습니다. 아무도 없을 때도 {places}이(가) 동작해야 합니다' },
    hint: { en: 'Its policy stays `until-quit`.', ko: '정책은 `until-quit`으로 유지됩니다.' },
  },
  'vault-not-agreed': {
    exit: 4,
    message: { en: 'Nobody agreed to hand out {name}', ko: '{name}을(를) 내주는 데 동의한 사람이 없습니다' },
    hint: { en: 'It is asked each time, or goes to an address where it was not sent before: the question is shown where the console is.', ko: '매번 묻는 비밀이거나 처음 보내는 주소입니다. 콘솔이 열린 곳에서 질문에 답해 주십시오.' },
  },
  'vault-name-taken': {
    exit: 1,
    message: { en: 'The vault of this device already has a secret {name}', ko: '이 기기의 금고에 비밀 {name}이(가) 이미 있습니다' },
    hint: { en: 'Choose another name, or remove that one first.', ko: '다른 이름을 쓰거나 먼저 그 비밀을 지워 주십시오.' },
  },
  'vault-still-locked': {
    exit: 4,
    message: { en: 'The keyring of this system was not opened: {why}', ko: '이 시스템의 키링이 열리지 않았습니다: {why}' },
    hint: {
      en: 'The vault stays locked. Unlock again and answer the question of your desktop. Sirens can be silenced all the same.',
      ko: '금고는 잠긴 채입니다. 다시 잠금을 풀면서 데스크톱의 물음에 답해 주십시오. 사이렌은 그대로 멈출 수 있습니다.',
    },
  },
} as const;
