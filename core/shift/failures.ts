/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const shiftFailures = {
  'calendar-not-ics': {
    exit: 1,
    message: { en: 'The calendar {feed} is not an iCalendar file: {why}.', ko: '캘린더 {feed}이(가) iCalendar 파일이 아닙니다: {why}.' },
    hint: { en: 'Check the address in a browser; a sign-in page instead of a calendar is the usual cause.', ko: '브라우저에서 주소를 확인하십시오. 캘린더 대신 로그인 페이지가 나오는 경우가 많습니다.' },
  },
  'calendar-event-bad': {
    exit: 1,
    message: { en: 'The calendar {feed} has an event that cannot be laid out: “{summary}” ({why}).', ko: '캘린더 {feed}에 시간을 정할 수 없는 일정이 있습니다: “{summary}”({why}).' },
    hint: { en: 'Correct the event in the calendar. The last good copy stays in use, because a shift that is left out looks like a gap.', ko: '캘린더에서 일정을 고치십시오. 빠진 근무는 공백으로 보이므로 마지막으로 올바르던 사본을 계속 사용합니다.' },
  },
  'calendar-zone-unknown': {
    exit: 1,
    message: { en: 'The calendar {feed} uses the time zone “{zone}”, which it does not define and nobody knows.', ko: '캘린더 {feed}이(가) 정의하지 않은 알 수 없는 시간대 “{zone}”을(를) 사용합니다.' },
    hint: { en: 'Export the calendar with its time zones, or use a name such as Asia/Seoul.', ko: '시간대를 포함하여 캘린더를 내보내거나 Asia/Seoul 같은 이름을 사용하십시오.' },
  },
  'calendar-too-large': {
    exit: 1,
    message: { en: 'The calendar {feed} is larger than {limit}.', ko: '캘린더 {feed}이(가) {limit}보다 큽니다.' },
    hint: { en: 'Point the feed at a calendar that holds the on-call shifts only.', ko: '당직 일정만 있는 캘린더를 지정하십시오.' },
  },
  'calendar-too-many': {
    exit: 1,
    message: { en: 'The calendar {feed} has more than {limit} shifts in the time that is looked at.', ko: '캘린더 {feed}에는 살펴보는 기간에 {limit}개보다 많은 근무가 있습니다.' },
    hint: { en: 'Look for an event that repeats every few minutes.', ko: '몇 분마다 반복되는 일정이 있는지 확인하십시오.' },
  },
  'calendar-too-slow': {
    exit: 1,
    message: { en: 'The calendar {feed} takes too long to lay out.', ko: '캘린더 {feed}의 일정을 펼치는 데 시간이 너무 오래 걸립니다.' },
    hint: { en: 'Look for a repeating rule that never matches, or thousands of old events.', ko: '절대 맞지 않는 반복 규칙이나 수천 개의 오래된 일정이 있는지 확인하십시오.' },
  },
  'calendar-status': {
    exit: 1,
    message: { en: 'The server of the calendar {feed} answered with status {status}.', ko: '캘린더 {feed}의 서버가 상태 {status}(으)로 응답했습니다.' },
    hint: { en: 'Check the address in duty.yaml; private addresses change when they are reset.', ko: 'duty.yaml의 주소를 확인하십시오. 비공개 주소는 재설정하면 바뀝니다.' },
  },
  'calendar-no-answer': {
    exit: 1,
    message: { en: 'The calendar {feed} did not answer within {seconds} s.', ko: '캘린더 {feed}이(가) {seconds}초 안에 응답하지 않았습니다.' },
    hint: { en: 'The last good copy stays in use; check the network.', ko: '마지막으로 올바르던 사본을 계속 사용합니다. 네트워크를 확인하십시오.' },
  },
  'calendar-no-place': {
    exit: 2,
    message: { en: 'The calendar {feed} has neither a file nor a usable address.', ko: '캘린더 {feed}에 파일도 사용할 수 있는 주소도 없습니다.' },
    hint: { en: 'Give `file` or an https `url` in duty.yaml.', ko: 'duty.yaml에 `file` 또는 https `url`을 지정하십시오.' },
  },
} as const;
