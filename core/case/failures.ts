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
    hint: { en: 'Open it again, or wait: an alert that comes back opens it by itself.', ko: '다시 열거나 기다리십시오. 알림이 다시 발생하면 저절로 열립니다.' },
  },
  'case-open': {
    exit: 1,
    message: { en: 'Case {id} is open.', ko: '{id} 케이스는 열려 있습니다.' },
    hint: { en: 'Only a closed case can be opened again.', ko: '종료된 케이스만 다시 열 수 있습니다.' },
  },
  'case-merged': {
    exit: 1,
    message: { en: 'Case {id} was merged into {into}.', ko: '{id} 케이스는 {into}에 합쳐졌습니다.' },
    hint: { en: 'Go on there.', ko: '그 케이스에서 계속하십시오.' },
  },
  'case-same': {
    exit: 2,
    message: { en: 'Case {id} cannot be merged into itself.', ko: '{id} 케이스를 자기 자신과 합칠 수 없습니다.' },
    hint: { en: 'Name another open case.', ko: '열려 있는 다른 케이스를 지정하십시오.' },
  },
  'case-alert-elsewhere': {
    exit: 1,
    message: { en: '{alert} belongs to case {id}.', ko: '{alert}은(는) 케이스 {id}에 속해 있습니다.' },
    hint: { en: 'Merge the two cases, or take the alert out of that one first.', ko: '두 케이스를 합치거나 먼저 그 케이스에서 빼십시오.' },
  },
  'case-alert-missing': {
    exit: 2,
    message: { en: '{alert} is not in case {id}.', ko: '{alert}은(는) 케이스 {id}에 없습니다.' },
    hint: { en: '`breakglass case show` lists its alerts.', ko: '`breakglass case show`로 알림을 확인하십시오.' },
  },
  'case-person-unknown': {
    exit: 2,
    message: { en: 'Nobody of the team is called {person}.', ko: '팀에 {person}이(가) 없습니다.' },
    hint: { en: 'The team: {known}.', ko: '팀: {known}.' },
  },
  'case-link-bad': {
    exit: 2,
    message: { en: 'This is not a web address that can be linked.', ko: '링크로 쓸 수 없는 주소입니다.' },
    hint: { en: 'It must begin with https:// or http:// and hold no password.', ko: 'https:// 또는 http://로 시작해야 하며 비밀번호를 포함할 수 없습니다.' },
  },
  'case-link-missing': {
    exit: 2,
    message: { en: 'Case {id} has no such link.', ko: '{id} 케이스에 그런 링크가 없습니다.' },
    hint: { en: '`breakglass case show` lists its links.', ko: '`breakglass case show`로 링크를 확인하십시오.' },
  },
  'export-exists': {
    exit: 2,
    message: { en: '{path} is there already.', ko: '{path}이(가) 이미 있습니다.' },
    hint: { en: 'Name a place where nothing is yet.', ko: '아직 아무것도 없는 위치를 지정하십시오.' },
  },
  'export-unwritable': {
    exit: 1,
    message: { en: 'The export could not be written to {path}: {why}', ko: '{path}에 내보내지 못했습니다: {why}' },
    hint: { en: 'Nothing was left there. Choose another place, or free some space.', ko: '남은 파일은 없습니다. 다른 위치를 고르거나 공간을 확보하십시오.' },
  },
  'export-redact-unknown': {
    exit: 2,
    message: { en: '"{word}" says nothing that can be left out.', ko: '"{word}"은(는) 뺄 수 있는 항목이 아닙니다.' },
    hint: { en: 'Say transcripts, terminals, plans, a code such as CASE-NOTE, or an entry such as kim.laptop#41.', ko: 'transcripts, terminals, plans, CASE-NOTE 같은 코드, 또는 kim.laptop#41 같은 항목을 지정하십시오.' },
  },
  'export-journal-bad': {
    exit: 1,
    message: { en: 'The journal of {writer} does not hold: {rule} ({why}).', ko: '{writer}의 저널이 맞지 않습니다: {rule}({why}).' },
    hint: { en: 'Nothing was exported. `breakglass journal verify` names the first bad line.', ko: '아무것도 내보내지 않았습니다. `breakglass journal verify`로 처음 잘못된 줄을 확인하십시오.' },
  },
} as const;
