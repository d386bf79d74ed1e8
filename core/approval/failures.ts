/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const approvalFailures = {
  'signature-declined': {
    exit: 4,
    message: { en: 'Nothing was signed: it was not confirmed in its own window.', ko: '별도 창에서 확인하지 않아 아무것도 서명하지 않았습니다.' },
    hint: { en: 'Ask again and answer there; one such window is open at a time.', ko: '다시 요청하여 그 창에서 답하십시오. 이런 창은 한 번에 하나만 열립니다.' },
  },
  'approval-second-missing': {
    exit: 4,
    message: { en: 'A second person has not approved this plan.', ko: '두 번째 사람이 아직 이 계획을 승인하지 않았습니다.' },
    hint: { en: 'Nothing was sent. Read the challenge {challenge} to another operator and give the code that they read back (--code).', ko: '아무것도 보내지 않았습니다. 다른 운영자에게 {challenge}을(를) 불러 주고, 돌려받은 코드를 입력해 주십시오(--code).' },
  },
  'approval-not-held': {
    exit: 4,
    message: { en: 'No second person’s approval of this plan is held here, or it has run out.', ko: '이 계획에 대한 두 번째 사람의 승인이 없거나 시간이 지났습니다.' },
    hint: { en: 'Nothing was sent. Ask again; an approval is good for one run and ten minutes.', ko: '아무것도 보내지 않았습니다. 다시 요청해 주십시오. 승인은 한 번의 실행에 10분 동안만 쓸 수 있습니다.' },
  },
  'approval-nobody': {
    exit: 4,
    message: { en: 'This plan needs a second person, and the team has no other operator.', ko: '이 계획에는 두 번째 사람이 필요하지만 팀에 다른 운영자가 없습니다.' },
    hint: { en: 'Nothing was sent. Enrol another operator; the rule is `two-people-for` in breakglass.yaml.', ko: '아무것도 보내지 않았습니다. 다른 운영자를 등록해 주십시오. breakglass.yaml의 `two-people-for` 정책입니다.' },
  },
  'approval-asked-too-often': {
    exit: 4,
    message: { en: 'Five challenges were given within an hour; the next one can be asked for in {minutes} min.', ko: '한 시간 안에 챌린지를 다섯 번 만들었습니다. {minutes}분 뒤에 다시 요청할 수 있습니다.' },
    hint: { en: 'Let the second person approve in their own console: their signed approval needs no challenge.', ko: '두 번째 사람이 자신의 콘솔에서 직접 승인하게 해 주십시오. 서명된 승인에는 챌린지가 필요 없습니다.' },
  },
  'approval-no-challenge': {
    exit: 4,
    message: { en: 'No challenge was given for this plan.', ko: '이 계획에 대해 만든 챌린지가 없습니다.' },
    hint: { en: 'Ask for one, and read it to the second person.', ko: '챌린지를 만들어 두 번째 사람에게 불러 주십시오.' },
  },
  'approval-code-mistyped': {
    exit: 4,
    message: { en: 'This is not a code: nine digits, the last one checks the others.', ko: '코드가 아닙니다. 아홉 자리이며 마지막 숫자가 나머지를 확인합니다.' },
    hint: { en: 'Have it read again; this did not count as a try.', ko: '다시 불러 달라고 하십시오. 이번은 시도 횟수에 들어가지 않습니다.' },
  },
  'approval-code-wrong': {
    exit: 4,
    message: { en: 'The code does not belong to this plan and challenge. Tries left: {left}.', ko: '이 계획과 챌린지의 코드가 아닙니다. 남은 시도: {left}번.' },
    hint: { en: 'Compare the plan’s hash and the challenge with the second person, then have the code read again.', ko: '두 번째 사람과 계획의 해시, 챌린지를 비교한 뒤 코드를 다시 불러 달라고 하십시오.' },
  },
  'approval-code-expired': {
    exit: 4,
    message: { en: 'The challenge ran out after ten minutes.', ko: '챌린지가 만든 지 10분이 지나 만료되었습니다.' },
    hint: { en: 'Ask for a new challenge.', ko: '새 챌린지를 만들어 주십시오.' },
  },
  'approval-code-reused': {
    exit: 4,
    message: { en: 'This code was used already; a code is good for one run.', ko: '이미 쓴 코드입니다. 코드는 한 번의 실행에만 쓸 수 있습니다.' },
    hint: { en: 'Ask for a new challenge.', ko: '새 챌린지를 만들어 주십시오.' },
  },
  'approval-code-other-plan': {
    exit: 4,
    message: { en: 'This code is for another plan or another challenge. Tries left: {left}.', ko: '다른 계획이나 다른 챌린지의 코드입니다. 남은 시도: {left}번.' },
    hint: { en: 'Read the challenge of this plan to the second person.', ko: '이 계획의 챌린지를 두 번째 사람에게 불러 주십시오.' },
  },
  'approval-code-foreign': {
    exit: 4,
    message: { en: 'This is the code of {who}, who may not be the second person for this plan. Tries left: {left}.', ko: '이 계획의 두 번째 사람이 될 수 없는 {who}의 코드입니다. 남은 시도: {left}번.' },
    hint: { en: 'It takes another operator, with a device that is not retired.', ko: '다른 운영자의, 사용이 중지되지 않은 기기여야 합니다.' },
  },
  'approval-tries-used': {
    exit: 4,
    message: { en: 'Three wrong codes were given for this challenge; it is void.', ko: '이 챌린지에 틀린 코드를 세 번 입력하여 무효가 되었습니다.' },
    hint: { en: 'Ask for a new challenge, and find out why the codes differ.', ko: '새 챌린지를 만들고 코드가 왜 다른지 확인해 주십시오.' },
  },
  'approval-no-phone-key': {
    exit: 4,
    message: { en: '{who} has no key for phone codes.', ko: '{who}에게 전화 코드용 키가 없습니다.' },
    hint: { en: 'It is made in the keychain and listed in team.yaml: breakglass enrol phone-key, on that device.', ko: '키체인에 만들어 team.yaml에 등록합니다. 해당 기기에서 breakglass enrol phone-key를 실행해 주십시오.' },
  },
  'approval-challenge-unreadable': {
    exit: 2,
    message: { en: 'This is not a challenge: fifteen letters and digits.', ko: '챌린지가 아닙니다. 영문자와 숫자 열다섯 자입니다.' },
    hint: { en: 'Have it read again.', ko: '다시 불러 달라고 하십시오.' },
  },
  'approval-not-yours': {
    exit: 4,
    message: { en: '{who} may not be the second person.', ko: '{who}은(는) 두 번째 사람이 될 수 없습니다.' },
    hint: { en: 'It takes an operator with an enrolled key, who is not the one that runs the plan.', ko: '키가 등록된 운영자여야 하며, 계획을 실행하는 본인이어서는 안 됩니다.' },
  },
  'approval-whose': {
    exit: 2,
    message: { en: 'Say for whom this approval is: {devices}', ko: '누구를 위한 승인인지 알려 주십시오: {devices}' },
    hint: { en: 'Use --for PERSON.DEVICE.', ko: '--for 사람.기기 형식으로 적어 주십시오.' },
  },
  'approval-plan-unknown': {
    exit: 2,
    message: { en: 'No plan here begins with {plan}.', ko: '{plan}(으)로 시작하는 계획이 없습니다.' },
    hint: { en: 'Sync first, or open the same runbook here with the same values (`breakglass approve RUNBOOK --set ... --on ...`): its plan has the same hash.', ko: '먼저 동기화하거나 이 콘솔에서 같은 런북을 같은 값으로 여십시오(`breakglass approve 런북 --set ... --on ...`). 같은 계획은 해시도 같습니다.' },
  },
} as const;
