/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const streamFailures = {
  'stream-unreachable': {
    exit: 3,
    message: { en: 'The journal does not reach {stream}: {why}', ko: '저널이 {stream}에 닿지 않습니다: {why}' },
    hint: { en: 'Nothing is lost: the entries wait in the journal and are sent when it answers.', ko: '잃는 것은 없습니다. 항목은 저널에 남아 있다가 응답이 오면 보냅니다.' },
  },
  'stream-refused': {
    exit: 3,
    message: { en: '{stream} answers and refuses what the journal sends: {why}', ko: '{stream}이(가) 응답하지만 저널이 보내는 것을 거부합니다: {why}' },
    hint: { en: 'Nothing is lost: the entries wait in the journal. Look at its address and its limits.', ko: '잃는 것은 없습니다. 항목은 저널에 남아 있습니다. 주소와 크기 제한을 확인하십시오.' },
  },
  'stream-refused-in-part': {
    exit: 3,
    message: { en: '{stream} refuses {count} entries: {why}', ko: '{stream}이(가) 항목 {count}건을 거부합니다: {why}' },
    hint: { en: 'The others have arrived. The journal holds these, and says which they are.', ko: '나머지는 도착했습니다. 거부된 항목은 저널에 남아 있고 저널에 기록됩니다.' },
  },
  'stream-stuck': {
    exit: 1,
    message: { en: 'The journal is not sent to {stream}, because this console could not do its part: {why}', ko: '이 콘솔의 문제로 저널을 {stream}(으)로 보내지 못하고 있습니다: {why}' },
    hint: { en: 'Nothing is lost, and it is tried again every 30 s. A full disk is the usual cause.', ko: '잃는 것은 없으며 30초마다 다시 시도합니다. 디스크가 가득 찬 경우가 많습니다.' },
  },
  'stream-conflict': {
    exit: 1,
    message: { en: '{stream} already holds other entries under the same numbers ({count}).', ko: '{stream}에 같은 번호의 다른 항목이 이미 있습니다({count}건).' },
    hint: { en: 'A journal was rewritten, or two devices share a name. Keep both; `breakglass journal verify` says more.', ko: '저널이 다시 쓰였거나 두 기기의 이름이 같습니다. 둘 다 보관하고 `breakglass journal verify`로 확인하십시오.' },
  },
  'stream-not-ours': {
    exit: 2,
    message: { en: '{path} is not a file of journal lines: {why}', ko: '{path}은(는) 저널 줄로 된 파일이 아닙니다: {why}' },
    hint: { en: 'Name a new file.', ko: '새 파일을 지정하십시오.' },
  },
  'stream-none': {
    exit: 2,
    message: { en: 'breakglass.yaml names no stream{named}.', ko: 'breakglass.yaml에 스트림이 없습니다{named}.' },
    hint: { en: 'Add one under `streams`; docs/workspace.md shows each kind.', ko: '`streams`에 추가하십시오. docs/workspace.md에 종류별 예가 있습니다.' },
  },
} as const;
