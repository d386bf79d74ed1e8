/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const importFailures = {
  'import-nothing': {
    exit: 1,
    message: { en: 'Nothing of {file} can be written.', ko: '{file}에서 쓸 수 있는 내용이 없습니다.' },
    hint: { en: 'The findings say why, part by part.', ko: '발견 사항에 부분마다 이유가 있습니다.' },
  },
  'import-source-unreadable': {
    exit: 2,
    message: { en: 'Cannot read {path}: {why}.', ko: '{path}을(를) 읽을 수 없습니다: {why}.' },
    hint: { en: 'Name a plain text file of at most 1 MiB that you may read.', ko: '읽을 수 있는 1 MiB 이하의 일반 텍스트 파일을 지정하십시오.' },
  },
  'import-gone': {
    exit: 2,
    message: { en: 'This import is no longer at hand.', ko: '이 가져오기 내용은 더 이상 남아 있지 않습니다.' },
    hint: { en: 'Choose or paste it again.', ko: '파일을 다시 고르거나 다시 붙여 넣으십시오.' },
  },
} as const;
