/** Why sudo did not let a step begin. Worded once, in both languages; see core/errors.ts. */
export const sudoFailures = {
  'sudo-refused': {
    exit: 4,
    message: { en: 'sudo on {host} did not let {user} start the step; the output says why.', ko: '{host}의 sudo가 {user}의 단계 시작을 허용하지 않았습니다. 이유는 출력에 있습니다.' },
    hint: { en: 'Allow /bin/sh with NOPASSWD, or put the password in with `breakglass vault set sudo-password.{host}`. The step did not run.', ko: '/bin/sh를 NOPASSWD로 허용하거나 `breakglass vault set sudo-password.{host}` 명령으로 암호를 넣으십시오. 단계는 실행되지 않았습니다.' },
  },
  'sudo-missing': {
    exit: 4,
    message: { en: '{host} has no sudo that {user} can find.', ko: '{host}에서 {user} 계정이 쓸 수 있는 sudo를 찾지 못했습니다.' },
    hint: { en: 'Install it there, or log in as the user that the step needs. The step did not run.', ko: '서버에 sudo를 설치하거나 단계에 필요한 사용자로 로그인하십시오. 단계는 실행되지 않았습니다.' },
  },
  'sudo-needs-terminal': {
    exit: 4,
    message: { en: 'sudo on {host} works only from a terminal (requiretty), and steps have none.', ko: '{host}의 sudo는 터미널에서만 동작하는데(requiretty) 단계에는 터미널이 없습니다.' },
    hint: { en: 'Put `Defaults:USER !requiretty` into its sudoers, or use the recorded terminal. The step did not run.', ko: 'sudoers에 `Defaults:USER !requiretty`를 넣거나 기록되는 터미널을 사용하십시오. 단계는 실행되지 않았습니다.' },
  },
  'sudo-password-needed': {
    exit: 4,
    message: { en: 'sudo on {host} asks {user} for a password, and the vault holds none for it.', ko: '{host}의 sudo가 {user}의 암호를 요구하지만 금고에 암호가 없습니다.' },
    hint: { en: 'Put it in with `breakglass vault set sudo-password.{host}`, or allow /bin/sh with NOPASSWD. The step did not run.', ko: '`breakglass vault set sudo-password.{host}` 명령으로 넣거나 /bin/sh를 NOPASSWD로 허용하십시오. 단계는 실행되지 않았습니다.' },
  },
  'sudo-password-wrong': {
    exit: 4,
    message: { en: 'sudo on {host} did not take the password that the vault holds for it.', ko: '{host}의 sudo가 금고에 있는 암호를 받아들이지 않았습니다.' },
    hint: { en: 'Correct it with `breakglass vault set sudo-password.{host}`. It was tried once; nothing ran.', ko: '`breakglass vault set sudo-password.{host}` 명령으로 고치십시오. 한 번만 시도했으며 실행된 것은 없습니다.' },
  },
  'sudo-not-allowed': {
    exit: 4,
    message: { en: 'The sudoers of {host} do not let {user} run /bin/sh as that user.', ko: '{host}의 sudoers가 {user}에게 해당 사용자로 /bin/sh를 실행하는 것을 허용하지 않습니다.' },
    hint: { en: 'Add a rule for /bin/sh, or write `sudo -n COMMAND` in the block where only that command is allowed. The step did not run.', ko: '/bin/sh에 대한 규칙을 추가하거나, 특정 명령만 허용된다면 블록 안에 `sudo -n 명령`을 쓰십시오. 단계는 실행되지 않았습니다.' },
  },
} as const;
