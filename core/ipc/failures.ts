/** What can go wrong with any question to the console, whatever it is about. */
export const ipcFailures = {
  'internal-error': {
    exit: 1,
    message: { en: 'Something went wrong inside the console (reference {reference}).', ko: '콘솔 내부에서 문제가 발생했습니다(참조 번호 {reference}).' },
    hint: { en: 'Nothing was sent twice. The log names the same reference; please report it.', ko: '중복으로 전송된 것은 없습니다. 로그에서 같은 참조 번호를 찾아 알려 주십시오.' },
  },
  'bad-input': {
    exit: 2,
    message: { en: 'The console did not understand {what}: {why}.', ko: '콘솔이 {what} 값을 이해하지 못했습니다: {why}.' },
    hint: { en: 'Correct the value and try again.', ko: '값을 고쳐 다시 시도하십시오.' },
  },
  'no-workspace': {
    exit: 2,
    message: { en: 'No workspace is open.', ko: '열린 작업 공간이 없습니다.' },
    hint: { en: 'Open one, create one, or start the drill.', ko: '작업 공간을 열거나 새로 만들거나 훈련을 시작하십시오.' },
  },
  'not-found': {
    exit: 2,
    message: { en: 'There is no {what} named “{name}”.', ko: '“{name}”(이)라는 {what} 항목이 없습니다.' },
    hint: { en: 'Check the name; lists show what exists.', ko: '이름을 확인하십시오. 목록에서 있는 항목을 볼 수 있습니다.' },
  },
  cancelled: {
    exit: 130,
    message: { en: 'Cancelled.', ko: '취소했습니다.' },
    hint: { en: 'Nothing was changed.', ko: '바뀐 것은 없습니다.' },
  },
  'not-in-drill': {
    exit: 2,
    message: { en: 'That works in a drill only.', ko: '훈련에서만 할 수 있는 동작입니다.' },
    hint: { en: 'Start the drill with Practise on the first screen.', ko: '첫 화면의 연습하기로 훈련을 시작하십시오.' },
  },
  'approval-missing': {
    exit: 4,
    message: { en: 'Nobody pressed Run for plan {hash}.', ko: '계획 {hash}의 실행을 승인한 사람이 없습니다.' },
    hint: { en: 'Read the plan, then run again with --yes {hash}.', ko: '계획을 읽은 뒤 --yes {hash}을(를) 붙여 다시 실행하십시오.' },
  },
  'plan-not-reviewed': {
    exit: 4,
    message: { en: 'The plan is now {hash}, not {given}: something changed since it was reviewed.', ko: '지금 계획은 {given}이(가) 아니라 {hash}입니다. 검토한 뒤에 무언가 바뀌었습니다.' },
    hint: { en: 'Read the new plan before you approve it.', ko: '새 계획을 읽고 나서 승인하십시오.' },
  },
  'confirm-word': {
    exit: 4,
    message: { en: 'This plan can destroy: it asks to type “{word}”.', ko: '이 계획은 되돌릴 수 없습니다. “{word}”을(를) 입력해야 합니다.' },
    hint: { en: 'Type exactly that word; in the terminal, with --confirm.', ko: '그 단어를 정확히 입력하십시오. 터미널에서는 --confirm을 사용하십시오.' },
  },
  'enrol-other-key': {
    exit: 4,
    message: { en: '{host} offers {seen}, not {given}.', ko: '{host}이(가) {given}이(가) 아니라 {seen} 키를 내놓았습니다.' },
    hint: { en: 'Somebody may stand in between. Compare the fingerprint with the inventory or a second operator.', ko: '중간에 누군가 있을 수 있습니다. 자산 목록이나 다른 운영자와 지문을 비교하십시오.' },
  },
  'key-unknown': {
    exit: 4,
    message: { en: 'This device’s key ({fingerprint}) is in nobody’s entry of team.yaml: the workspace is read-only here.', ko: '이 기기의 키({fingerprint})가 team.yaml의 누구에게도 등록되어 있지 않아 이 작업 공간은 읽기 전용입니다.' },
    hint: { en: 'Show the join request (Settings, or breakglass join) to an operator, who accepts it.', ko: '설정 또는 breakglass join의 참여 요청을 운영자에게 보여 수락받으십시오.' },
  },
  'network-lost': {
    exit: 1,
    message: { en: 'This machine has no network: only what runs on it can be reached.', ko: '이 컴퓨터에 네트워크가 없어 이 컴퓨터 안의 것에만 닿을 수 있습니다.' },
    hint: { en: 'Check the cable or the Wi-Fi. What was said to servers before goes on there.', ko: '케이블이나 Wi-Fi를 확인하십시오. 서버에 이미 보낸 작업은 그곳에서 계속됩니다.' },
  },
} as const;
