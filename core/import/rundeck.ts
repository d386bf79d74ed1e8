import { parseDuration } from '../runbook/duration';
import { readRunbook } from '../runbook/read-runbook';
import type { Finding } from '../runbook/runbook';
import type { Text } from '../text';
import type { YamlPath } from '../workspace/locate';
import { fieldsOf, isOn, readForeignTree, textOf, type Fields, type ForeignFile, type ForeignTree } from './foreign-file';
import { importFinding, named } from './rules';
import { readOptions } from './rundeck-options';
import { readSteps } from './rundeck-steps';
import { runbookText } from './runbook-text';

/** A file that an import would write, below the workspace. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

const readHere: ReadonlySet<string> = new Set(['name', 'group', 'description', 'id', 'uuid', 'options', 'sequence', 'nodefilters', 'timeout']);

/** Keys that do not change what a run does. */
const harmless: ReadonlySet<string> = new Set(['loglevel', 'defaultTab', 'nodeFilterEditable', 'nodesSelectedByDefault', 'multipleExecutions', 'maxMultipleExecutions', 'executionEnabled', 'scheduleEnabled', 'notifyAvgDurationThreshold']);

const nothingStarts: Text = { en: 'nothing runs here unless a person presses Run', ko: '사람이 실행을 누르지 않으면 아무것도 실행되지 않습니다' };
const nothingAlike: Text = { en: 'nothing here corresponds to it', ko: '여기에는 해당하는 것이 없습니다' };
const whyNot: Readonly<Record<string, Text>> = {
  schedule: nothingStarts,
  schedules: nothingStarts,
  notification: { en: 'messages are sent by the console’s own publishers', ko: '알림은 콘솔의 발행 기능이 보냅니다' },
  retry: { en: 'a second attempt is a person’s decision', ko: '다시 시도할지는 사람이 정합니다' },
};

/**
 * Reads Rundeck job definitions (YAML or JSON, as Rundeck exports them) into runbooks. Each part of a job is in the
 * runbook or in the findings. `taken` says whether a path is in use: such a runbook gets a number, none is overwritten.
 */
export function importRundeck(file: ForeignFile, taken: (path: string) => boolean): { readonly files: readonly NewFile[]; readonly findings: readonly Finding[] } {
  const tree = readForeignTree(file);
  if ('rule' in tree) return { files: [], findings: [tree] };
  const start = { file: file.name, line: 1, column: 1 };
  const jobs = Array.isArray(tree.value) ? tree.value : [tree.value];
  const wrong = importFinding(start, 'import-not-this', { expected: { en: 'a list of Rundeck jobs', ko: 'Rundeck 작업 목록' } });
  if (jobs.length === 0 || !jobs.every((job) => fieldsOf(fieldsOf(job)?.['sequence']) !== null)) return { files: [], findings: [wrong] };
  const findings: Finding[] = tree.tagged.map(({ key, tag, place }) => importFinding(place, 'import-left-out', { what: `${named(key)} (${named(tag)})`, why: nothingAlike }));
  const files: NewFile[] = [];
  for (const [index, job] of jobs.entries()) {
    const base = Array.isArray(tree.value) ? [index] : [];
    const read = readJob(fieldsOf(job) ?? {}, base, tree);
    const path = freePath(read.folder, (candidate) => taken(candidate) || files.some((made) => made.path === candidate));
    findings.push(...read.findings);
    // What would not pass `check` is not written: the person learns why here, and not on the night.
    const [problem] = readRunbook(path, read.text).findings.filter(({ severity }) => severity === 'error');
    if (problem === undefined) files.push({ path, text: read.text });
    else findings.push(importFinding(tree.locate(base), 'import-left-out', { what: { en: `the job ${read.title}`, ko: `작업 ${read.title}` }, why: { en: problem.message.en.replace(/\.$/, ''), ko: problem.message.ko.replace(/\.$/, '') } }));
  }
  return { files, findings };
}

function readJob(job: Fields, base: YamlPath, { locate }: ForeignTree): { readonly title: string; readonly folder: string; readonly text: string; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const leftOut = (path: YamlPath, what: string, why: Text): void => void findings.push(importFinding(locate(path, 'key'), 'import-left-out', { what, why }));
  const otherwise = (path: YamlPath, what: string, how: Text): void => void findings.push(importFinding(locate(path, 'key'), 'import-otherwise', { what, how }));
  const title = named(textOf(job['name']) ?? '') || 'Rundeck job';
  for (const key of Object.keys(job)) {
    if (readHere.has(key)) continue;
    if (harmless.has(key)) otherwise([...base, key], named(key), { en: 'it has no meaning here', ko: '여기서는 의미가 없습니다' });
    else leftOut([...base, key], named(key), whyNot[key] ?? nothingAlike);
  }
  const options = readOptions(job['options'] ?? [], [...base, 'options'], locate);
  findings.push(...options.findings);
  const attributes = { ...readNodes(job, base, leftOut, otherwise), ...readTimeout(job, base, leftOut, otherwise) };
  const sequence = fieldsOf(job['sequence']) ?? {};
  readWorkflow(sequence, base, leftOut, otherwise);
  const steps = readSteps(sequence['commands'], [...base, 'sequence', 'commands'], { options, locate, attributes });
  findings.push(...steps.findings);
  const id = textOf(job['uuid']) ?? textOf(job['id']);
  const about = [textOf(job['description']) ?? '', id === null ? 'Imported from a Rundeck job.' : `Imported from the Rundeck job ${named(id)}.`].filter((text) => text.trim() !== '');
  const folder = [textOf(job['group']) ?? '', title].flatMap((part) => part.split('/')).map(slug).filter((part) => part !== '');
  return { title, folder: folder.join('/') || 'job', text: runbookText({ title, params: options.params, about, blocks: steps.blocks }), findings };
}

