/** What can be expected to go wrong with a drill. Worded once, in both languages; see core/errors.ts. */
export const drillFailures = {
  'drill-as-root': {
    exit: 4,
    message: { en: 'As root a drill runs its commands as “nobody”, who cannot reach {dir}.', ko: 'root로 실행한 훈련은 명령을 “nobody” 계정으로 실행하지만, 그 계정은 {dir}에 접근할 수 없습니다.' },
    hint: { en: 'Start it as an ordinary user, name another folder, or say --as-root.', ko: '일반 사용자로 시작하거나 다른 폴더를 지정하거나 --as-root를 사용하십시오.' },
  },
  'drill-needs-sh': {
    exit: 4,
    message: { en: 'The pretend hosts need {path}, which this computer does not have.', ko: '연습용 호스트에는 {path}이(가) 필요하지만 이 컴퓨터에 없습니다.' },
    hint: { en: 'On Windows, drill inside WSL; elsewhere install a POSIX shell.', ko: 'Windows에서는 WSL 안에서, 다른 시스템에서는 POSIX 셸을 설치해 실행하십시오.' },
  },
  'drill-folder-taken': {
    exit: 4,
    message: { en: '{dir} is not empty and is no earlier drill; a drill does not write into it.', ko: '{dir} 폴더가 비어 있지 않고 이전 훈련 폴더도 아니어서 훈련을 만들지 않습니다.' },
    hint: { en: 'Name an empty folder, or leave it out for a temporary one.', ko: '빈 폴더를 지정하거나, 생략해 임시 폴더를 쓰십시오.' },
  },
  'drill-not-started': {
    exit: 1,
    message: { en: 'The drill could not start: {why}.', ko: '훈련을 시작할 수 없습니다: {why}.' },
    hint: { en: 'Is there room in the temporary folder, and may this user listen on 127.0.0.1?', ko: '임시 폴더에 공간이 있는지, 127.0.0.1에서 열 수 있는지 확인하십시오.' },
  },
  'drill-scenario-missing': {
    exit: 2,
    message: { en: 'There is no scenario called “{scenario}”.', ko: '“{scenario}”(이)라는 시나리오가 없습니다.' },
    hint: { en: 'Known scenarios: {known}.', ko: '사용할 수 있는 시나리오: {known}.' },
  },
  'drill-scenario-bad': {
    exit: 2,
    message: { en: 'The scenario {file} is wrong at {where}: {why}.', ko: '시나리오 {file}의 {where} 값이 잘못되었습니다: {why}.' },
    hint: { en: 'Correct the file; the shipped ones in assets/drill/scenarios are examples.', ko: '파일을 고치십시오. assets/drill/scenarios의 파일을 예로 볼 수 있습니다.' },
  },
} as const;
