import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfmTable } from 'micromark-extension-gfm-table';
import { bodyOffset, readBlocks, type Block } from './blocks';
import { documentOf } from './document';
import { readFrontMatter } from './front-matter';
import { hiddenCharacters } from './hidden-characters';
import { placesOf } from './places';
import { checkReferences } from './references';
import { finding, type Report } from './rules';
import type { DocNode, Finding, Param, Runbook } from './runbook';
import { secretUses } from './secret-use';
import { sha256Hex } from './sha256';

/** 256 KiB, counted in characters: never less than that many bytes. */
const largest = 262_144;
/** SECURITY: the YAML reader's time grows with the square of brackets that are never closed. */
const largestFrontMatter = 16_384;
const mostBrackets = 500;
const mostSteps = 500;

function parse(text: string): Root {
  return fromMarkdown(text, {
    extensions: [frontmatter(['yaml']), gfmTable()],
    mdastExtensions: [frontmatterFromMarkdown(['yaml']), gfmTableFromMarkdown()],
  });
}

const mostMarkers = 1_000;

/**
 * SECURITY: brackets, stars and quote marks by the thousand take a Markdown reader quadratic time or the whole stack.
 * Returns the offset of the first paragraph that is like that, or null. Code is read in linear time and may hold any.
 */
function tooDeep(text: string): number | null {
  if ((text.match(/\|/g)?.length ?? 0) > 20_000) return 0;
  let offset = 0;
  let markers = 0;
  let fence = '';
  for (const line of text.split('\n')) {
    const mark = /^ {0,3}(`{3,}(?!.*`)|~{3,})/.exec(line)?.[1] ?? '';
    if (fence === '') fence = mark;
    else if (mark.startsWith(fence) && line.trim() === mark) fence = '';
    markers = fence !== '' || line.trim() === '' ? 0 : markers + (line.match(/[[\]<*_`~!]/g)?.length ?? 0);
    if (markers > mostMarkers || /^(?:[ \t]*[>*+-]){40}/.test(line) || /^ {400}/.test(line)) return offset;
    offset += line.length + 1;
  }
  return null;
}

function firstHeading(doc: readonly DocNode[]): string | null {
  const words = (node: DocNode): string => node.text ?? (node.children ?? []).map(words).join('');
  const heading = doc.find((node) => node.type === 'heading');
  return heading === undefined ? null : words(heading).trim() || null;
}

/**
 * Reads one runbook (docs/runbook-format.md). `path` is below the workspace, `/` separated. With any error there is no
 * runbook, so that nothing half understood is ever run; warnings do not hold it back. Never throws.
 */
export function readRunbook(path: string, text: string): { runbook: Runbook | null; findings: Finding[] } {
  const findings: Finding[] = [];
  const source = text.replaceAll('\r\n', '\n');
  const place = placesOf(source);
  const report: Report = (offset, rule, values) => findings.push(finding(path, place(offset), rule, values));
  const refused = (): { runbook: null; findings: Finding[] } => ({ runbook: null, findings });

  if (text.length > largest || utf8Length(text) > largest) {
    report(0, 'file-too-large');
    return refused();
  }
  for (const { offset, codePoint, kind } of hiddenCharacters(source)) {
    report(offset, kind === 'hidden' ? 'hidden-character' : 'control-character', { codePoint });
  }
  const deep = tooDeep(source);
  if (deep !== null) report(deep, 'too-complex');
  if (findings.length > 0) return refused();

  try {
    return readChecked(path, text, source, report, findings);
  } catch (error) {
    // SECURITY: a reader that ran out of stack on nested brackets is a finding about the file, not an end of the app.
    if (!(error instanceof RangeError)) throw error;
    report(0, 'too-complex');
    return refused();
  }
}

/** The part that needs a text without surprises. */
function readChecked(path: string, text: string, source: string, report: Report, findings: Finding[]): { runbook: Runbook | null; findings: Finding[] } {
  const tree = parse(source);
  const [front] = tree.children;
  const yamlAt = source.indexOf('\n') + 1;
  const yaml = front?.type === 'yaml' ? front.value : '';
  const hostile = yaml.length > largestFrontMatter || (yaml.match(/[[{]/g)?.length ?? 0) > mostBrackets;
  if (hostile) report(yamlAt, 'too-complex');
  const matter = readFrontMatter(hostile ? '' : yaml, yamlAt, report);
  const title = matter.title ?? firstHeading(documentOf(tree.children, new Map())) ?? path;
  const blocks = readBlocks(tree.children, source, title, report);
  checkReferences(blocks, report);
  checkSecretUse(blocks, matter.params, source, report);
  if (blocks.length === 0 && findings.length === 0) report(0, 'no-steps');
  if (blocks.length > mostSteps) report(0, 'too-many-steps');

  findings.sort((a, b) => a.line - b.line || a.column - b.column);
  if (findings.some(({ severity }) => severity === 'error')) return { runbook: null, findings };
  const { grades, matches, owner, drillEveryMs, params } = matter;
  const doc = documentOf(tree.children, new Map(blocks.map(({ node, step }) => [node, step.name])));
  const steps = blocks.map(({ step }) => step);
  return { runbook: { path, title, sha256: sha256Hex(text), grades, matches, owner, drillEveryMs, params, steps, doc }, findings };
}

/** A secret is passed on through standard input; a block that shows it to others is warned about. */
function checkSecretUse(blocks: readonly Block[], params: readonly Param[], source: string, report: Report): void {
  const secrets = params.filter(({ type }) => type === 'secret').map(({ name }) => name);
  for (const { node, at, step } of blocks) {
    if (step.kind !== 'sh') continue;
    const text = source.slice(at, node.position?.end.offset ?? at);
    for (const { offset, name, how } of secretUses(step.script, secrets)) report(at + bodyOffset(node, text, offset), how === 'exported' ? 'secret-exported' : 'secret-argument', { name });
  }
}

/** Bytes of a text in UTF-8. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
