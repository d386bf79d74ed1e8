/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const terminalFailures = {
  'terminal-reason-needed': {
    exit: 2,
    message: { en: 'A terminal on {host} needs a reason.', ko: '{host} 터미널을 열려면 사유가 필요합니다.' },
    hint: { en: 'Say why in one line (--reason). It is recorded with everything that the server shows.', ko: '이유를 한 줄로 적으십시오(--reason). 서버가 표시하는 모든 내용과 함께 기록됩니다.' },
  },
  'terminal-needs-two': {
    exit: 4,
    message: { en: 'On {host} the team asks for two people, and a terminal cannot be approved line by line.', ko: '{host}은(는) 팀 정책상 두 사람이 필요하며, 터미널은 한 줄씩 승인받을 수 없습니다.' },
    hint: { en: 'Nothing was sent. Write a runbook, or change `two-people-for` in breakglass.yaml.', ko: '아무것도 보내지 않았습니다. 런북으로 작성하거나 breakglass.yaml의 `two-people-for`를 바꾸십시오.' },
  },
  'terminal-not-opened': {
    exit: 1,
    message: { en: '{host} gave no terminal: {why}.', ko: '{host}이(가) 터미널을 내주지 않았습니다: {why}.' },
    hint: { en: 'The server may forbid terminals (PermitTTY, a forced command). Nothing ran.', ko: '서버가 터미널을 금지했을 수 있습니다(PermitTTY, 강제 명령). 실행된 것은 없습니다.' },
  },
  'terminal-recording': {
    exit: 4,
    message: { en: 'The recording of the terminal on {host} cannot be written: {why}.', ko: '{host} 터미널의 녹화를 기록할 수 없습니다: {why}.' },
    hint: { en: 'Without a record there is no terminal. Free the disk, then open it again.', ko: '기록 없이는 터미널을 쓸 수 없습니다. 디스크를 확보한 뒤 다시 여십시오.' },
  },
  'terminal-line-lost': {
    exit: 3,
    message: { en: 'The line to {host} is lost. This terminal is over.', ko: '{host}과(와)의 연결이 끊겼습니다. 이 터미널은 종료되었습니다.' },
    hint: { en: 'What was running there may have stopped or may go on: look before you repeat it.', ko: '실행 중이던 작업은 멈췄을 수도, 계속되고 있을 수도 있습니다. 다시 실행하기 전에 확인하십시오.' },
  },
  'terminal-gone': {
    exit: 2,
    message: { en: 'There is no open terminal {terminal} here.', ko: '열려 있는 터미널 {terminal}이(가) 없습니다.' },
    hint: { en: 'It has ended. Its recording is in the list of transcripts.', ko: '이미 끝났습니다. 녹화는 기록 목록에 있습니다.' },
  },
  'terminal-no-screen': {
    exit: 4,
    message: { en: 'A terminal on {host} needs somebody in front of it, and here is neither a window nor a terminal.', ko: '{host} 터미널을 쓸 사람이 앞에 있어야 하지만, 여기에는 창도 터미널도 없습니다.' },
    hint: { en: 'Start it at a real terminal, or from the hosts screen.', ko: '실제 터미널이나 호스트 화면에서 여십시오.' },
  },
  'terminal-open': {
    exit: 2,
    message: { en: 'The terminal {terminal} is still open.', ko: '터미널 {terminal}이(가) 아직 열려 있습니다.' },
    hint: { en: 'A recording can be exported once its terminal has ended.', ko: '터미널이 끝난 뒤에 녹화를 내보낼 수 있습니다.' },
  },
  'recording-unreadable': {
    exit: 1,
    message: { en: 'The recording {recording} cannot be read: {why}.', ko: '녹화 {recording}을(를) 읽을 수 없습니다: {why}.' },
    hint: { en: 'Recordings stay on the device that made them, below transcripts/.', ko: '녹화는 만든 기기의 transcripts/ 아래에 남습니다.' },
  },
  'recording-export': {
    exit: 1,
    message: { en: 'The recording cannot be written to {file}: {why}.', ko: '녹화를 {file}에 쓸 수 없습니다: {why}.' },
    hint: { en: 'EEXIST: choose a name that is not there yet.', ko: 'EEXIST이면 아직 없는 이름을 고르십시오.' },
  },
  'recording-altered': {
    exit: 1,
    message: { en: 'The recording {recording} is not what the journal says: its SHA-256 is {found}, recorded was {expected}.', ko: '녹화 {recording}이(가) 저널과 다릅니다. SHA-256은 {found}, 기록된 값은 {expected}입니다.' },
    hint: { en: 'The file was changed after the terminal ended. Do not rely on it.', ko: '터미널이 끝난 뒤 파일이 바뀌었습니다. 이 파일을 신뢰하지 마십시오.' },
  },
} as const;
