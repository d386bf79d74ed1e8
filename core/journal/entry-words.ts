import { z } from 'zod';

/** The words that journal entries hold as data, in Korean; in English they stand as they are. */
const korean: Readonly<Record<string, string>> = {
  // Grades, alerts and cases.
  noise: '소음',
  ungraded: '미분류',
  gone: '사라짐',
  'source-removed': '소스 제거됨',
  ack: '확인',
  unack: '확인 취소',
  close: '종료',
  real: '실제 문제',
  'false-ring': '오경보',
  drill: '훈련',
  duplicate: '중복',
  // Runs and steps.
  ok: '정상',
  failed: '실패',
  refused: '거부됨',
  running: '실행 중',
  'still running': '아직 실행 중',
  'not-sent': '보내지 않음',
  skipped: '건너뜀',
  stopped: '중지됨',
  confirmed: '확인됨',
  'timed-out': '시간 초과',
  interrupted: '중단됨',
  reboot: '재부팅',
  'supervisor gone': '감독 프로세스 사라짐',
  'possibly signal': '시그널로 추정',
  unknown: '알 수 없음',
  retry: '다시 시도',
  'retry-recordless': '기록 없이 다시 시도',
  skip: '건너뛰기',
  'manual-done': '직접 완료함',
  'manual-failed': '직접 했으나 실패',
  now: '즉시',
  'after-batch': '이번 묶음 뒤',
  // Sirens and duty.
  sounding: '울리는 중',
  quiet: '조용함',
  silent: '무음',
  audible: '소리 냄',
  acked: '확인됨',
  owner: '본인이 멈춤',
  decided: '다시 울리지 않기로 함',
  rang: '다시 울림',
  due: '5분 지남',
  over: '해소됨',
  exhausted: '모두 울렸으나 응답 없음',
  week: '일주일 전',
  day: '하루 전',
  evening: '저녁',
  hour: '한 시간 전',
  gap: '당직 공백',
  double: '겹친 당직',
  'no-siren': '사이렌 없음',
  'siren-down': '닿지 않는 사이렌',
  untried: '시험하지 않은 연락처',
  unwatched: '지켜보는 사람 없는 밤',
  phone: '전화',
  mail: '메일',
  // People, keys and journals.
  operator: '운영자',
  investigator: '조사자',
  watcher: '감시자',
  keychain: '키체인',
  agent: '에이전트',
  session: '세션',
  signed: '서명',
  lost: '분실',
  left: '퇴사',
  replaced: '교체',
  fork: '갈라짐',
  cut: '잘림',
  witness: '목격과 다름',
  bad: '손상',
  'torn-tail': '끝이 잘림',
  'write-failed': '쓰기 실패',
  // Terminals and what is added to the workspace.
  exit: '종료',
  signal: '시그널',
  closed: '닫힘',
  'line-lost': '연결 끊김',
  'not-opened': '열리지 않음',
  'record-lost': '기록 끊김',
  source: '소스',
  host: '호스트',
  rule: '규칙',
};

/** Fields that hold such words without being one of a fixed few. */
const spoken: Readonly<Record<string, string>> = { 'STEP-OUTCOME': 'word', 'RUN-END': 'word', 'SIREN-REBOOT': 'outcome', 'CONFIG-ADD': 'kind' };

/** The words that a field can hold, where its schema names them; null: it holds what somebody wrote, or a number. */
export function wordsOf(field: z.ZodType | undefined): readonly string[] | null {
  if (field instanceof z.ZodOptional || field instanceof z.ZodNullable) return wordsOf(field.unwrap() as z.ZodType);
  return field instanceof z.ZodEnum ? field.options.map(String) : null;
}

/** True for a field whose value is a word of ours, not of a person, a host or a source. */
export function isWord(code: string, name: string, field: z.ZodType | undefined): boolean {
  return spoken[code] === name || wordsOf(field) !== null;
}

/** A word of an entry in Korean, `failed(3, possibly signal 4)` piece by piece; what the table does not have stays. */
export function inKorean(words: string): string {
  return words.replace(/[a-z]+(?:[- ][a-z]+)*/g, (word) => (Object.hasOwn(korean, word) ? (korean[word] ?? word) : word));
}
