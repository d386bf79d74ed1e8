/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const muteFailures = {
  'mute-unknown': {
    exit: 2,
    message: { en: 'There is no mute {id} in force or announced.', ko: '적용 중이거나 예정된 숨김 {id}이(가) 없습니다.' },
    hint: { en: '`breakglass mute list` lists the ids.', ko: '`breakglass mute list`로 ID를 확인하십시오.' },
  },
  'mute-needs-why': {
    exit: 2,
    message: { en: 'A mute needs a reason.', ko: '숨기려면 이유가 필요합니다.' },
    hint: { en: 'Write one line: whoever is woken afterwards reads it.', ko: '나중에 확인하는 사람을 위해 이유를 한 줄로 적으십시오.' },
  },
  'mute-past': {
    exit: 2,
    message: { en: 'The mute would end before it begins.', ko: '숨김이 끝나는 시각이 시작보다 이릅니다.' },
    hint: { en: 'Choose an end that is still to come and after its beginning.', ko: '시작보다 늦고 아직 오지 않은 끝 시각을 선택하십시오.' },
  },
  'mute-too-long': {
    exit: 4,
    message: { en: 'A mute lasts 30 days at most.', ko: '숨김은 최대 30일입니다.' },
    hint: { en: 'Choose an earlier end, or change the grading rule.', ko: '더 이른 시각을 고르거나 등급 규칙을 바꾸십시오.' },
  },
  'mute-window-too-long': {
    exit: 4,
    message: { en: 'A maintenance window lasts 24 hours at most.', ko: '점검 시간은 최대 24시간입니다.' },
    hint: { en: 'Announce one for each day.', ko: '하루씩 나누어 등록하십시오.' },
  },
  'mute-not-seen': {
    exit: 1,
    message: { en: 'What this mute holds changed since it was shown: {now} alerts now, {urgent} of them count as 911.', ko: '미리 본 뒤로 대상이 바뀌었습니다. 지금은 알림 {now}건이며 그중 911로 취급되는 것이 {urgent}건입니다.' },
    hint: { en: 'Look at the preview again before you mute.', ko: '미리 보기를 다시 확인한 뒤 숨기십시오.' },
  },
  'source-cannot-mute': {
    exit: 2,
    message: { en: '{source} has no mutes of its own.', ko: '{source}에는 자체 숨김 기능이 없습니다.' },
    hint: { en: 'Mute here instead; only an Alertmanager keeps silences.', ko: '여기에서 숨기십시오. Alertmanager만 자체 숨김을 지원합니다.' },
  },
} as const;
