import type { Text } from '../text';

export interface FindingRule {
  readonly severity: 'error' | 'warning';
  readonly message: Text;
  readonly hint: Text;
}

/** Everything that `check` can find in the YAML files, by the stable name of the rule. */
export const findingRules = {
  'commit-missing': {
    severity: 'error',
    message: { en: 'the policy signed-commits holds, and there is no commit that could be checked ({why})', ko: 'signed-commits 정책이 적용되어 있지만 확인할 커밋이 없습니다({why})' },
    hint: { en: 'Commit the workspace with git, signed with an operator’s SSH key (`git commit -S`).', ko: '작업 공간을 운영자의 SSH 키로 서명해 커밋하십시오(`git commit -S`).' },
  },
  'commit-unsigned': {
    severity: 'error',
    message: { en: 'commit {commit} is not signed by an operator of the team as it was before it ({why})', ko: '커밋 {commit}에 그 이전 팀의 운영자 서명이 없습니다({why})' },
    hint: { en: 'What was in force before stays. Have an operator look at the change and sign it; keys are `commitKeys` in team.yaml.', ko: '이전 설정이 그대로 적용됩니다. 운영자가 변경 내용을 확인하고 서명하게 하십시오. 키는 team.yaml의 `commitKeys`입니다.' },
  },
  'commit-set-back': {
    severity: 'error',
    message: { en: 'the history was set back: commit {commit} does not go on from {pinned}, which was in force here', ko: '이력이 되돌려졌습니다. 커밋 {commit}은(는) 이 기기에 적용된 {pinned}에서 이어지지 않습니다' },
    hint: { en: 'Ask the team by another way. To go back on purpose, make a new signed commit (`git revert`).', ko: '다른 경로로 팀에 확인하십시오. 일부러 되돌리려면 서명한 새 커밋(`git revert`)을 만드십시오.' },
  },
  'commit-differs': {
    severity: 'error',
    message: { en: 'this file is not as the signed commit {commit} has it', ko: '이 파일은 서명된 커밋 {commit}의 내용과 다릅니다' },
    hint: { en: 'Commit the change, signed; until then what was in force before stays.', ko: '변경 내용을 서명해 커밋하십시오. 그때까지 이전 설정이 그대로 적용됩니다.' },
  },
  'commit-unchecked': {
    severity: 'error',
    message: { en: 'the policy signed-commits holds, and the signatures could not be checked ({why})', ko: 'signed-commits 정책이 적용되어 있지만 서명을 확인하지 못했습니다({why})' },
    hint: { en: 'Make room on this device’s disk (its folder for temporary files, above all); what was in force before stays.', ko: '이 기기의 디스크, 특히 임시 파일 폴더에 공간을 확보하십시오. 이전 설정이 그대로 적용됩니다.' },
  },
  'files-unreadable': {
    severity: 'error',
    message: { en: 'the workspace could not be read ({why})', ko: '작업 공간을 읽지 못했습니다({why})' },
    hint: { en: 'Check the disk and that you may read the folder; what was in force before stays.', ko: '디스크와 폴더를 읽을 권한을 확인하십시오. 이전 설정이 그대로 적용됩니다.' },
  },
  'file-missing': {
    severity: 'error',
    message: { en: 'the file is missing', ko: '파일이 없습니다' },
    hint: { en: 'A workspace needs breakglass.yaml; `breakglass init DIR` makes one.', ko: '작업 공간에는 breakglass.yaml이 필요합니다. `breakglass init DIR`로 만들 수 있습니다.' },
  },
  'import-file-missing': {
    severity: 'error',
    message: { en: 'there is no file {file} to import hosts from', ko: '호스트를 가져올 파일 {file}이(가) 없습니다' },
    hint: { en: 'Put it there, or take the import out.', ko: '파일을 넣거나 import에서 빼십시오.' },
  },
  'file-unreadable': {
    severity: 'error',
    message: { en: 'the file cannot be read ({why})', ko: '파일을 읽을 수 없습니다({why})' },
    hint: { en: 'Check that it is a plain file and that you may read it.', ko: '일반 파일인지, 읽을 권한이 있는지 확인하십시오.' },
  },
  'file-outside': {
    severity: 'error',
    message: { en: 'the link leads out of the workspace', ko: '링크가 작업 공간 밖을 가리킵니다' },
    hint: { en: 'Put the file itself into the workspace.', ko: '파일 자체를 작업 공간에 넣으십시오.' },
  },
  'folder-not-followed': {
    severity: 'warning',
    message: { en: 'a linked folder is not followed', ko: '링크된 폴더는 따라가지 않습니다' },
    hint: { en: 'Put the folder itself into the workspace.', ko: '폴더 자체를 작업 공간에 넣으십시오.' },
  },
  'too-many-files': {
    severity: 'error',
    message: { en: 'more than {limit} runbooks; the rest was not read', ko: '런북이 {limit}개보다 많아 나머지는 읽지 않았습니다' },
    hint: { en: 'Move some of them to another workspace.', ko: '일부를 다른 작업 공간으로 옮기십시오.' },
  },
  'file-too-large': {
    severity: 'error',
    message: { en: 'the file is larger than {limit} KiB', ko: '파일이 {limit} KiB보다 큽니다' },
    hint: { en: 'Split it, or remove what does not belong there.', ko: '파일을 나누거나 필요 없는 내용을 지우십시오.' },
  },
  'not-utf8': {
    severity: 'error',
    message: { en: 'the bytes from here on are not UTF-8', ko: '여기부터 UTF-8이 아닌 바이트입니다' },
    hint: { en: 'Save the file as UTF-8.', ko: '파일을 UTF-8로 저장하십시오.' },
  },
  'bad-yaml': {
    severity: 'error',
    message: { en: 'this is not valid YAML: {detail}', ko: '올바른 YAML이 아닙니다: {detail}' },
    hint: { en: 'Look at the line above as well; quotes and brackets that stay open show up late.', ko: '바로 윗줄도 확인하십시오. 닫지 않은 따옴표나 괄호는 뒤에서 드러납니다.' },
  },
  'duplicate-key': {
    severity: 'error',
    message: { en: 'the key "{key}" stands here a second time', ko: '"{key}" 키가 두 번 나옵니다' },
    hint: { en: 'Keep one of them; the other would be ignored without a word.', ko: '하나만 남기십시오. 그대로 두면 다른 하나가 조용히 무시됩니다.' },
  },
  tab: {
    severity: 'error',
    message: { en: 'a tab is used for indentation', ko: '들여쓰기에 탭을 사용했습니다' },
    hint: { en: 'Indent with spaces.', ko: '공백으로 들여쓰십시오.' },
  },
  'several-documents': {
    severity: 'error',
    message: { en: 'a second document starts here', ko: '두 번째 문서가 시작됩니다' },
    hint: { en: 'Remove the `---` line; one file is one document.', ko: '`---` 줄을 지우십시오. 파일 하나에 문서는 하나입니다.' },
  },
  'too-many-aliases': {
    severity: 'error',
    message: { en: 'aliases (*name) unfold to too much', ko: '별칭(*name)이 지나치게 많이 펼쳐집니다' },
    hint: { en: 'Write the values out.', ko: '값을 직접 쓰십시오.' },
  },
  'too-deep': {
    severity: 'error',
    message: { en: 'the file is nested too deeply', ko: '파일의 중첩이 너무 깊습니다' },
    hint: { en: 'No file of a workspace needs more than a few levels.', ko: '작업 공간 파일은 몇 단계 이상 중첩할 필요가 없습니다.' },
  },
  'reserved-key': {
    severity: 'error',
    message: { en: 'the key "{key}" is not allowed anywhere', ko: '"{key}" 키는 어디에도 쓸 수 없습니다' },
    hint: { en: 'Choose another name.', ko: '다른 이름을 쓰십시오.' },
  },
  'unknown-key': {
    severity: 'error',
    message: { en: 'the key "{key}" is unknown here', ko: '"{key}"은(는) 여기서 알 수 없는 키입니다' },
    hint: { en: 'No keys are known here.', ko: '여기에는 쓸 수 있는 키가 없습니다.' },
  },
  'no-proxy': {
    severity: 'error',
    message: { en: 'a source of the kind "{kind}" goes through no proxy', ko: '"{kind}" 종류의 소스는 프록시를 거치지 않습니다' },
    hint: { en: 'A probe asks whether the thing itself answers; mail and listening sources make their own connections. Remove the key and give the machine a route.', ko: '프로브는 대상이 직접 응답하는지 확인하고, 메일과 수신 소스는 직접 연결합니다. 이 키를 지우고 기기에 경로를 두십시오.' },
  },
  'missing-key': {
    severity: 'error',
    message: { en: 'the key "{key}" is missing', ko: '"{key}" 키가 없습니다' },
    hint: { en: 'Add it: {expected}.', ko: '추가하십시오: {expected}.' },
  },
  'wrong-type': {
    severity: 'error',
    message: { en: 'the value of "{key}" must be {expected}', ko: '"{key}" 값은 {expected}이어야 합니다' },
    hint: { en: 'Found {found}.', ko: '실제 값: {found}.' },
  },
  'not-one-of': {
    severity: 'error',
    message: { en: 'the value of "{key}" is not one that is known', ko: '"{key}" 값은 알려진 값이 아닙니다' },
    hint: { en: 'Allowed: {allowed}.', ko: '사용할 수 있는 값: {allowed}.' },
  },
  'out-of-range': {
    severity: 'error',
    message: { en: 'the value of "{key}" must be {bound}', ko: '"{key}" 값은 {bound}이어야 합니다' },
    hint: { en: 'Change the value.', ko: '값을 바꾸십시오.' },
  },
  'wrong-form': {
    severity: 'error',
    message: { en: 'the value of "{key}" does not have the right form', ko: '"{key}" 값의 형식이 올바르지 않습니다' },
    hint: { en: '{form}', ko: '{form}' },
  },
  'wrong-value': {
    severity: 'error',
    message: { en: 'the value of "{key}" is refused: {why}', ko: '"{key}" 값을 받아들일 수 없습니다: {why}' },
    hint: { en: 'Change the value.', ko: '값을 바꾸십시오.' },
  },
  'plain-secret': {
    severity: 'error',
    message: { en: 'the value of "{key}" is a secret in plain text', ko: '"{key}" 값이 비밀 값인데 평문으로 적혀 있습니다' },
    hint: {
      en: 'Write `secret:NAME` and put the value in with `breakglass vault set NAME`. What was here is no secret any more: change it at its origin.',
      ko: '`secret:NAME`이라고 쓰고 `breakglass vault set NAME`으로 값을 넣으십시오. 이미 적힌 값은 더 이상 비밀이 아니므로 원래 시스템에서 바꾸십시오.',
    },
  },
  'secret-name': {
    severity: 'error',
    message: { en: 'after `secret:` comes a name', ko: '`secret:` 뒤에는 이름이 와야 합니다' },
    hint: { en: 'Lower-case letters, digits, dot, dash and underscore, at most 64.', ko: '소문자, 숫자, 점, 빼기, 밑줄로 64자까지 쓸 수 있습니다.' },
  },
  'secret-reserved': {
    severity: 'error',
    message: { en: '{name} is for one use only, and no file may name it', ko: '{name}은(는) 한 가지 용도로만 쓰며 파일에서 지정할 수 없습니다' },
    hint: { en: 'Names that begin with ssh-passphrase., sudo-password., device-key., agree-key. or anchor. are looked up by the console itself. Store this secret under another name.', ko: 'ssh-passphrase., sudo-password., device-key., agree-key., anchor.로 시작하는 이름은 콘솔이 직접 찾아 씁니다. 다른 이름으로 보관하십시오.' },
  },
  'password-in-url': {
    severity: 'error',
    message: { en: 'the address holds a user name and a password', ko: '주소에 사용자 이름과 비밀번호가 들어 있습니다' },
    hint: { en: 'Take them out of the address, and give the password as `secret:NAME`.', ko: '주소에서 빼고 비밀번호는 `secret:NAME`으로 지정하십시오.' },
  },
  'bad-timezone': {
    severity: 'error',
    message: { en: '"{name}" is not a time zone', ko: '"{name}"은(는) 시간대가 아닙니다' },
    hint: { en: 'Use a name such as Asia/Seoul, Europe/Berlin or America/Los_Angeles.', ko: 'Asia/Seoul, Europe/Berlin, America/Los_Angeles 같은 이름을 쓰십시오.' },
  },
  'duplicate-name': {
    severity: 'error',
    message: { en: '"{name}" is already the name of another {what}', ko: '"{name}"은(는) 이미 다른 {what} 이름입니다' },
    hint: { en: 'Give each its own name; the first one is in line {line}.', ko: '서로 다른 이름을 쓰십시오. 먼저 쓴 곳은 {line}번째 줄입니다.' },
  },
  'unknown-name': {
    severity: 'error',
    message: { en: 'there is no {what} named "{name}"', ko: '"{name}"(이)라는 {what} 항목이 없습니다' },
    hint: { en: 'None is defined yet.', ko: '아직 정의된 항목이 없습니다.' },
  },
  'jump-loop': {
    severity: 'error',
    message: { en: 'the jump hosts lead in a circle: {path}', ko: '경유 호스트가 순환합니다: {path}' },
    hint: { en: 'Remove one `jump` of the circle.', ko: '순환을 이루는 `jump` 하나를 지우십시오.' },
  },
  'bad-host-key': {
    severity: 'error',
    message: { en: 'this is not a host key', ko: '호스트 키가 아닙니다' },
    hint: { en: 'One line as `ssh-keyscan` prints it, without the host: `ssh-ed25519 AAAA...`.', ko: '`ssh-keyscan`이 출력하는 줄에서 호스트를 뺀 한 줄을 쓰십시오: `ssh-ed25519 AAAA...`.' },
  },
  'bad-device-key': {
    severity: 'error',
    message: { en: 'this is not a device key', ko: '기기 키가 아닙니다' },
    hint: { en: '`sign` is `ed25519:BASE64` or `sshsig:ssh-ed25519 AAAA...`, `agree` is `x25519:BASE64`; a key has 32 bytes.', ko: '`sign`은 `ed25519:BASE64` 또는 `sshsig:ssh-ed25519 AAAA...`, `agree`는 `x25519:BASE64`이며 키는 32바이트입니다.' },
  },
  'key-used-twice': {
    severity: 'error',
    message: { en: 'the same key is listed for two devices', ko: '같은 키가 두 기기에 적혀 있습니다' },
    hint: { en: 'Each device has a key of its own; nobody could tell who signed.', ko: '기기마다 자기 키가 있어야 합니다. 그렇지 않으면 누가 서명했는지 알 수 없습니다.' },
  },
  'no-operator': {
    severity: 'warning',
    message: { en: 'nobody has the role operator, so nobody can run anything', ko: '운영자(operator) 역할이 없어 아무도 실행할 수 없습니다' },
    hint: { en: 'Give at least one person `role: operator`.', ko: '적어도 한 사람에게 `role: operator`를 주십시오.' },
  },
  'source-too-slow': {
    severity: 'error',
    message: { en: 'the source is asked every {seconds} s, which is too seldom', ko: '소스를 {seconds}초마다 확인하는 것은 너무 드뭅니다' },
    hint: { en: 'At most 30s: blindness must be noticed within 90 s (law 8).', ko: '30s 이하로 쓰십시오. 보이지 않게 된 것을 90초 안에 알아야 합니다(법칙 8).' },
  },
  'source-too-fast': {
    severity: 'error',
    message: { en: 'the source is asked every {ms} ms, which is too often', ko: '소스를 {ms}ms마다 확인하는 것은 너무 잦습니다' },
    hint: { en: 'At least 1s.', ko: '1s 이상으로 쓰십시오.' },
  },
  'bad-moment': {
    severity: 'error',
    message: { en: '"{text}" is not a moment', ko: '"{text}"은(는) 시각이 아닙니다' },
    hint: { en: 'Write 2026-12-01T22:00 (on the clocks of the workspace), or end it with Z or +09:00.', ko: '2026-12-01T22:00(작업 공간의 시각)처럼 쓰거나 끝에 Z 또는 +09:00을 붙이십시오.' },
  },
  'window-ends-early': {
    severity: 'error',
    message: { en: 'the window ends before it begins', ko: '점검 시간이 시작보다 먼저 끝납니다' },
    hint: { en: 'Look at the two times and at their zones.', ko: '두 시각과 시간대를 확인하십시오.' },
  },
  'window-too-long': {
    severity: 'error',
    message: { en: 'a maintenance window lasts 24 hours at most', ko: '점검 시간은 최대 24시간입니다' },
    hint: { en: 'Announce one for each day.', ko: '하루씩 나누어 등록하십시오.' },
  },
  'bad-matcher': {
    severity: 'error',
    message: { en: 'the condition cannot be read: {why}', ko: '조건을 읽을 수 없습니다: {why}' },
    hint: { en: 'Write label matchers as Alertmanager does: severity="critical", job=~"api|db".', ko: 'Alertmanager와 같은 방식으로 쓰십시오: severity="critical", job=~"api|db".' },
  },
  'rule-never-matches': {
    severity: 'error',
    message: { en: 'this rule can never match: the rule in line {line} takes every alert before it', ko: '이 규칙은 절대 적용되지 않습니다. {line}번째 줄의 규칙이 먼저 모두 가져갑니다' },
    hint: { en: 'The first match wins: move this rule up, or remove it.', ko: '먼저 맞는 규칙이 적용됩니다. 이 규칙을 위로 옮기거나 지우십시오.' },
  },
  'key-without-effect': {
    severity: 'warning',
    message: { en: '"{key}" has no effect here', ko: '"{key}"은(는) 여기서 효과가 없습니다' },
    hint: { en: 'It counts for {when} only.', ko: '{when}에만 적용됩니다.' },
  },
  'feed-place': {
    severity: 'error',
    message: { en: 'a feed has either `file` or `url`', ko: '피드에는 `file` 또는 `url` 중 하나가 있어야 합니다' },
    hint: { en: 'Give exactly one of them.', ko: '둘 중 정확히 하나를 쓰십시오.' },
  },
  'feed-url': {
    severity: 'error',
    message: { en: 'the address of a feed starts with https:// or webcal://', ko: '피드 주소는 https:// 또는 webcal://로 시작해야 합니다' },
    hint: { en: 'Plain http:// is accepted for this machine (127.0.0.1) only: who is on call must not be forged on the way.', ko: '일반 http://는 이 컴퓨터(127.0.0.1)만 허용합니다. 당직 정보가 중간에서 위조되면 안 됩니다.' },
  },
  'file-not-found': {
    severity: 'error',
    message: { en: 'there is no file {path} in the workspace', ko: '작업 공간에 {path} 파일이 없습니다' },
    hint: { en: 'Paths start at the workspace folder and use `/`.', ko: '경로는 작업 공간 폴더에서 시작하며 `/`를 씁니다.' },
  },
  'levels-not-rising': {
    severity: 'error',
    message: { en: 'this level comes before or together with the one above it', ko: '이 단계가 바로 위 단계보다 먼저이거나 동시에 시작합니다' },
    hint: { en: '`after` counts from the start of the ring and rises from level to level.', ko: '`after`는 호출 시작부터 세며 단계마다 커져야 합니다.' },
  },
  'away-backwards': {
    severity: 'error',
    message: { en: 'this absence ends on {to}, before it begins on {from}', ko: '이 부재는 {from}에 시작하기 전인 {to}에 끝납니다' },
    hint: { en: 'Both days count, so one day away has the same day twice.', ko: '두 날짜 모두 포함됩니다. 하루만 비우려면 같은 날짜를 두 번 쓰십시오.' },
  },
  'not-editable': {
    severity: 'error',
    message: { en: 'nothing can be added to or changed in "{key}" as it is written here', ko: '이렇게 쓰인 "{key}"에는 추가하거나 고칠 수 없습니다' },
    hint: { en: 'Correct the file first, or write it as a list with an item on each line; anchors and tags are for an editor.', ko: '먼저 파일을 고치거나 한 줄에 항목 하나씩 목록으로 쓰십시오. 앵커와 태그는 편집기에서 다루십시오.' },
  },
  'entry-gone': {
    severity: 'error',
    message: { en: 'the entry "{key}" is not there any more', ko: '"{key}" 항목이 더 이상 없습니다' },
    hint: { en: 'Somebody else removed or renamed it: look at the list again.', ko: '다른 사람이 지웠거나 이름을 바꿨습니다. 목록을 다시 확인하십시오.' },
  },
  'output-unknown': {
    severity: 'warning',
    message: { en: 'this machine has no sound output "{name}" for the siren {siren}; on it nothing would be played', ko: '이 컴퓨터에는 사이렌 {siren}의 소리 출력 "{name}"이(가) 없어 여기서는 아무 소리도 나지 않습니다' },
    hint: { en: 'This machine offers none at all now.', ko: '지금 이 컴퓨터에는 쓸 수 있는 출력이 없습니다.' },
  },
  'output-unsure': {
    severity: 'warning',
    message: { en: 'the siren {siren} names a sound output that cannot be honoured on this machine: {why}', ko: '사이렌 {siren}에 지정한 소리 출력은 이 컴퓨터에서 쓸 수 없습니다. {why}' },
    hint: { en: 'Remove device, or install a player that can be told where to play.', ko: 'device를 지우거나 출력을 지정할 수 있는 재생 프로그램을 설치하십시오.' },
  },
  'not-used-yet': {
    severity: 'warning',
    message: { en: 'this version does not use "{key}" yet', ko: '이 버전은 아직 "{key}"을(를) 사용하지 않습니다' },
    hint: { en: 'It is checked for form and otherwise ignored.', ko: '형식만 확인하고 그 밖에는 무시합니다.' },
  },
} as const satisfies Record<string, FindingRule>;

export type FindingRuleName = keyof typeof findingRules;
