/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const sirenFailures = {
  'siren-missing': {
    exit: 2,
    message: { en: 'Nobody and no siren is called “{to}” in this workspace.', ko: '이 작업 공간에는 “{to}”(이)라는 사람이나 사이렌이 없습니다.' },
    hint: { en: 'Use a siren’s id from sirens.yaml, a person’s id from team.yaml, or on-duty.', ko: 'sirens.yaml의 사이렌 id, team.yaml의 사람 id 또는 on-duty를 쓰십시오.' },
  },
  'siren-none-for-person': {
    exit: 1,
    message: { en: '{person} has no siren in this workspace, so nothing can wake them from here.', ko: '{person} 님에게 등록된 사이렌이 없어 여기서는 깨울 수 없습니다.' },
    hint: { en: 'Call them by other means now; add a siren with this owner to sirens.yaml later.', ko: '지금은 다른 방법으로 연락하고, 나중에 sirens.yaml에 이 사람의 사이렌을 추가하십시오.' },
  },
  'siren-nobody-on-duty': {
    exit: 1,
    message: { en: 'The calendar names nobody on duty now, so there is nobody to ring.', ko: '당직 일정에 지금 당직자가 없어 울릴 대상이 없습니다.' },
    hint: { en: 'Ring a person by name, and fix the gap in the duty calendar.', ko: '사람을 직접 지정해 울리고, 당직 일정의 빈 시간을 채우십시오.' },
  },
  'siren-driver-unknown': {
    exit: 2,
    message: { en: 'Siren {siren} asks for the driver “{driver}”, which this version does not have.', ko: '사이렌 {siren}이(가) 이 버전에 없는 드라이버 “{driver}”를 요구합니다.' },
    hint: { en: 'Known drivers: {known}.', ko: '사용할 수 있는 드라이버: {known}.' },
  },
  'siren-config-bad': {
    exit: 2,
    message: { en: 'The config of siren {siren} is wrong at {where}: {why}.', ko: '사이렌 {siren} 설정의 {where} 값이 잘못되었습니다: {why}.' },
    hint: { en: 'Correct config in sirens.yaml; docs/adding-a-driver.md lists the keys of each driver.', ko: 'sirens.yaml의 config를 고치십시오. 드라이버별 키는 docs/adding-a-driver.md에 있습니다.' },
  },
  'siren-cannot-reboot': {
    exit: 2,
    message: { en: 'Siren {siren} cannot be started anew from here.', ko: '사이렌 {siren}은(는) 여기서 다시 시작할 수 없습니다.' },
    hint: { en: 'Pull its plug for ten seconds.', ko: '전원을 뽑았다가 10초 뒤에 꽂으십시오.' },
  },
  'rearm-none': {
    exit: 2,
    message: { en: 'Siren {siren} is not about to ring again.', ko: '사이렌 {siren}은(는) 다시 울릴 예정이 없습니다.' },
    hint: { en: 'Somebody has it by now, or it rang again; `breakglass sirens` shows it.', ko: '이미 맡은 사람이 있거나 다시 울렸습니다. `breakglass sirens`로 확인하십시오.' },
  },
  'siren-jump-unsupported': {
    exit: 2,
    message: { en: 'Siren {siren} is to be reached through {jump}, which the driver {driver} cannot do.', ko: '사이렌 {siren}은(는) {jump}을(를) 거쳐야 하지만 드라이버 {driver}은(는) 이를 지원하지 않습니다.' },
    hint: { en: 'Remove jump where the siren is reachable directly; this driver speaks to what this machine itself can reach.', ko: '직접 닿을 수 있으면 jump를 지우십시오. 이 드라이버는 이 기기에서 바로 닿는 것만 다룹니다.' },
  },
  'siren-jump-closed': {
    exit: 3,
    message: { en: 'Siren {siren} is reached through {jump}, and no desk is open that has a line there.', ko: '사이렌 {siren}은(는) {jump}을(를) 거쳐야 하는데, 그곳에 연결된 데스크가 열려 있지 않습니다.' },
    hint: { en: 'It is NOT silenced. Open Breakglass and press Silence, or pull the plug of {siren}.', ko: '아직 꺼지지 않았습니다. Breakglass를 열어 끄거나 {siren}의 전원을 뽑으십시오.' },
  },
  'siren-unreachable': {
    exit: 3,
    message: { en: 'No connection to the siren at {url}: {why}.', ko: '{url}의 사이렌에 연결할 수 없습니다: {why}.' },
    hint: { en: 'Is it plugged in, on this network, and at this address?', ko: '전원이 연결되어 있고 같은 네트워크의 이 주소에 있는지 확인하십시오.' },
  },
  'siren-no-answer': {
    exit: 3,
    message: { en: 'The siren at {url} took the connection but gave no answer to {action} within {seconds} s.', ko: '{url}의 사이렌이 연결은 받았지만 {seconds}초 안에 {action}에 답하지 않았습니다.' },
    hint: { en: 'What it did is unknown until it is read. If this goes on, unplug it for ten seconds.', ko: '다시 읽기 전까지 상태를 알 수 없습니다. 계속되면 전원을 10초간 뽑으십시오.' },
  },
  'siren-cut': {
    exit: 3,
    message: { en: 'The connection to the siren at {url} broke during {action}: {why}.', ko: '{action} 도중 {url}의 사이렌과 연결이 끊어졌습니다: {why}.' },
    hint: { en: 'The command may have arrived: its state is unknown until it is read.', ko: '명령이 전달되었을 수 있습니다. 다시 읽기 전까지 상태를 알 수 없습니다.' },
  },
  'siren-nobody-listens': {
    exit: 1,
    message: { en: 'The broker {url} took the command, but nobody listens to {topic}: the siren was not reached.', ko: '브로커 {url}이(가) 명령을 받았지만 {topic}을(를) 듣는 장치가 없어 사이렌에 닿지 못했습니다.' },
    hint: { en: 'Is the siren or its bridge connected to the broker, and is the topic spelt right?', ko: '사이렌이나 브리지가 브로커에 연결되어 있는지, 토픽 이름이 맞는지 확인하십시오.' },
  },
  'siren-lacks': {
    exit: 1,
    message: { en: 'Siren {siren} cannot do “{feature}”, so this ring would not be what was asked for; it was not sounded.', ko: '사이렌 {siren}에 “{feature}” 기능이 없어 요청대로 울릴 수 없으므로 울리지 않았습니다.' },
    hint: { en: 'Use another siren, or say in its config who does it instead: {setting}.', ko: '다른 사이렌을 쓰거나 config에 대신할 방법을 적으십시오: {setting}.' },
  },
  'siren-needs-power-cycle': {
    exit: 3,
    message: { en: 'The siren at {url} hung or failed {count} times in a row.', ko: '{url}의 사이렌이 {count}번 연속으로 멈추거나 실패했습니다.' },
    hint: { en: 'Its firmware hangs after days or weeks: unplug it, wait ten seconds, plug it in, then press Prove.', ko: '며칠에서 몇 주 뒤 멈추는 펌웨어입니다. 전원을 뽑고 10초 뒤 다시 꽂은 다음 확인을 누르십시오.' },
  },
  'siren-wrong-pin': {
    exit: 1,
    message: { en: 'The siren at {url} did not accept the PIN.', ko: '{url}의 사이렌이 PIN을 받아들이지 않았습니다.' },
    hint: { en: 'The six digits are on its label, zeros in front included: breakglass vault set NAME.', ko: '라벨의 여섯 자리 숫자를 앞의 0까지 그대로 저장하십시오: breakglass vault set NAME.' },
  },
  'siren-not-a-siren': {
    exit: 1,
    message: { en: 'The device at {url} is not a siren: it calls itself “{model}”.', ko: '{url}의 장치는 사이렌이 아닙니다. 모델 이름: “{model}”.' },
    hint: { en: 'Correct the address in sirens.yaml.', ko: 'sirens.yaml의 주소를 고치십시오.' },
  },
  'siren-garbled': {
    exit: 3,
    message: { en: 'The answer of {url} to {action} makes no sense: {why}.', ko: '{action}에 대한 {url}의 응답을 이해할 수 없습니다: {why}.' },
    hint: { en: 'Its state is unknown. Check the address and that nothing else answers there.', ko: '상태를 알 수 없습니다. 주소가 맞는지, 다른 장치가 응답하지 않는지 확인하십시오.' },
  },
  'siren-command-refused': {
    exit: 1,
    message: { en: 'The siren at {url} refused {action}: {result}.', ko: '{url}의 사이렌이 {action}을(를) 거부했습니다: {result}.' },
    hint: { en: 'Prove the siren; if it keeps refusing, unplug it for ten seconds.', ko: '사이렌 상태를 확인하고, 계속 거부하면 전원을 10초간 뽑으십시오.' },
  },
  'siren-cannot-be-read': {
    exit: 3,
    message: { en: 'Siren {siren} has no way to say whether it sounds.', ko: '사이렌 {siren}은(는) 울리는지 알려 줄 방법이 없습니다.' },
    hint: { en: 'Commands are sent and accepted, never proven. Use a siren that can be read for people on duty.', ko: '명령은 전달되지만 확인되지 않습니다. 당직자에게는 상태를 읽을 수 있는 사이렌을 쓰십시오.' },
  },
  'ring-not-allowed': {
    exit: 4,
    message: { en: '{who} may not ring here (role: {role}).', ko: '{who} 님은 여기서 사이렌을 울릴 수 없습니다(역할: {role}).' },
    hint: { en: 'An operator or investigator can ring; silencing is always allowed.', ko: '운영자나 조사자가 울릴 수 있습니다. 멈추기는 누구나 할 수 있습니다.' },
  },
  'ring-too-soon': {
    exit: 1,
    message: { en: 'Siren {siren} was told to ring less than {seconds} s ago; it was not told again.', ko: '사이렌 {siren}에 {seconds}초 안에 이미 울림 명령을 보내 다시 보내지 않았습니다.' },
    hint: { en: 'Look at its state, then ring again.', ko: '상태를 본 뒤 다시 울리십시오.' },
  },
  'ring-too-late': {
    exit: 1,
    message: { en: 'The ring of {siren} waited more than {seconds} s and was dropped: a late ring wakes for nothing.', ko: '사이렌 {siren} 울림이 {seconds}초 넘게 대기해 취소했습니다. 늦은 울림은 헛되이 깨울 뿐입니다.' },
    hint: { en: 'If it is still needed, ring again.', ko: '아직 필요하면 다시 울리십시오.' },
  },
  'siren-superseded': {
    exit: 1,
    message: { en: 'A question to {url} was dropped for a more urgent one.', ko: '더 급한 명령 때문에 {url}에 보내던 요청을 버렸습니다.' },
    hint: { en: 'Nothing is wrong: silence and ring go first.', ko: '문제가 아닙니다. 멈춤과 울림이 먼저입니다.' },
  },
  'siren-sounding': {
    exit: 1,
    message: { en: 'Siren {siren} may be sounding now; a test would cut that ring short.', ko: '사이렌 {siren}이(가) 지금 울리고 있을 수 있습니다. 시험하면 그 울림이 끊깁니다.' },
    hint: { en: 'Silence it or wait for its end, then test.', ko: '멈추거나 끝난 뒤에 시험하십시오.' },
  },
  'ring-not-sounding': {
    exit: 1,
    message: { en: 'Siren {siren} accepted the ring but says that it does not sound.', ko: '사이렌 {siren}이(가) 울림 명령을 받았지만 울리지 않는다고 답했습니다.' },
    hint: { en: 'Reach the person by other means; unplug the siren for ten seconds and prove it.', ko: '다른 방법으로 연락하고, 전원을 10초간 뽑은 뒤 상태를 확인하십시오.' },
  },
  'silence-not-confirmed': {
    exit: 3,
    message: { en: 'Siren {siren} ({owner}) did NOT confirm that it is quiet within {seconds} s.', ko: '사이렌 {siren}({owner})이(가) {seconds}초 안에 멈췄다고 확인하지 않았습니다.' },
    hint: { en: 'Pull its power plug. The console goes on trying and reading it.', ko: '전원 플러그를 뽑으십시오. 콘솔은 계속 멈추기를 시도하고 상태를 읽습니다.' },
  },
} as const;
