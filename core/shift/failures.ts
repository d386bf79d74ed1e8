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
  'calendar-shrunk': {
    exit: 1,
    message: { en: 'The calendar {feed} shrank: {after} {after:shift|shifts} in the next 30 days, before that {before} (end of the last one: {until}).', ko: '캘린더 {feed}의 내용이 줄었습니다. 앞으로 30일의 근무: 이전 {before}개, 지금 {after}개(마지막 근무의 끝: {until}).' },
    hint: { en: 'What it says now is in force. Correct the calendar, or accept it on the Duty screen (`breakglass duty accept`).', ko: '지금 내용이 적용됩니다. 캘린더를 고치거나 당직 화면에서 받아들이십시오(`breakglass duty accept`).' },
  },
  'calendar-not-shrunk': {
    exit: 2,
    message: { en: 'No calendar called “{feed}” is waiting for anybody to accept that it shrank.', ko: '줄어든 것을 받아들일 캘린더 “{feed}”이(가) 없습니다.' },
    hint: { en: '`breakglass duty` names those that are.', ko: '`breakglass duty`로 확인하십시오.' },
  },
  'calendar-no-place': {
    exit: 2,
    message: { en: 'The calendar {feed} has neither a file nor a usable address.', ko: '캘린더 {feed}에 파일도 사용할 수 있는 주소도 없습니다.' },
    hint: { en: 'Give `file` or an https `url` in duty.yaml.', ko: 'duty.yaml에 `file` 또는 https `url`을 지정하십시오.' },
  },
  'swap-backwards': {
    exit: 2,
    message: { en: 'The time for {who} ends before it begins.', ko: '{who}의 시간이 시작하기 전에 끝납니다.' },
    hint: { en: 'Give an end after the beginning, at least a minute later.', ko: '시작보다 적어도 1분 뒤인 끝을 지정하십시오.' },
  },
  'swap-ambiguous': {
    exit: 2,
    message: { en: 'From {from} to {to} cannot be written: the clocks show one of these times twice.', ko: '{from}부터 {to}까지는 적을 수 없습니다. 시계가 그중 한 시각을 두 번 표시합니다.' },
    hint: { en: 'Begin or end an hour earlier or later.', ko: '한 시간 앞당기거나 늦추어 지정하십시오.' },
  },
  'swap-unknown': {
    exit: 2,
    message: { en: 'Nobody in team.yaml is called {who}.', ko: 'team.yaml에 {who}라는 사람이 없습니다.' },
    hint: { en: 'Known people: {known}.', ko: '등록된 사람: {known}.' },
  },
  'swap-no-shift': {
    exit: 1,
    message: { en: 'Nobody is on call now, so there is nothing to take over.', ko: '지금 당직이 없어 넘겨받을 것이 없습니다.' },
    hint: { en: 'Give an end: `breakglass duty take REASON --until 8h`.', ko: '끝을 지정하십시오: `breakglass duty take 이유 --until 8h`.' },
  },
  'swap-none': {
    exit: 2,
    message: { en: 'duty.yaml has no override that puts {who} on call then.', ko: 'duty.yaml에 그 시각에 {who}을(를) 당직으로 정한 대체 근무가 없습니다.' },
    hint: { en: 'Only what a swap or a take-over wrote can be taken back; a calendar is corrected where it is kept.', ko: '교대나 인수로 적힌 것만 되돌릴 수 있습니다. 캘린더는 캘린더에서 고치십시오.' },
  },
  'swap-not-there': {
    exit: 1,
    message: { en: 'duty.yaml no longer has the entry that puts {who} on call from {from} to {to}.', ko: 'duty.yaml에 {from}부터 {to}까지 {who}을(를) 당직으로 정한 항목이 더 이상 없습니다.' },
    hint: { en: 'Somebody changed it; look at the Duty screen.', ko: '누군가 바꾸었습니다. 당직 화면을 확인하십시오.' },
  },
  'contact-missing': {
    exit: 2,
    message: { en: 'team.yaml names no {way} of {person}.', ko: 'team.yaml에 {person}의 {way}이(가) 없습니다.' },
    hint: { en: 'Add it under `contacts` of that person.', ko: '그 사람의 `contacts`에 추가하십시오.' },
  },
  'duty-warning-gap': {
    exit: 1,
    message: { en: 'Nobody is on call from {from} to {to}.', ko: '{from}부터 {to}까지 당직이 없습니다.' },
    hint: { en: 'Take the shift on the Duty screen, or correct the calendar.', ko: '당직 화면에서 근무를 맡거나 캘린더를 고치십시오.' },
  },
  'duty-warning-double': {
    exit: 1,
    message: { en: 'Several people are on call at once from {from} to {to}: {who}.', ko: '{from}부터 {to}까지 여러 사람이 동시에 당직입니다: {who}.' },
    hint: { en: 'Whose shift began last is rung. Say who it is with an override.', ko: '나중에 시작한 근무의 사람을 울립니다. 대체 근무로 한 사람을 정하십시오.' },
  },
  'duty-warning-unknown': {
    exit: 1,
    message: { en: 'The calendar names nobody known from {from} to {to}: “{who}”.', ko: '{from}부터 {to}까지 캘린더에 모르는 이름이 있습니다: “{who}”.' },
    hint: { en: 'Map the name under `people` of the feed in duty.yaml.', ko: 'duty.yaml에서 피드의 `people`에 이름을 연결하십시오.' },
  },
  'duty-warning-no-siren': {
    exit: 1,
    message: { en: '{who} is on call from {from} and has no siren.', ko: '{who} 님은 {from}부터 당직이지만 사이렌이 없습니다.' },
    hint: { en: 'Add one to sirens.yaml, or let somebody else have the shift.', ko: 'sirens.yaml에 추가하거나 다른 사람에게 근무를 맡기십시오.' },
  },
  'duty-warning-siren-down': {
    exit: 1,
    message: { en: '{who} is on call from {from}, and no siren of theirs can be reached now.', ko: '{who} 님은 {from}부터 당직이지만 지금 닿을 수 있는 사이렌이 없습니다.' },
    hint: { en: 'Look at the Sirens screen: plug it in, or let somebody else have the shift.', ko: '사이렌 화면을 확인하여 연결하거나 다른 사람에게 근무를 맡기십시오.' },
  },
  'duty-warning-unwatched': {
    exit: 1,
    message: { en: 'From {from} to {to} nobody is awake by their hours whose console was heard of within a day, and no watcher is known to run: only a console that is left open will ring.', ko: '{from}부터 {to}까지, 하루 안에 콘솔 소식이 있었던 사람 중 시간표상 깨어 있는 사람이 없고 작동 중인 감시 장치도 확인되지 않습니다. 열어 둔 콘솔만 사이렌을 울립니다.' },
    hint: { en: 'Leave a console open, plugged in, with its lid up; or run `breakglass watch` with the role watcher on an always-on box, and set `watchman` in duty.yaml so that consoles know that it runs.', ko: '콘솔 하나를 전원에 연결하고 덮개를 연 채로 켜 두십시오. 또는 항상 켜진 기기에서 watcher 역할로 `breakglass watch`를 실행하고, 작동 여부를 알 수 있도록 duty.yaml에 `watchman`을 지정하십시오.' },
  },
  'duty-warning-untried': {
    exit: 1,
    message: { en: '{who} is on call from {from}, and their phone or mail was not tried for 90 days.', ko: '{who} 님은 {from}부터 당직이지만 전화나 메일을 90일 동안 시험하지 않았습니다.' },
    hint: { en: 'Call once and record it: `breakglass duty tried {who} phone`.', ko: '한 번 연락해 보고 기록하십시오: `breakglass duty tried {who} phone`.' },
  },
} as const;
