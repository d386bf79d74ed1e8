/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const workspaceFailures = {
  'workspace-missing': {
    exit: 2,
    message: { en: 'There is no workspace in {path}: breakglass.yaml is missing.', ko: '{path}에는 작업 공간이 없습니다. breakglass.yaml 파일이 없습니다.' },
    hint: { en: 'Choose another folder, or make one with `breakglass init DIR`.', ko: '다른 폴더를 고르거나 `breakglass init DIR`로 새로 만드십시오.' },
  },
  'workspace-invalid': {
    exit: 2,
    message: { en: 'The workspace has {count} {count:error|errors}; the first is in {file}, line {line}: {what}', ko: '작업 공간에 오류가 {count}개 있습니다. 첫 번째는 {file} {line}번째 줄입니다: {what}' },
    hint: { en: '`breakglass check` lists all of them with what to do. Until then the last good state stays in force.', ko: '`breakglass check`로 모든 오류와 해결 방법을 볼 수 있습니다. 그때까지는 마지막으로 올바르던 상태를 계속 사용합니다.' },
  },
  'workspace-not-empty': {
    exit: 2,
    message: { en: 'The folder {path} is not empty, so no workspace was made in it.', ko: '{path} 폴더가 비어 있지 않아 작업 공간을 만들지 않았습니다.' },
    hint: { en: 'Name a new or an empty folder.', ko: '새 폴더나 빈 폴더를 지정하십시오.' },
  },
  'workspace-unwritable': {
    exit: 1,
    message: { en: 'Cannot write {path}: {why}.', ko: '{path}에 쓸 수 없습니다: {why}.' },
    hint: { en: 'Check the rights and the free space of the folder; nothing was changed.', ko: '폴더의 권한과 남은 공간을 확인하십시오. 바뀐 것은 없습니다.' },
  },
  'workspace-unreadable': {
    exit: 2,
    message: { en: 'Cannot read {path}: {why}.', ko: '{path}을(를) 읽을 수 없습니다: {why}.' },
    hint: { en: 'Check that the file exists and that you may read it.', ko: '파일이 있는지, 읽을 권한이 있는지 확인하십시오.' },
  },
  'workspace-path-outside': {
    exit: 4,
    message: { en: 'The path {path} leads out of the workspace.', ko: '경로 {path}이(가) 작업 공간 밖을 가리킵니다.' },
    hint: { en: 'Only files inside the workspace folder are read; links that lead out of it are not followed.', ko: '작업 공간 폴더 안의 파일만 읽으며, 밖으로 나가는 링크는 따라가지 않습니다.' },
  },
  'workspace-file-too-large': {
    exit: 2,
    message: { en: 'The file {path} is larger than {limit} KiB.', ko: '{path} 파일이 {limit} KiB보다 큽니다.' },
    hint: { en: 'Split it, or remove what does not belong there.', ko: '파일을 나누거나 필요 없는 내용을 지우십시오.' },
  },
  'workspace-not-utf8': {
    exit: 2,
    message: { en: 'The file {path} is not UTF-8 text.', ko: '{path} 파일이 UTF-8 텍스트가 아닙니다.' },
    hint: { en: 'Save it as UTF-8.', ko: 'UTF-8로 저장하십시오.' },
  },
  'workspace-edit-refused': {
    exit: 2,
    message: { en: '{file} was not changed, because it has an error of its own: {what}', ko: '{file} 파일에 오류가 있어 변경하지 않았습니다: {what}' },
    hint: { en: 'Correct the file first; `breakglass check` names the place.', ko: '먼저 파일을 고치십시오. `breakglass check`가 위치를 알려 줍니다.' },
  },
  'workspace-moved-on': {
    exit: 4,
    message: { en: '{path} is not as it was when this was shown, so it was not written.', ko: '보여 드린 뒤 {path}이(가) 바뀌어 쓰지 않았습니다.' },
    hint: { en: 'Somebody else changed it meanwhile: look at it again, then write it.', ko: '그사이 다른 사람이 고쳤습니다. 다시 확인한 뒤 쓰십시오.' },
  },
  'workspace-would-break': {
    exit: 2,
    message: { en: 'Nothing was written, because the workspace would not pass the check: {file}, line {line}: {what}', ko: '작업 공간이 점검을 통과하지 못하므로 아무것도 쓰지 않았습니다. {file} {line}번째 줄: {what}' },
    hint: { en: 'Correct what is named; `breakglass check` lists what is wrong already.', ko: '표시된 곳을 고치십시오. 이미 있는 오류는 `breakglass check`로 볼 수 있습니다.' },
  },
  'workspace-entry-missing': {
    exit: 2,
    message: { en: '{file} has no entry {name}.', ko: '{file}에 {name} 항목이 없습니다.' },
    hint: { en: 'A source is named by its id, a host by its name, a rule by its number in the list.', ko: '소스는 id로, 호스트는 이름으로, 규칙은 목록의 번호로 가리킵니다.' },
  },
  'workspace-no-change': {
    exit: 2,
    message: { en: 'Nothing would change in {file}.', ko: '{file}에서 바뀌는 내용이 없습니다.' },
    hint: { en: 'Say what shall be otherwise, with `--set` or `--unset`.', ko: '`--set`이나 `--unset`으로 바꿀 내용을 지정하십시오.' },
  },
  'workspace-removal-unconfirmed': {
    exit: 4,
    message: { en: '{name} was not removed: its name was not typed.', ko: '이름을 입력하지 않아 {name}을(를) 지우지 않았습니다.' },
    hint: { en: 'Type it when asked, or give it with `--confirm`.', ko: '물어볼 때 이름을 입력하거나 `--confirm`으로 지정하십시오.' },
  },
  'workspace-host-missing': {
    exit: 2,
    message: { en: 'hosts.yaml has no host named {host}.', ko: 'hosts.yaml에 {host} 호스트가 없습니다.' },
    hint: { en: 'Add the host to hosts.yaml first.', ko: '먼저 hosts.yaml에 호스트를 추가하십시오.' },
  },
  'workspace-device-conflict': {
    exit: 4,
    message: { en: '{person} already has a device named {device} with another key.', ko: '{person} 님에게는 다른 키를 가진 {device} 기기가 이미 있습니다.' },
    hint: { en: 'Give the new device another name; a lost key is retired and never overwritten.', ko: '새 기기에 다른 이름을 붙이십시오. 잃어버린 키는 덮어쓰지 않고 은퇴시킵니다.' },
  },
  'workspace-public-key-bad': {
    exit: 2,
    message: { en: 'This is not a public key that hosts.yaml or team.yaml can hold.', ko: 'hosts.yaml이나 team.yaml에 넣을 수 있는 공개 키가 아닙니다.' },
    hint: { en: 'A host key looks like `ssh-ed25519 AAAA...`, a device key like `ed25519:BASE64`.', ko: '호스트 키는 `ssh-ed25519 AAAA...`, 기기 키는 `ed25519:BASE64` 꼴입니다.' },
  },
} as const;
