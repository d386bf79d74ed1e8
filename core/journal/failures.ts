/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const journalFailures = {
  'journal-not-writable': {
    exit: 4,
    message: {
      en: 'The journal cannot be written ({path}): {reason}. Nothing runs without a record.',
      ko: '저널을 쓸 수 없습니다({path}): {reason}. 기록이 없으면 아무것도 실행하지 않습니다.',
    },
    hint: {
      en: 'Free some space or make the disk writable; the next act tries again. Silencing, ringing and acknowledging still work.',
      ko: '디스크 공간을 확보하거나 쓰기 가능하게 해 주십시오. 다음 동작 때 다시 시도합니다. 사이렌 멈추기, 울리기, 확인은 계속 됩니다.',
    },
  },
  'journal-folder-unsafe': {
    exit: 4,
    message: { en: 'The journal folder {path} is not used: {reason}', ko: '저널 폴더 {path}를 사용하지 않습니다: {reason}' },
    hint: {
      en: 'It must be a real folder of yours (no symbolic link) that others cannot write to.',
      ko: '심볼릭 링크가 아닌 본인 소유의 폴더여야 하며 다른 사용자가 쓸 수 없어야 합니다.',
    },
  },
  'journal-damaged': {
    exit: 1,
    message: {
      en: 'This device’s journal is damaged at {file}, line {line} ({rule}): {why}',
      ko: '이 기기의 저널이 {file} {line}번째 줄에서 손상되었습니다({rule}): {why}',
    },
    hint: {
      en: 'Keep the folder as evidence and restore it from another operator’s copy, or enrol this device under a new name.',
      ko: '폴더를 증거로 보관하고 다른 운영자의 사본으로 복원하거나, 이 기기를 새 이름으로 등록해 주십시오.',
    },
  },
  'journal-entry-too-long': {
    exit: 2,
    message: { en: 'The journal entry {entry} has {bytes} bytes; at most {max} fit', ko: '저널 항목 {entry}이(가) {bytes}바이트입니다. 최대 {max}바이트까지 가능합니다' },
    hint: { en: 'Shorten the reason or the note.', ko: '사유나 메모를 줄여 주십시오.' },
  },
  'journal-not-signed': {
    exit: 4,
    message: { en: 'The journal entry could not be signed: {reason}', ko: '저널 항목에 서명하지 못했습니다: {reason}' },
    hint: { en: 'Unlock the SSH agent or the keychain, then try again.', ko: 'SSH 에이전트나 키체인의 잠금을 풀고 다시 시도해 주십시오.' },
  },
  'journal-closed': {
    exit: 4,
    message: { en: 'The journal is closed', ko: '저널이 닫혀 있습니다' },
    hint: { en: 'Open the workspace again.', ko: '작업 공간을 다시 열어 주십시오.' },
  },
  'desk-taken': {
    exit: 4,
    message: {
      en: 'Breakglass already runs for this workspace and device (process {pid})',
      ko: '이 작업 공간과 기기에서 Breakglass가 이미 실행 중입니다(프로세스 {pid})',
    },
    hint: { en: 'Use that window, or end it first.', ko: '그 창을 사용하거나 먼저 종료해 주십시오.' },
  },
  'desk-folder-unsafe': {
    exit: 4,
    message: { en: 'The folder {path} is not used: {reason}', ko: '폴더 {path}를 사용하지 않습니다: {reason}' },
    hint: { en: 'It must be yours, a real folder, and closed to others (0700).', ko: '본인 소유의 실제 폴더여야 하고 다른 사용자에게 닫혀 있어야 합니다(0700).' },
  },
  'reconcile-other-run': {
    exit: 2,
    message: { en: 'The run {run} did not read login records of these days.', ko: '실행 {run}은(는) 이 기간의 로그인 기록을 읽은 실행이 아닙니다.' },
    hint: { en: 'Compare anew.', ko: '다시 비교하십시오.' },
  },
} as const;