type Say = (path: YamlPath, what: string, words: Text) => void;

/** `nodefilters`: one host or one group by name becomes `on=`; anything else is asked for when the runbook is planned. */
function readNodes(job: Fields, base: YamlPath, leftOut: Say, otherwise: Say): Record<string, string> {
  const path = [...base, 'nodefilters'];
  const nodes = fieldsOf(job['nodefilters']);
  if (nodes === null) {
    leftOut(base, 'nodefilters', { en: 'the job ran on the Rundeck server itself; the hosts are asked for', ko: 'Rundeck 서버에서 실행되던 작업입니다. 호스트를 묻습니다' });
    return {};
  }
  const dispatch = fieldsOf(nodes['dispatch']) ?? {};
  for (const key of Object.keys(nodes)) if (key !== 'filter' && key !== 'dispatch') leftOut([...path, key], `nodefilters.${named(key)}`, nothingAlike);
  for (const [key, value] of Object.entries(dispatch)) {
    if (key === 'threadcount' && textOf(value) !== null && /^[1-9]\d{0,2}$/.test(textOf(value) ?? '')) continue;
    const how: Text = key === 'keepgoing' && isOn(value) ? { en: 'a failure on one host stops the run until a person decides', ko: '한 호스트의 실패는 사람이 정할 때까지 실행을 멈춥니다' } : { en: 'it has no meaning here', ko: '여기서는 의미가 없습니다' };
    otherwise([...path, 'dispatch', key], `nodefilters.dispatch.${named(key)}`, how);
  }
  const threads = textOf(dispatch['threadcount']);
  const batch = threads !== null && /^[1-9]\d{0,2}$/.test(threads) ? { batch: threads } : {};
  const filter = textOf(nodes['filter']) ?? '';
  const one = /^\s*(?:(?:name|nodename|tags):\s*)?([A-Za-z0-9][A-Za-z0-9._-]{0,63})\s*$/.exec(filter)?.[1];
  if (one !== undefined) {
    otherwise([...path, 'filter'], `nodefilters ${named(filter)}`, { en: `the steps run on ${one}, a host or group of hosts.yaml; tags are groups here`, ko: `단계는 hosts.yaml의 호스트나 그룹 ${one}에서 실행됩니다. 태그는 여기서 그룹입니다` });
    return { on: one, ...batch };
  }
  leftOut([...path, 'filter'], `nodefilters ${named(filter)}`, { en: 'only one name is understood; the hosts are asked for', ko: '이름 하나만 이해합니다. 호스트를 묻습니다' });
  return batch;
}

/** `timeout`, of the whole job there and of each step here: seconds, or units as in `1h 30m`. */
function readTimeout(job: Fields, base: YamlPath, leftOut: Say, otherwise: Say): Record<string, string> {
  const text = textOf(job['timeout'])?.trim() ?? '';
  if (text === '' || text === '0') return {};
  const parts = /^\d+$/.test(text) ? [`${text}s`] : text.split(/\s+/);
  const ms = parts.reduce((sum, part) => sum + (parseDuration(part) ?? Number.NaN), 0);
  if (!(ms >= 1_000 && ms <= 86_400_000)) {
    leftOut([...base, 'timeout'], `timeout ${named(text)}`, { en: 'it is no time between 1s and 24h', ko: '1s에서 24h 사이의 시간이 아닙니다' });
    return {};
  }
  otherwise([...base, 'timeout'], `timeout ${named(text)}`, { en: 'it holds for each step, not for all of them together', ko: '전체가 아니라 각 단계에 적용됩니다' });
  return { timeout: `${String(Math.round(ms / 1_000))}s` };
}

function readWorkflow(sequence: Fields, base: YamlPath, leftOut: Say, otherwise: Say): void {
  for (const [key, value] of Object.entries(sequence)) {
    const path = [...base, 'sequence', key];
    const said = named(textOf(value) ?? '');
    if (key === 'commands' || (key === 'strategy' && (value === 'step-first' || value === 'sequential'))) continue;
    if (key === 'strategy' && (value === 'node-first' || value === 'parallel')) otherwise(path, `strategy ${said}`, { en: 'each step runs on all hosts before the next one begins', ko: '한 단계가 모든 호스트에서 끝난 뒤 다음 단계가 시작됩니다' });
    else if (key === 'keepgoing' && !isOn(value)) continue;
    else if (key === 'keepgoing') otherwise(path, 'keepgoing', { en: 'the run stops at a failed step until a person decides', ko: '실패한 단계에서 사람이 정할 때까지 멈춥니다' });
    else leftOut(path, `sequence.${named(key)} ${said}`.trim(), nothingAlike);
  }
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60);
}

function freePath(name: string, taken: (path: string) => boolean): string {
  for (let number = 1; ; number += 1) {
    const path = `runbooks/imported/${name}${number === 1 ? '' : `-${String(number)}`}.md`;
    if (!taken(path)) return path;
  }
}
