/** What can go wrong with this machine's loudspeaker. */
export const speakerFailures = {
  'speaker-missing': {
    exit: 1,
    message: { en: 'This machine has no sound player (looked for {players}).', ko: '이 컴퓨터에 소리 재생 프로그램이 없습니다(찾은 이름: {players}).' },
    hint: { en: 'Install one of them, for example pulseaudio-utils or alsa-utils.', ko: 'pulseaudio-utils 또는 alsa-utils 등을 설치하십시오.' },
  },
  'speaker-failed': {
    exit: 1,
    message: { en: 'The sound player {player} did not play: {why}.', ko: '소리 재생 프로그램 {player}이(가) 재생하지 못했습니다: {why}.' },
    hint: { en: 'Check that a sound device is connected and not in use.', ko: '소리 장치가 연결되어 있고 사용 중이 아닌지 확인하십시오.' },
  },
  'speaker-output-missing': {
    exit: 3,
    message: { en: 'This machine has no sound output “{output}” now (asked {player}); nothing is played elsewhere instead.', ko: '지금 이 컴퓨터에 소리 출력 “{output}”이(가) 없습니다({player}에 확인). 다른 출력으로 대신 재생하지 않습니다.' },
    hint: { en: 'Connect it, or name another under device in sirens.yaml. It offers: {known}.', ko: '장치를 연결하거나 sirens.yaml의 device에 다른 이름을 적으십시오. 쓸 수 있는 출력: {known}.' },
  },
  'speaker-output-fixed': {
    exit: 2,
    message: { en: 'The sound player {player} of this machine cannot be told which output to play through.', ko: '이 컴퓨터의 소리 재생 프로그램 {player}에는 출력 장치를 지정할 수 없습니다.' },
    hint: { en: 'Remove device from this siren and choose the output in the system, or install pw-play, paplay or aplay.', ko: '이 사이렌에서 device를 지우고 시스템에서 출력을 고르거나 pw-play, paplay, aplay 중 하나를 설치하십시오.' },
  },
  'speaker-outputs-unread': {
    exit: 3,
    message: { en: 'Which sound outputs there are cannot be read: {command} gave no answer ({why}).', ko: '어떤 소리 출력이 있는지 읽을 수 없습니다. {command}이(가) 답하지 않았습니다({why}).' },
    hint: { en: 'Is the sound service of this desktop running, and is {command} installed?', ko: '데스크톱의 소리 서비스가 실행 중이고 {command}이(가) 설치되어 있는지 확인하십시오.' },
  },
} as const;
