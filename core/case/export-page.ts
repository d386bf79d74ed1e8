import { isoTime } from '../alert/iso-time';
import { fill, type Locale, type Text } from '../text';
import type { Plan } from '../runbook/plan';
import type { Case } from './case';
import type { ExportManifest } from './export';
import { html, type Markup } from './inert-html';

/** What the readable page of an export shows. */
interface ExportPage {
  readonly subject: Case;
  readonly workspace: string;
  /** Epoch ms. */
  readonly at: number;
  readonly by: string;
  readonly entries: readonly { readonly at: number; readonly writer: string; readonly seq: number; readonly code: string; readonly hash: string; readonly en: string; readonly ko: string }[];
  readonly plans: readonly { readonly hash: string; readonly plan: Plan }[];
  /** `text`: the beginning of the output; `more`: whether there is more of it in the file. */
  readonly transcripts: readonly { readonly path: string; readonly sha256: string; readonly text: string; readonly more: boolean; readonly named: boolean }[];
  readonly removed: ExportManifest['removed'];
  readonly keys: readonly { readonly writer: string; readonly fingerprint: string }[];
}

const words = {
  title: { en: 'Case {id}: {title}', ko: '케이스 {id}: {title}' },
  facts: { en: 'Workspace {workspace}. Exported by {by} at {at}. All times are UTC.', ko: '작업 공간 {workspace}. {by}이(가) {at}에 내보냈습니다. 모든 시각은 UTC입니다.' },
  proof: {
    en: 'This page is for reading and proves nothing by itself. What proves it is the signed extract beside it: README.txt says how to check it, offline, with a program that shares no code with Breakglass.',
    ko: '이 페이지는 읽기용이며 그 자체로는 아무것도 증명하지 않습니다. 증거는 함께 있는 서명된 발췌본입니다. README.txt의 방법대로 Breakglass와 코드를 공유하지 않는 프로그램으로 오프라인에서 확인할 수 있습니다.',
  },
  grade: { en: 'Grade', ko: '등급' },
  owner: { en: 'Owner', ko: '담당자' },
  opened: { en: 'Opened', ko: '시작' },
  closed: { en: 'Closed', ko: '종료' },
  verdict: { en: 'Verdict', ko: '판정' },
  alerts: { en: 'Alerts', ko: '알림' },
  links: { en: 'Links', ko: '링크' },
  follow: { en: 'Left to do', ko: '남은 일' },
  timeline: { en: 'What happened', ko: '경과' },
  plans: { en: 'Plans', ko: '실행 계획' },
  outputs: { en: 'Outputs', ko: '출력' },
  unnamed: { en: 'No signed entry names this hash (secrets were masked, or the step did not end): the exporter’s word alone.', ko: '이 해시를 언급한 서명된 항목이 없습니다(비밀 값이 가려졌거나 단계가 끝나지 않음). 내보낸 사람의 말로만 뒷받침됩니다.' },
  more: { en: 'The rest is in the file.', ko: '나머지는 파일에 있습니다.' },
  removed: { en: 'Left out or missing', ko: '제외되거나 없는 것' },
  redacted: { en: 'left out on purpose', ko: '의도적으로 제외' },
  missing: { en: 'not on the exporter’s laptop', ko: '내보낸 사람의 노트북에 없음' },
  keys: { en: 'Signing keys (compare them with the team)', ko: '서명 키(팀과 대조하십시오)' },
  none: { en: 'None.', ko: '없음.' },
} as const satisfies Record<string, Text>;

const style =
  'body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}' +
  'h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem;border-bottom:1px solid #ccc}table{border-collapse:collapse;width:100%}' +
  'td,th{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0;overflow-wrap:anywhere}tr+tr td{border-top:1px solid #eee}' +
  'code,pre,.m{font-family:ui-monospace,monospace;font-size:.85em}pre{background:#f5f5f5;padding:.7rem;white-space:pre-wrap;overflow-wrap:anywhere}' +
  '.d{color:#666}.n{white-space:nowrap}.p{border:1px solid #ccc;padding:.7rem}';

