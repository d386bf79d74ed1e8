/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const runbookFailures = {
  'runbook-not-found': {
    exit: 2,
    message: { en: 'There is no runbook {path} in this workspace.', ko: '이 작업 공간에는 {path} 런북이 없습니다.' },
    hint: { en: 'Look at the list of runbooks.', ko: '런북 목록을 확인하십시오.' },
  },
  'plan-not-made': {
    exit: 2,
    message: { en: 'No plan can be made of {path} yet: {why}', ko: '{path}의 계획을 아직 만들 수 없습니다: {why}' },
    hint: { en: 'Parameters are given with `--set name=value`, hosts with `--on`; the runbook says which it takes.', ko: '매개변수는 `--set 이름=값`, 호스트는 `--on`으로 지정하십시오. 필요한 것은 런북에 적혀 있습니다.' },
  },
  'runbook-has-errors': {
    exit: 1,
    message: { en: 'The runbook {path} has errors and cannot be reviewed.', ko: '{path} 런북에 오류가 있어 검토할 수 없습니다.' },
    hint: { en: 'Mend what `breakglass check` finds.', ko: '`breakglass check`가 찾은 문제를 먼저 고치십시오.' },
  },
  'runbook-changed': {
    exit: 1,
    message: { en: 'The runbook {path} is not what was shown any more.', ko: '{path} 런북이 보여 드린 내용과 달라졌습니다.' },
    hint: { en: 'Read it again as it is now.', ko: '지금 내용을 다시 읽으십시오.' },
  },
  'review-not-allowed': {
    exit: 4,
    message: { en: '{who} may not review runbooks in this workspace.', ko: '{who} 님은 이 작업 공간에서 런북을 검토할 권한이 없습니다.' },
    hint: { en: 'Reviews count where an operator says them. Ask one.', ko: '검토는 운영자만 할 수 있습니다. 운영자에게 요청하십시오.' },
  },
} as const;
