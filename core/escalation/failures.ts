/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const escalationFailures = {
  'escalation-away': {
    exit: 1,
    message: { en: '{person} was not rung: {why} until {until}.', ko: '{person} 님을 울리지 않았습니다: {until}까지 {why}.' },
    hint: { en: 'The next level is rung instead. If nobody else can be reached, this one is rung all the same.', ko: '대신 다음 단계를 울립니다. 아무에게도 닿지 못하면 이 사람도 울립니다.' },
  },
  'escalation-has-it': {
    exit: 1,
    message: { en: '{person} was not rung: has it already.', ko: '{person} 님은 이미 맡았으므로 울리지 않았습니다.' },
    hint: { en: 'This policy waits for a second person.', ko: '이 정책은 두 번째 사람을 기다립니다.' },
  },
  'escalation-nobody': {
    exit: 1,
    message: { en: 'Nobody was rung: “{who}” names nobody now.', ko: '아무도 울리지 않았습니다: 지금 “{who}”에 해당하는 사람이 없습니다.' },
    hint: { en: 'Close the gap in the duty calendar; the next level is rung at once.', ko: '당직 일정의 빈 시간을 채우십시오. 다음 단계를 바로 울립니다.' },
  },
  'escalation-in-vain': {
    exit: 3,
    message: { en: 'Nobody could be rung for “{title}”: {why}.', ko: '“{title}” 때문에 아무도 울리지 못했습니다: {why}.' },
    hint: { en: 'Call somebody by other means now. The console goes on trying every minute.', ko: '지금 다른 방법으로 연락하십시오. 콘솔은 1분마다 계속 시도합니다.' },
  },
  'escalation-unanswered': {
    exit: 1,
    message: { en: 'Nobody took “{title}”, although everybody on the ladder was rung.', ko: '순서에 있는 모든 사람을 울렸지만 아무도 “{title}”을(를) 맡지 않았습니다.' },
    hint: { en: 'Acknowledge it, or ring again.', ko: '직접 맡거나 다시 울리십시오.' },
  },
  'escalation-unknown': {
    exit: 2,
    message: { en: 'There is no escalation under way called “{id}”.', ko: '진행 중인 에스컬레이션 “{id}”이(가) 없습니다.' },
    hint: { en: '`breakglass duty` shows the ladder.', ko: '`breakglass duty`가 순서를 보여 줍니다.' },
  },
} as const;