/** A moment as people read it, to the second, in UTC. */
function utc(ms: number): string {
  return isoTime(ms).slice(0, 19).replace('T', ' ');
}

/**
 * One page in one language: no script, no picture, no reference to anything outside of it. The policy in its head forbids
 * them even if this function were wrong.
 */
export function exportPage(page: ExportPage, locale: Locale): string {
  const say = (name: keyof typeof words): string => words[name][locale];
  const { subject } = page;
  const title = fill(say('title'), { id: subject.id, title: subject.title });
  const fact = (name: keyof typeof words, value: string): Markup => (value === '' ? html`` : html`<tr><th>${say(name)}</th><td>${value}</td></tr>`);
  const section = (name: keyof typeof words, rows: readonly Markup[]): Markup => html`<h2>${say(name)}</h2>${rows.length === 0 ? html`<p class="d">${say('none')}</p>` : rows}`;
  const listed = (name: keyof typeof words, items: readonly string[]): Markup =>
    items.length === 0 ? html`` : html`<h2>${say(name)}</h2><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
  return html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"><meta name="referrer" content="no-referrer"><title>${title}</title><style>${{ markup: style }}</style></head><body>
<h1>${title}</h1>
<p class="d">${fill(say('facts'), { workspace: page.workspace, by: page.by, at: utc(page.at) })}</p>
<p class="p">${say('proof')}</p>
<table>${fact('grade', subject.grade)}${fact('owner', subject.owner ?? '')}${fact('opened', utc(subject.openedAt))}${fact('closed', subject.closedAt === null ? '' : utc(subject.closedAt))}${fact('verdict', subject.verdict === null ? '' : `${subject.verdict}: ${subject.why ?? ''}`)}</table>
${listed('alerts', subject.alerts)}${listed('links', subject.links.map(({ url, what }) => (what === '' ? url : `${what}: ${url}`)))}${listed('follow', subject.followUps)}
${section('timeline', page.entries.length === 0 ? [] : [html`<table>${page.entries.map((entry) => html`<tr><td class="n m">${utc(entry.at)}</td><td>${entry[locale]}</td><td class="d m">${entry.writer} #${entry.seq} ${entry.code}<br>${entry.hash.slice(0, 16)}</td></tr>`)}</table>`])}
${section('plans', page.plans.map(({ hash, plan }) => planPart(hash, plan)))}
${section('outputs', page.transcripts.map(({ path, sha256, text, more, named }) => html`<h3 class="m">${path}</h3><p class="d m">SHA-256 ${sha256}</p>${named ? html`` : html`<p class="d">${say('unnamed')}</p>`}<pre>${text}</pre>${more ? html`<p class="d">${say('more')}</p>` : html``}`))}
${section('removed', page.removed.length === 0 ? [] : [html`<table>${page.removed.map(({ what, sha256, why }) => html`<tr><td>${what}</td><td class="m">${sha256 ?? ''}</td><td>${say(why)}</td></tr>`)}</table>`])}
${section('keys', page.keys.length === 0 ? [] : [html`<table>${page.keys.map(({ writer, fingerprint }) => html`<tr><td class="m">${writer}</td><td class="m">${fingerprint}</td></tr>`)}</table>`])}
</body></html>
`.markup;
}

function planPart(hash: string, plan: Plan): Markup {
  const where = plan.targets.map(({ name, user, address, port }) => `${name} = ${user}@${address}:${String(port)}`).join(', ');
  return html`<h3>${plan.runbook.title}</h3><p class="d m">SHA-256 ${hash}<br>${plan.runbook.path}<br>${where}</p>${plan.steps.map((step) => html`<p>${step.position}. ${step.title} <span class="d">(${step.danger}, ${step.targets.join(', ')})</span></p>${step.script === '' ? html`` : html`<pre>${step.script}</pre>`}`)}`;
}
