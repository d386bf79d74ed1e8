/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const teamFailures = {
  'join-without-key': {
    exit: 4,
    message: { en: 'This device has no lasting key that a team could know it by', ko: '이 기기에는 팀이 알아볼 수 있는, 계속 남는 키가 없습니다' },
    hint: { en: 'Make a keychain or an ssh-agent key available, then open the workspace again.', ko: '키체인이나 ssh-agent 키를 쓸 수 있게 한 뒤 작업 공간을 다시 열어 주세요.' },
  },
  'join-request-unreadable': {
    exit: 2,
    message: { en: 'This is not a join request: {why}', ko: '참여 요청이 아닙니다: {why}' },
    hint: { en: 'Copy the whole line that begins with breakglass-join.', ko: 'breakglass-join으로 시작하는 줄 전체를 복사해 주십시오.' },
  },
  'join-key-known': {
    exit: 2,
    message: { en: 'The key of this request already belongs to {person}', ko: '이 요청의 키는 이미 {person}의 것입니다' },
    hint: { en: 'Nothing needs to be done.', ko: '더 할 일이 없습니다.' },
  },
  'join-device-taken': {
    exit: 2,
    message: { en: '{person} already has a device called {device}', ko: '{person}에게 이미 {device}라는 기기가 있습니다' },
    hint: { en: 'Ask for a request with another device name.', ko: '다른 기기 이름으로 요청을 다시 받아 주십시오.' },
  },
  'phone-key-none': {
    exit: 4,
    message: { en: 'This device has no keychain that would keep a key for phone codes', ko: '이 기기에는 전화 코드용 키를 보관할 키체인이 없습니다' },
    hint: { en: 'Make a keychain available and open the workspace again; signed approvals by sync need none.', ko: '키체인을 쓸 수 있게 한 뒤 작업 공간을 다시 열어 주십시오. 동기화로 오는 서명된 승인에는 필요 없습니다.' },
  },
  'not-allowed': {
    exit: 4,
    message: { en: 'Your role does not allow this ({right})', ko: '지금 역할로는 할 수 없습니다({right})' },
    hint: { en: 'Ask an operator, or join the team with this device.', ko: '운영자에게 부탁하거나 이 기기로 팀에 참여해 주십시오.' },
  },
  'team-clock-ahead': {
    exit: 1,
    message: { en: 'The clock of {writer} is {minutes} min ahead of this one: what was done there counts only then.', ko: '{writer}의 시계가 이 기기보다 {minutes}분 빠릅니다. 그곳에서 한 일은 그 시각이 되어야 반영됩니다.' },
    hint: { en: 'Set both clocks by a time service, and ask that operator by another way.', ko: '두 기기의 시각을 시간 서버에 맞추고, 다른 경로로 해당 운영자에게 확인하십시오.' },
  },
  'word-forked': {
    exit: 4,
    message: { en: 'The journal of {writer} is forked: nothing in it counts from entry {seq} on.', ko: '{writer}의 저널이 둘로 갈라졌습니다. {seq}번 항목부터는 반영되지 않습니다.' },
    hint: { en: 'Somebody else may have that key. Ask that operator by another way, or ask another one.', ko: '다른 사람이 그 키를 가지고 있을 수 있습니다. 다른 경로로 해당 운영자에게 확인하거나 다른 운영자에게 요청하십시오.' },
  },
  'word-retired': {
    exit: 4,
    message: { en: '{by} retired {writer}: nothing in its journal counts beyond entry {seq}.', ko: '{by}에서 {writer} 기기를 폐기했습니다. 저널의 {seq}번 항목 뒤로는 반영되지 않습니다.' },
    hint: { en: 'Ask an operator at a device that is in use.', ko: '사용 중인 기기의 운영자에게 요청하십시오.' },
  },
  'device-unknown': {
    exit: 2,
    message: { en: 'The team lists no device {device}.', ko: '팀에 {device} 기기가 없습니다.' },
    hint: { en: '`breakglass team` lists people and devices.', ko: '`breakglass team`으로 사람과 기기를 확인하십시오.' },
  },
  'device-retired': {
    exit: 2,
    message: { en: '{device} is retired already.', ko: '{device} 기기는 이미 폐기되었습니다.' },
    hint: { en: 'Nothing needs to be done.', ko: '더 할 일이 없습니다.' },
  },
  'device-own': {
    exit: 4,
    message: { en: 'This console sits at {device}; it cannot retire itself.', ko: '{device}은(는) 지금 쓰는 기기라 스스로 폐기할 수 없습니다.' },
    hint: { en: 'Let another operator do it, from their own console.', ko: '다른 운영자가 자기 콘솔에서 폐기하게 하십시오.' },
  },
  'watch-silent': {
    exit: 3,
    message: { en: 'The watcher {writer} gives no sign of life.', ko: '감시 장치 {writer}에서 신호가 없습니다.' },
    hint: { en: 'Look whether it runs `breakglass watch` and has a network; until then only open consoles ring.', ko: '그 장치에서 `breakglass watch`가 실행 중이고 네트워크가 있는지 확인하십시오. 그때까지는 열려 있는 콘솔만 울립니다.' },
  },
  'watch-alone': {
    exit: 3,
    message: { en: 'No console gives a sign of life: nobody is watching but this one.', ko: '신호를 보내는 콘솔이 없습니다. 여기 말고는 아무도 지켜보고 있지 않습니다.' },
    hint: { en: 'Whoever is on call was rung once. It ends when a console opens and its journal arrives.', ko: '당직자를 한 번 울렸습니다. 콘솔이 열리고 기록이 도착하면 끝납니다.' },
  },
  'watch-cut-off': {
    exit: 3,
    message: { en: 'Whether the other consoles are alive cannot be known: no remote answers.', ko: '원격 저장소가 응답하지 않아 다른 콘솔이 켜져 있는지 알 수 없습니다.' },
    hint: { en: 'Check the network and the remotes of `sync`; nobody is rung on a guess.', ko: '네트워크와 `sync` 원격을 확인하십시오. 추측으로는 아무도 울리지 않습니다.' },
  },
} as const;
