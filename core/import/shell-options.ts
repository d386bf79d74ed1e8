import type { Text } from '../text';

/** A script with its options as shell variables, or why that cannot be done safely. */
export type Converted = { readonly ok: true; readonly script: string; readonly used: ReadonlySet<string> } | { readonly ok: false; readonly why: Text };

/** The marks that Rundeck replaces in a text before it runs it, and its environment variables. */
const mark = /\$\{(?:unquoted)?option\.([A-Za-z0-9_.-]{1,100})\}|@option\.([A-Za-z0-9_.-]{1,100})@|\$\{RD_OPTION_([A-Z0-9_]{1,100})\}|\$RD_OPTION_([A-Z0-9_]{1,100})/y;

/** An ordinary variable in braces: nothing in it can change where the reading stands. */
const ordinary = /\$\{[A-Za-z_][A-Za-z0-9_]*\}/y;

/** What stays behind afterwards and would mean something else, or nothing, without Rundeck. */
const foreign = /\$\{(?:unquoted)?(?:option|globals|job|node|execution|data|export|config)[.:][^}\n]*\}?|@(?:option|globals|job|node|execution|data|export)\.[^@\s]+@|RD_[A-Z_]+/;

/** Where the reading stands. A here-document or a command substitution has rules of its own, which are not guessed at. */
type Where = 'plain' | 'single' | 'double' | 'comment';

const unclear: Text = {
  en: 'an option stands behind a here-document or inside a command substitution, where its quoting cannot be judged',
  ko: '옵션이 here-document 뒤나 명령 치환 안에 있어 따옴표 처리를 판단할 수 없습니다',
};

/**
 * Puts a shell variable where Rundeck would put the text of a value: the value stays one word and is never read as
 * shell. `variable` gives the parameter's name for an option's, null where there is none.
 *
 * SECURITY: Rundeck's own way, to paste the value into the command, is how a value becomes a command.
 */
export function withVariables(script: string, variable: (option: string) => string | null): Converted {
  let out = '';
  let where: Where = 'plain';
  let unsure = false;
  const used = new Set<string>();
  for (let at = 0; at < script.length; ) {
    mark.lastIndex = at;
    const found = mark.exec(script);
    if (found !== null) {
      const [whole, braced, atSigns, upperBraced, upper] = found;
      const isVariable = upperBraced !== undefined || upper !== undefined;
      const option = braced ?? atSigns ?? upperBraced ?? upper ?? '';
      const name = variable(option);
      if (name === null) return { ok: false, why: { en: `it uses the option ${option}, which the job does not have`, ko: `작업에 없는 옵션 ${option}을(를) 사용합니다` } };
      // A real variable reference means the same everywhere; pasted text does not.
      if (unsure && !isVariable) return { ok: false, why: unclear };
      out += written(name, unsure ? 'double' : where, isVariable, whole);
      used.add(name);
      at += whole.length;
      continue;
    }
    ordinary.lastIndex = at;
    const variableText = ordinary.exec(script)?.[0];
    if (variableText !== undefined) {
      out += variableText;
      at += variableText.length;
      continue;
    }
    const character = script.charAt(at);
    const next = script.charAt(at + 1);
    const step = character === '\\' && where !== 'single' && where !== 'comment' ? 2 : 1;
    if (step === 1) {
      if (character === '`' || (character === '$' && (next === '(' || next === '{' || next === "'")) || (character === '<' && next === '<')) {
        if (where !== 'single' && where !== 'comment') unsure = true;
      }
      where = after(where, character, script.charAt(at - 1));
    }
    out += script.slice(at, at + step);
    at += step;
  }
  const left = foreign.exec(out);
  if (left !== null) return { ok: false, why: { en: `it uses ${left[0].slice(0, 60)}, which only Rundeck fills in`, ko: `Rundeck만 채워 넣는 ${left[0].slice(0, 60)}을(를) 사용합니다` } };
  return { ok: true, script: out, used };
}

function written(name: string, where: Where, isVariable: boolean, whole: string): string {
  switch (where) {
    case 'plain':
      return `"$${name}"`;
    case 'double':
      return `\${${name}}`;
    case 'single':
      return isVariable ? whole : `'"$${name}"'`;
    case 'comment':
      return name;
  }
}

function after(where: Where, character: string, before: string): Where {
  switch (where) {
    case 'plain':
      if (character === "'") return 'single';
      if (character === '"') return 'double';
      return character === '#' && (before === '' || /[\s;&|(]/.test(before)) ? 'comment' : 'plain';
    case 'single':
      return character === "'" ? 'plain' : 'single';
    case 'double':
      return character === '"' ? 'plain' : 'double';
    case 'comment':
      return character === '\n' ? 'plain' : 'comment';
  }
}
