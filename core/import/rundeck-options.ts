import { RE2JS } from 're2js';
import { hiddenCharacters } from '../runbook/hidden-characters';
import type { Finding } from '../runbook/runbook';
import type { Text } from '../text';
import type { Place } from '../workspace/finding';
import type { Locate, YamlPath } from '../workspace/locate';
import { fieldsOf, isOn, textOf, type Fields } from './foreign-file';
import { importFinding, named } from './rules';

/** The options of a job as the parameters of a runbook. */
export interface ReadOptions {
  readonly params: Readonly<Record<string, Record<string, unknown>>>;
  /** The parameter for an option's name, also in capitals as Rundeck writes it for the environment; null: no such option. */
  readonly variable: (option: string) => string | null;
  readonly secrets: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

/** Keys of an option that say nothing about what runs. */
const silent: ReadonlySet<string> = new Set(['name', 'description', 'label', 'required', 'value', 'values', 'enforced', 'regex', 'secure', 'sortIndex', 'valuesListDelimiter']);

const leftOut: Readonly<Record<string, Text>> = {
  valueExposed: { en: 'a secret parameter always reaches the script, as a variable that is not exported', ko: '비밀 매개변수는 항상 내보내지 않은 변수로 스크립트에 전달됩니다' },
  storagePath: { en: 'secrets come from this laptop’s keychain', ko: '비밀 값은 이 노트북의 키체인에서 옵니다' },
  valuesUrl: { en: 'values are not fetched from an address', ko: '값을 주소에서 가져오지 않습니다' },
  multivalued: { en: 'the value is one text; it is not divided', ko: '값은 하나의 텍스트이며 나누지 않습니다' },
  delimiter: { en: 'the value is one text; it is not divided', ko: '값은 하나의 텍스트이며 나누지 않습니다' },
  isDate: { en: 'the value is plain text', ko: '값은 일반 텍스트입니다' },
  hidden: { en: 'every parameter is shown', ko: '모든 매개변수를 보여 줍니다' },
};

/** Reads `options:`, a list, or a mapping in older exports. */
export function readOptions(value: unknown, path: YamlPath, locate: Locate): ReadOptions {
  const findings: Finding[] = [];
  const params: Record<string, Record<string, unknown>> = {};
  const variables = new Map<string, string>();
  const secrets = new Set<string>();
  const map = fieldsOf(value);
  const withName = (name: string, option: unknown): Fields => ({ name, ...fieldsOf(option) });
  const entries = Array.isArray(value) ? value.map((item, at) => [at, fieldsOf(item)] as const) : Object.entries(map ?? {}).map(([key, item]) => [key, withName(key, item)] as const);
  for (const [key, option] of entries) {
    const place = locate([...path, key]);
    const name = textOf(option?.['name']);
    if (option === null || name === null || name === '') {
      findings.push(importFinding(place, 'import-left-out', { what: { en: 'an option', ko: '옵션' }, why: { en: 'it has no name', ko: '이름이 없습니다' } }));
      continue;
    }
    if (option['type'] !== undefined && option['type'] !== 'text') {
      findings.push(importFinding(place, 'import-left-out', { what: `${named(name)}`, why: { en: `an option of type ${named(textOf(option['type']) ?? '')} is not text`, ko: `${named(textOf(option['type']) ?? '')} 형식의 옵션은 텍스트가 아닙니다` } }));
      continue;
    }
    const param = paramName(name, new Set(Object.keys(params)));
    if (param !== name) findings.push(importFinding(place, 'import-otherwise', { what: named(name), how: { en: `the parameter is called ${param}`, ko: `매개변수 이름은 ${param}입니다` } }));
    variables.set(name, param);
    variables.set(inCapitals(name), variables.get(inCapitals(name)) ?? param);
    if (isOn(option['secure'])) secrets.add(param);
    params[param] = readParam(option, place, findings);
  }
  return { params, variable: (option) => variables.get(option) ?? null, secrets, findings };
}

function readParam(option: Fields, place: Place, findings: Finding[]): Record<string, unknown> {
  const name = named(textOf(option['name']) ?? '');
  const otherwise = (key: string, how: Text): void => void findings.push(importFinding(place, 'import-otherwise', { what: `${name}: ${key}`, how }));
  for (const [key, value] of Object.entries(option)) {
    if (silent.has(key) || key === 'type' || value === false || value === 'false' || value === null) continue;
    otherwise(named(key), leftOut[key] ?? { en: 'nothing here corresponds to it', ko: '여기에는 해당하는 것이 없습니다' });
  }
  const title = named(textOf(option['label']) ?? textOf(option['description']) ?? '');
  const fallback = textOf(option['value']);
  const values = valuesOf(option);
  const shared = { ...(title === '' ? {} : { title }), ...(isOn(option['required']) ? {} : { required: false }) };
  if (isOn(option['secure'])) {
    if (fallback !== null) otherwise('value', { en: 'a secret has no default in a file', ko: '비밀 값의 기본값은 파일에 두지 않습니다' });
    return { type: 'secret', ...shared };
  }
  const usable = fallback === null || fallback === '' || (fallback.length <= 200 && hiddenCharacters(fallback, 1).length === 0) ? fallback : null;
  if (usable !== fallback) otherwise('value', { en: 'this default is too long or holds hidden characters, so there is none', ko: '기본값이 너무 길거나 숨은 문자가 있어 넣지 않았습니다' });
  const regex = textOf(option['regex']);
  if (isOn(option['enforced']) && values.length > 0) {
    if (regex !== null) otherwise('regex', { en: 'the listed values are the only ones', ko: '나열한 값만 쓸 수 있습니다' });
    const known = usable !== null && values.includes(usable);
    if (usable !== null && usable !== '' && !known) otherwise('value', { en: 'it is none of the values, so there is no default', ko: '나열한 값에 없어 기본값을 두지 않았습니다' });
    return { type: 'enum', ...shared, values, ...(known ? { default: usable, required: true } : {}) };
  }
  if (values.length > 0) otherwise('values', { en: `suggestions are not offered: ${named(values.join(', '))}`, ko: `값 제안은 제공하지 않습니다: ${named(values.join(', '))}` });
  const fits = regex === null ? null : compiled(regex);
  if (regex !== null && fits === null) otherwise('regex', { en: 'the pattern is not one that can be matched safely, so any text is taken', ko: '안전하게 검사할 수 없는 패턴이라 어떤 텍스트든 받습니다' });
  const kept = usable !== null && usable !== '' && (fits === null || fits.testExact(usable)) ? usable : null;
  if (usable !== null && usable !== '' && kept === null) otherwise('value', { en: 'it does not match the pattern, so there is no default', ko: '패턴에 맞지 않아 기본값을 두지 않았습니다' });
  return { type: 'string', ...shared, ...(fits === null ? {} : { regex }), ...(kept === null ? {} : { default: kept }) };
}

function valuesOf(option: Fields): string[] {
  const { values } = option;
  const delimiter = textOf(option['valuesListDelimiter']) ?? ',';
  const listed = Array.isArray(values) ? values : typeof values === 'string' ? values.split(delimiter === '' ? ',' : delimiter) : [];
  return [...new Set(listed.map((value) => textOf(value) ?? '').filter((value) => value !== ''))];
}

function compiled(regex: string): RE2JS | null {
  try {
    return regex.length <= 200 ? RE2JS.compile(regex) : null;
  } catch {
    return null;
  }
}

/** `Host Name` becomes `host_name`; a name that is taken gets a number. */
function paramName(option: string, taken: ReadonlySet<string>): string {
  const plain = option.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[_0-9]+/, '').replace(/_+$/, '').slice(0, 28);
  const base = plain === '' ? 'option' : plain;
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base}_${String(number)}`;
    if (!taken.has(name)) return name;
  }
}

function inCapitals(option: string): string {
  return option.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
