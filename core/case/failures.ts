/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const caseFailures = {
  'case-unknown': {
    exit: 2,
    message: { en: 'There is no case {id}.', ko: '{id} 케이스가 없습니다.' },
    hint: { en: '`breakglass case list` lists the ids.', ko: '`breakglass case list`로 케이스 ID를 확인하십시오.' },
  },
  'case-closed': {
    exit: 1,
    message: { en: 'Case {id} is closed already.', ko: '{id} 케이스는 이미 종료되었습니다.' },
    hint: { en: 'A new firing opens a new case.', ko: '알림이 다시 발생하면 새 케이스가 열립니다.' },
  },
} as const;
