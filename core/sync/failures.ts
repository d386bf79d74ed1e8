/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const syncFailures = {
  'sync-no-remote': {
    exit: 2,
    message: { en: 'There is no remote to sync with.', ko: '동기화할 원격 저장소가 없습니다.' },
    hint: { en: 'Add `sync` with `remotes` (each an `id` and a `url`) to breakglass.yaml; two remotes at two providers are best.', ko: 'breakglass.yaml의 `sync`에 `remotes`(각각 `id`와 `url`)를 추가하십시오. 서로 다른 제공자에 두 곳을 두는 것이 가장 좋습니다.' },
  },
  'sync-remote-down': {
    exit: 1,
    message: { en: 'The remote {remote} did not sync: {why}', ko: '원격 저장소 {remote}와(과) 동기화하지 못했습니다: {why}' },
    hint: { en: 'Everything goes on without it; it is tried again every minute.', ko: '동기화 없이도 모든 일은 계속됩니다. 1분마다 다시 시도합니다.' },
  },
  'journals-unread': {
    exit: 1,
    message: { en: 'The journals of the team cannot be read from this disk: {why}', ko: '이 디스크에서 팀의 저널을 읽을 수 없습니다: {why}' },
    hint: { en: 'Until they can, approvals and what the others do stay away. Look at the folder journal/ of the workspace; it is tried again every minute.', ko: '읽을 수 있을 때까지 승인과 다른 사람이 한 일은 여기에 나타나지 않습니다. 작업 공간의 journal/ 폴더를 확인하십시오. 1분마다 다시 시도합니다.' },
  },
  'sync-doubt': {
    exit: 1,
    message: { en: 'The journal of {writer} is in doubt from entry {seq} on ({kind}): {why}', ko: '{writer}의 저널은 {seq}번 항목부터 의심스럽습니다({kind}): {why}' },
    hint: { en: 'Keep both copies as evidence, and ask that operator by another way. Only what was done after a fork stops counting.', ko: '두 사본을 모두 증거로 보관하고, 다른 경로로 해당 운영자에게 확인하십시오. 갈라짐(fork) 이후에 한 일만 효력을 잃습니다.' },
  },
  'journal-unwitnessed': {
    exit: 1,
    message: { en: '{entries} entries of this journal have been seen by nobody else for {hours} hours.', ko: '이 저널의 항목 {entries}건을 {hours}시간 동안 아무도 확인하지 않았습니다.' },
    hint: { en: 'Until somebody syncs, this device alone vouches for them. Nothing is blocked.', ko: '다른 사람이 동기화할 때까지는 이 기기만이 보증합니다. 막히는 것은 없습니다.' },
  },
  'broker-down': {
    exit: 1,
    message: { en: 'The broker {url} cannot be reached: {why}', ko: '브로커 {url}에 연결할 수 없습니다: {why}' },
    hint: { en: 'Nothing depends on it; what others do comes with their journals.', ko: '브로커 없이도 모든 일은 계속됩니다. 다른 사람이 한 일은 저널과 함께 도착합니다.' },
  },
  'beat-off': {
    exit: 1,
    message: { en: 'What {writer} says at once is refused: its clock is {way}{seconds} s off, or it is a replay.', ko: '{writer}의 실시간 메시지를 받지 않습니다. 시계가 {way}{seconds}초 어긋났거나 재전송된 메시지입니다.' },
    hint: { en: 'Set both clocks by a time service; until then it comes with the journal.', ko: '두 기기의 시각을 시간 서버에 맞추십시오. 그때까지는 저널과 함께 도착합니다.' },
  },
  'beat-not-signed': {
    exit: 1,
    message: { en: 'This console cannot tell the others that it is open: its sign of life could not be signed: {reason}', ko: '이 콘솔이 열려 있음을 다른 콘솔에 알리지 못하고 있습니다. 신호에 서명하지 못했습니다: {reason}' },
    hint: { en: 'Unlock the SSH agent or the keychain; it tries again every 20 s.', ko: 'SSH 에이전트나 키체인의 잠금을 풀어 주십시오. 20초마다 다시 시도합니다.' },
  },
  'beat-refused': {
    exit: 1,
    message: { en: 'A message from the broker is nobody’s word: {why}', ko: '브로커에서 온 메시지를 믿을 수 없습니다: {why}' },
    hint: { en: 'Nothing needs to be done.', ko: '더 할 일이 없습니다.' },
  },
} as const;
