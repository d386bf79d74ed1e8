import type { Finding } from '../runbook/runbook';
import type { Text } from '../text';
import type { Locate, YamlPath } from '../workspace/locate';
import { fieldsOf, isOn, textOf, type Fields } from './foreign-file';
import type { ReadOptions } from './rundeck-options';
import { importFinding, named } from './rules';
import type { NewBlock } from './runbook-text';
import { withVariables, type Converted } from './shell-options';

/** What every step of a job shares. */
export interface StepContext {
  readonly options: ReadOptions;
  readonly locate: Locate;
  /** `on`, `batch`, `timeout` as the job says them. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Keys that a step may have besides those of its kind. */
const shared: ReadonlySet<string> = new Set(['description', 'errorhandler', 'enabled']);

/** Shells that take a script as one argument. */
const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ksh', 'zsh']);

const kindOnly: Text = { en: 'only commands and inline shell scripts are imported', ko: '명령과 인라인 셸 스크립트만 가져옵니다' };

/** Reads `sequence.commands`: a block for each step, and one for each error handler. */
export function readSteps(value: unknown, path: YamlPath, context: StepContext): { readonly blocks: readonly NewBlock[]; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const blocks: NewBlock[] = [];
  for (const [index, item] of (Array.isArray(value) ? value : []).entries()) {
    const name = `step-${String(index + 1)}`;
    const step = fieldsOf(item) ?? {};
    blocks.push(readStep(step, name, [...path, index], {}, context, findings));
    const handler = fieldsOf(step['errorhandler']);
    if (handler === null) continue;
    const at = [...path, index, 'errorhandler'];
    const how: Text = isOn(handler['keepgoingOnSuccess'])
      ? { en: `it runs where ${name} failed; the run goes on afterwards, as after any failure, when a person says so`, ko: `${name}이(가) 실패한 곳에서 실행됩니다. 그 뒤의 진행은 사람이 정합니다` }
      : { en: `it runs where ${name} failed`, ko: `${name}이(가) 실패한 곳에서 실행됩니다` };
    findings.push(importFinding(context.locate(at), 'import-otherwise', { what: { en: `the error handler of ${name}`, ko: `${name}의 오류 처리기` }, how }));
    blocks.push(readStep(handler, `${name}-handler`, at, { when: `${name}:failed` }, context, findings));
  }
  return { blocks, findings };
}

function readStep(step: Fields, name: string, path: YamlPath, more: Readonly<Record<string, string>>, context: StepContext, findings: Finding[]): NewBlock {
  const { locate, attributes, options } = context;
  const place = locate(path);
  const description = named(textOf(step['description']) ?? '');
  const heading = description === '' ? name : description;
  const byHand = (why: Text): NewBlock => {
    findings.push(importFinding(place, 'import-by-hand', { what: name, why }));
    return { heading, kind: 'manual', attributes: { name, ...more }, body: original(step) };
  };
  if (step['enabled'] === false) return byHand({ en: 'it is switched off', ko: '꺼져 있습니다' });
  const { converted, known } = readScript(step, options);
  if (!converted.ok) return byHand(converted.why);
  if (converted.script.trim() === '') return byHand({ en: 'it is empty', ko: '비어 있습니다' });
  for (const key of Object.keys(step)) {
    if (known.has(key) || shared.has(key) || (key === 'keepgoingOnSuccess' && name.endsWith('-handler'))) continue;
    findings.push(importFinding(locate([...path, key], 'key'), 'import-left-out', { what: `${name}: ${named(key)}`, why: { en: 'nothing here corresponds to it', ko: '여기에는 해당하는 것이 없습니다' } }));
  }
  if (converted.used.size > 0) {
    const list = [...converted.used].join(', ');
    findings.push(importFinding(place, 'import-otherwise', { what: name, how: { en: `${list} is a shell variable now, one word each, never part of the command text`, ko: `${list}은(는) 이제 셸 변수이며, 각각 한 단어이고 명령 글에 끼워 넣지 않습니다` } }));
  }
  return { heading, kind: 'sh', attributes: { name, ...attributes, ...more }, body: converted.script };
}

function refused(why: Text): { readonly converted: Converted; readonly known: ReadonlySet<string> } {
  return { converted: { ok: false, why }, known: new Set() };
}

function readScript(step: Fields, { variable, secrets }: ReadOptions): { readonly converted: Converted; readonly known: ReadonlySet<string> } {
  const exec = textOf(step['exec']);
  if (exec !== null) return { converted: withVariables(exec, variable), known: new Set(['exec']) };
  const script = textOf(step['script']);
  if (script === null) {
    const kind = ['jobref', 'scriptfile', 'scripturl', 'type'].find((key) => step[key] !== undefined) ?? '';
    const what = kind === 'jobref' ? (textOf(fieldsOf(step['jobref'])?.['name']) ?? textOf(fieldsOf(step['jobref'])?.['uuid']) ?? '') : (textOf(step[kind]) ?? '');
    return refused({ en: `${kind} ${named(what)}: ${kindOnly.en}`.trim(), ko: `${kind} ${named(what)}: ${kindOnly.ko}`.trim() });
  }
  const interpreter = interpreterOf(step, script);
  if (interpreter === null) return refused({ en: 'it is not a shell script', ko: '셸 스크립트가 아닙니다' });
  const body = withVariables(script, variable);
  const args = withVariables(textOf(step['args']) ?? '', variable);
  if (!body.ok) return { converted: body, known: new Set() };
  if (!args.ok) return { converted: args, known: new Set() };
  const used = new Set([...body.used, ...args.used]);
  const words = args.script.trim();
  if (!areWords(words)) return refused({ en: 'its arguments hold signs that a shell would act on', ko: '인수에 셸이 해석할 문자가 있습니다' });
  const known = new Set(['script', 'args', 'scriptInterpreter', 'interpreterArgsQuoted', 'fileExtension']);
  if (interpreter === 'sh') return { converted: { ok: true, used, script: words === '' ? body.script : `set -- ${words}\n${body.script}` }, known };
  if ([...used].some((name) => secrets.has(name))) return refused({ en: `${interpreter} would not see a secret option, which is never exported`, ko: `비밀 옵션은 내보내지 않으므로 ${interpreter}에서 볼 수 없습니다` });
  return { converted: { ok: true, used, script: `${interpreter} -c '${body.script.replaceAll("'", "'\\''")}' ${interpreter}${words === '' ? '' : ` ${words}`}` }, known };
}

/** The shell that a script is for; null where it is for something else, or for a shell with options of its own. */
function interpreterOf(step: Fields, script: string): string | null {
  const said = textOf(step['scriptInterpreter'])?.trim() ?? '';
  const shebang = /^#!([^\n]*)/.exec(script)?.[1]?.trim() ?? '';
  const command = (said === '' ? shebang : said).replace(/^\/usr\/bin\/env\s+/, '');
  if (command === '') return 'sh';
  const name = command.slice(command.lastIndexOf('/') + 1);
  return shells.has(name) ? (name === 'dash' ? 'sh' : name) : null;
}

/** Words with quotes and variables, and nothing else that a shell would act on. */
function areWords(text: string): boolean {
  return /^(?:[\w\s./:=@%+,-]|"\$[a-z][a-z0-9_]*"|'[^'\n]*'|"(?:[^"$`\\\n]|\$\{[a-z][a-z0-9_]*\})*")*$/.test(text) && !text.includes('\n');
}

/** The step as it was, for whoever has to do it by hand. */
function original(step: Fields): string {
  return JSON.stringify(step, null, 2).replace(/[\u007f-\u{10ffff}]/gu, (character) => (/[\p{L}\p{N}\p{P}\p{Sm}\p{Sc}]/u.test(character) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)).slice(0, 20_000);
}
