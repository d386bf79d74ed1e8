/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const runbookFailures = {
  'runbook-not-found': {
    exit: 2,
    message: { en: 'There is no runbook {path} in this workspace.', ko: '이 작업 공간에는 {path} 런북이 없습니다.' },
    hint: { en: 'Look at the list of runbooks.', ko: '런북 목록을 확인하십시오.' },
  },
} as const;
