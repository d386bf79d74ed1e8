/** What can be expected to go wrong when a step moves a file. Worded once, in both languages; see core/errors.ts. */
export const fileStepFailures = {
  'sftp-missing': {
    exit: 4,
    message: { en: '{host} does not offer file transfer (SFTP): {why}', ko: '{host}에서 파일 전송(SFTP)을 쓸 수 없습니다: {why}' },
    hint: { en: 'Switch on `Subsystem sftp` in sshd_config there, or write the file in an sh step.', ko: '해당 호스트의 sshd_config에서 `Subsystem sftp`를 켜거나, sh 단계로 파일을 작성하십시오.' },
  },
  'sftp-refused': {
    exit: 1,
    message: { en: 'The file transfer of {host} does not allow {path}: {why}', ko: '{host}의 파일 전송이 {path}을(를) 허용하지 않습니다: {why}' },
    hint: { en: 'Look at the permissions there. For a file that only root may read, add sudo=true.', ko: '해당 경로의 권한을 확인하십시오. root만 읽을 수 있는 파일이라면 sudo=true를 붙이십시오.' },
  },
  'sftp-garbled': {
    exit: 1,
    message: { en: 'The file transfer of {host} answers with what is no SFTP.', ko: '{host}의 파일 전송이 SFTP가 아닌 응답을 보냅니다.' },
    hint: { en: 'A start-up file there may print into it. Try `sftp` by hand.', ko: '호스트의 시작 파일이 글을 출력하고 있을 수 있습니다. `sftp`를 직접 실행해 보십시오.' },
  },
  'host-disk-full': {
    exit: 1,
    message: { en: '{host} has no room for the file: {needed} bytes are needed at {path}, {free} are free.', ko: '{host}에 파일을 둘 공간이 없습니다. {path}에 {needed}바이트가 필요하지만 {free}바이트만 남았습니다.' },
    hint: { en: 'Make room there and retry. What was in place before still is.', ko: '공간을 확보한 뒤 다시 시도하십시오. 기존 파일은 그대로입니다.' },
  },
  'upload-stalled': {
    exit: 1,
    message: { en: 'The line to {host} did not carry the file: {sent} of {bytes} bytes arrived, and nothing more for {seconds} s.', ko: '{host} 연결로 파일을 다 보내지 못했습니다. {bytes}바이트 중 {sent}바이트가 도착한 뒤 {seconds}초 동안 진행이 없습니다.' },
    hint: { en: 'Nothing was put into place. A retry goes on where this one ended.', ko: '아무것도 바뀌지 않았습니다. 다시 시도하면 이어서 보냅니다.' },
  },
  'transfer-stopped': {
    exit: 1,
    message: { en: 'The transfer with {host} was stopped.', ko: '{host}와의 파일 전송을 멈췄습니다.' },
    hint: { en: 'Nothing was put into place.', ko: '아무것도 바뀌지 않았습니다.' },
  },
  'put-file-changed': {
    exit: 4,
    message: { en: 'The file {path} is no longer the one that the plan froze.', ko: '{path} 파일이 계획에 고정된 파일과 다릅니다.' },
    hint: { en: 'Nothing was put into place. Make the plan again and read it.', ko: '아무것도 바뀌지 않았습니다. 계획을 다시 만들어 확인하십시오.' },
  },
  'put-file-unreadable': {
    exit: 2,
    message: { en: 'The file {path} cannot be read here: {why}', ko: '{path} 파일을 읽을 수 없습니다: {why}' },
    hint: { en: 'It must be a plain file below the workspace, and no link may lead out of it.', ko: '작업 공간 안의 일반 파일이어야 하며, 링크가 밖으로 나가면 안 됩니다.' },
  },
  'got-file-differs': {
    exit: 1,
    message: { en: '{path} on {host} changed while it was fetched.', ko: '가져오는 동안 {host}의 {path}이(가) 바뀌었습니다.' },
    hint: { en: 'Nothing was kept. Retry; for a file that is written all the time copy it on the host first.', ko: '저장하지 않았습니다. 다시 시도하거나, 계속 쓰이는 파일이라면 호스트에서 먼저 복사하십시오.' },
  },
  'got-file-unsaved': {
    exit: 1,
    message: { en: 'What was fetched cannot be written here, {path}: {why}', ko: '가져온 파일을 {path}에 쓸 수 없습니다: {why}' },
    hint: { en: 'Free some space on this laptop and retry.', ko: '이 컴퓨터의 공간을 확보한 뒤 다시 시도하십시오.' },
  },
} as const;
