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
} as const;
