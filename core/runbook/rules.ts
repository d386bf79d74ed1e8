import { fill, type Text, type TextValues } from '../text';
import type { FindingRule } from '../workspace/finding-rules';
import { nearest } from './nearest';
import type { Place } from './places';
import type { Finding } from './runbook';

const closest: Text = { en: 'Known here: {suggestion}.', ko: '쓸 수 있는 것: {suggestion}.' };

/** Everything that can be wrong with a runbook, in words. The rule's name is stable and printed by `check`. */
export const runbookRules = {
  'file-too-large': {
    severity: 'error',
    message: { en: 'The runbook is larger than 256 KiB.', ko: '런북이 256 KiB보다 큽니다.' },
    hint: { en: 'Split it into several runbooks.', ko: '여러 런북으로 나누십시오.' },
  },
  'hidden-character': {
    severity: 'error',
    message: { en: 'An invisible or text-reversing character, {codePoint}, stands here.', ko: '보이지 않거나 글 방향을 바꾸는 문자 {codePoint}이(가) 있습니다.' },
    hint: { en: 'Delete it: what is shown must be what runs.', ko: '지우십시오. 보이는 것과 실행되는 것이 같아야 합니다.' },
  },
  'control-character': {
    severity: 'error',
    message: { en: 'A control character, {codePoint}, stands here.', ko: '제어 문자 {codePoint}이(가) 있습니다.' },
    hint: { en: 'Delete it, or write it as an escape that the shell understands.', ko: '지우거나, 셸이 이해하는 이스케이프로 적으십시오.' },
  },
  'front-matter-broken': {
    severity: 'error',
    message: { en: 'The front matter is not valid YAML: {why}', ko: '머리말이 올바른 YAML이 아닙니다: {why}' },
    hint: { en: 'Mend the YAML between the two `---` lines.', ko: '두 `---` 줄 사이의 YAML을 고치십시오.' },
  },
  'front-matter-alias': {
    severity: 'error',
    message: { en: 'Anchors, aliases and tags are not used in a runbook.', ko: '런북에서는 앵커, 별칭, 태그를 쓰지 않습니다.' },
    hint: { en: 'Write the value out.', ko: '값을 그대로 적으십시오.' },
  },
  'duplicate-key': {
    severity: 'error',
    message: { en: 'The key stands here a second time.', ko: '같은 키가 두 번 나옵니다.' },
    hint: { en: 'Keep one of the two.', ko: '둘 중 하나만 남기십시오.' },
  },
  'unknown-key': {
    severity: 'error',
    message: { en: 'Nothing knows the key "{key}" here.', ko: '여기에서 "{key}"은(는) 알 수 없는 키입니다.' },
    hint: closest,
  },
  'unknown-attribute': {
    severity: 'error',
    message: { en: 'Nothing knows the attribute "{key}".', ko: '"{key}"은(는) 알 수 없는 속성입니다.' },
    hint: closest,
  },
  'duplicate-attribute': {
    severity: 'error',
    message: { en: 'The attribute "{key}" is given twice.', ko: '"{key}" 속성이 두 번 적혔습니다.' },
    hint: { en: 'Keep one of the two.', ko: '둘 중 하나만 남기십시오.' },
  },
  'attributes-broken': {
    severity: 'error',
    message: { en: 'The attributes of this block cannot be read.', ko: '이 블록의 속성을 읽을 수 없습니다.' },
    hint: { en: 'Write {name=look, on=host} or {"name": "look"}.', ko: '{name=look, on=host} 또는 {"name": "look"}처럼 적으십시오.' },
  },
  'bad-value': {
    severity: 'error',
    message: { en: '"{value}" is no value for "{key}".', ko: '"{value}"은(는) "{key}"에 쓸 수 없는 값입니다.' },
    hint: { en: 'Expected: {expected}.', ko: '쓸 수 있는 값: {expected}.' },
  },
  'runme-refused': {
    severity: 'error',
    message: { en: 'runme\'s "{key}" with the value "{value}" is not supported.', ko: 'runme의 "{key}" 속성은 "{value}" 값으로 쓸 수 없습니다.' },
    hint: { en: 'Remove it: steps run without a terminal, in order, by sh.', ko: '지우십시오. 단계는 터미널 없이 순서대로 sh로 실행됩니다.' },
  },
  'attribute-not-for-kind': {
    severity: 'error',
    message: { en: '"{key}" means nothing for a block of kind {kind}.', ko: '"{key}" 속성은 {kind} 블록에서 의미가 없습니다.' },
    hint: { en: 'Remove it.', ko: '지우십시오.' },
  },
  'attribute-missing': {
    severity: 'error',
    message: { en: 'A {kind} block needs "{key}".', ko: '{kind} 블록에는 "{key}"이(가) 필요합니다.' },
    hint: { en: 'Write {put name=conf, from=files/app.conf, to=/etc/app.conf} or {get name=log, from=/var/log/app.log}.', ko: '{put name=conf, from=files/app.conf, to=/etc/app.conf} 또는 {get name=log, from=/var/log/app.log}처럼 적으십시오.' },
  },
  'put-reads': {
    severity: 'error',
    message: { en: 'A put block changes the host, so it cannot be danger=read.', ko: 'put 블록은 호스트를 바꾸므로 danger=read일 수 없습니다.' },
    hint: { en: 'Write danger=change or danger=destroy.', ko: 'danger=change나 danger=destroy로 적으십시오.' },
  },
  'fence-not-closed': {
    severity: 'error',
    message: { en: 'This block is never closed, so that everything after it would belong to it.', ko: '블록이 닫히지 않아 뒤의 내용이 모두 블록에 들어갑니다.' },
    hint: { en: 'End it with a line of as many backticks as it began with.', ko: '시작할 때와 같은 수의 백틱 줄로 닫으십시오.' },
  },
  'not-run': {
    severity: 'warning',
    message: { en: 'This {language} block is shown and never run.', ko: '이 {language} 블록은 보여 주기만 하고 실행하지 않습니다.' },
    hint: { en: 'Steps are `sh` blocks. Write `text` where it is only an example.', ko: '단계는 `sh` 블록입니다. 예시라면 `text`로 적으십시오.' },
  },
  'attributes-without-step': {
    severity: 'error',
    message: { en: 'This block has attributes, but its language is "{language}".', ko: '이 블록에는 속성이 있지만 언어가 "{language}"입니다.' },
    hint: { en: 'Use `sh`, `manual`, `wait`, `get` or `put`, or remove the attributes.', ko: '`sh`, `manual`, `wait`, `get`, `put` 중 하나로 바꾸거나 속성을 지우십시오.' },
  },
  'template-in-block': {
    severity: 'error',
    message: { en: '{text} would be filled into the command text, which is never done here.', ko: '{text}은(는) 명령 글에 값을 끼워 넣는 표기이며, 여기서는 쓰지 않습니다.' },
    hint: { en: 'Declare a parameter and write it as a shell variable, for example "$host".', ko: '매개변수를 선언하고 "$host"처럼 셸 변수로 적으십시오.' },
  },
  'empty-block': {
    severity: 'error',
    message: { en: 'This block is empty.', ko: '블록이 비어 있습니다.' },
    hint: { en: 'Write what is to be done, or delete the block.', ko: '할 일을 적거나 블록을 지우십시오.' },
  },
  'wait-duration': {
    severity: 'error',
    message: { en: 'A wait block holds one duration and nothing else.', ko: '대기 블록에는 시간 하나만 적습니다.' },
    hint: { en: 'Write for example 30s or 5m, at most 24h.', ko: '30s나 5m처럼 적으십시오. 최대 24h입니다.' },
  },
  'duplicate-name': {
    severity: 'error',
    message: { en: 'A block named "{name}" stands already in line {line}.', ko: '"{name}" 블록이 이미 {line}번째 줄에 있습니다.' },
    hint: { en: 'Give each block a name of its own.', ko: '블록마다 다른 이름을 쓰십시오.' },
  },
  'missing-block': {
    severity: 'error',
    message: { en: '"{key}" names the block "{name}", which does not exist.', ko: '"{key}"이(가) 가리키는 "{name}" 블록이 없습니다.' },
    hint: closest,
  },
  'wrong-block': {
    severity: 'error',
    message: { en: '"{key}" cannot name the block "{name}": {why}.', ko: '"{key}"에 "{name}" 블록을 쓸 수 없습니다({why}).' },
    hint: { en: 'Name another block.', ko: '다른 블록 이름을 쓰십시오.' },
  },
  'check-changes': {
    severity: 'warning',
    message: { en: 'The check "{name}" is not marked danger=read.', ko: '확인 블록 "{name}"에 danger=read 표시가 없습니다.' },
    hint: { en: 'A check looks and changes nothing: mark it danger=read.', ko: '확인은 보기만 하고 바꾸지 않습니다. danger=read를 붙이십시오.' },
  },
  'secret-exported': {
    severity: 'warning',
    message: { en: 'The secret "{name}" is exported: every program that the block starts can read it.', ko: '비밀 "{name}"을(를) export합니다. 블록이 시작하는 모든 프로그램이 읽을 수 있습니다.' },
    hint: { en: 'Pass it on through standard input or a here-document.', ko: '표준 입력이나 히어 도큐먼트로 넘기십시오.' },
  },
  'secret-argument': {
    severity: 'warning',
    message: { en: 'The secret "{name}" becomes an argument: whoever lists the processes of the host can read it.', ko: '비밀 "{name}"이(가) 명령 인수가 됩니다. 호스트의 프로세스 목록을 보는 누구나 읽을 수 있습니다.' },
    hint: { en: 'Pass it on through standard input or a here-document.', ko: '표준 입력이나 히어 도큐먼트로 넘기십시오.' },
  },
  'no-steps': {
    severity: 'warning',
    message: { en: 'The runbook has nothing to run.', ko: '실행할 단계가 없습니다.' },
    hint: { en: 'Add a fenced `sh` block.', ko: '`sh` 코드 블록을 넣으십시오.' },
  },
  'too-many-steps': {
    severity: 'error',
    message: { en: 'The runbook has more than 500 steps.', ko: '단계가 500개를 넘습니다.' },
    hint: { en: 'Split it into several runbooks.', ko: '여러 런북으로 나누십시오.' },
  },
  'too-complex': {
    severity: 'error',
    message: { en: 'The text is nested too deeply to be read.', ko: '글의 중첩이 너무 깊어 읽을 수 없습니다.' },
    hint: { en: 'Write it with fewer nested quotes, lists or brackets.', ko: '인용, 목록, 괄호의 중첩을 줄이십시오.' },
  },
} as const satisfies Record<string, FindingRule>;

export type RunbookRule = keyof typeof runbookRules;

/** Makes a finding in both languages. */
export function finding(file: string, place: Place, rule: RunbookRule, values: TextValues = {}): Finding {
  const spec: FindingRule = runbookRules[rule];
  const words = (text: Text): Text => ({ en: fill(text.en, values), ko: fill(text.ko, values) });
  return { file, ...place, severity: spec.severity, rule, message: words(spec.message), hint: words(spec.hint) };
}

/** Collects findings about one file. */
export type Report = (offset: number, rule: RunbookRule, values?: TextValues) => void;

/** The known word that was probably meant, or all of them where none is close. */
export function suggestion(word: string, known: readonly string[]): string {
  return nearest(word, known) ?? (known.length > 0 ? known.join(', ') : '-');
}
