import type { Code, RootContent } from 'mdast';
import { readFence } from './attributes';
import { parseDuration } from './duration';
import { readFileAttributes } from './file-step-attributes';
import { stepKindSchema } from './plan';
import type { Report } from './rules';
import type { RunbookStep } from './runbook';
import { readStepAttributes, type StepKind } from './step-attributes';

/** A step with its place, before the steps are looked at together. */
export interface Block {
  readonly node: Code;
  readonly step: RunbookStep;
  /** False where the name was made up here, so that nothing may refer to it. */
  readonly named: boolean;
  readonly at: number;
}

/** Languages whose blocks look as if they would be run; a reader must be told that they are not. */
const shells: readonly string[] = ['bash', 'shell', 'zsh', 'ksh', 'fish', 'powershell', 'pwsh', 'cmd'];

/** `{{ }}` of Ansible, Go and Jinja, and Rundeck's `${option.x}` and `@option.x@`. */
const template = /\{\{[^\n]*?\}\}|\$\{(?:option|globals|job|node|execution)\.[^}\n]*\}|@(?:option|globals|job|node)\.[^@\s]+@/;

const longestWaitMs = 86_400_000;

function plainText(nodes: readonly RootContent[]): string {
  return nodes
    .map((node) => ('value' in node ? node.value : 'children' in node ? plainText(node.children) : 'alt' in node ? (node.alt ?? '') : ''))
    .join('');
}

/** All code blocks in the order of the text, each with the heading above it. */
function codeBlocks(nodes: readonly RootContent[]): { readonly node: Code; readonly heading: string }[] {
  const found: { node: Code; heading: string }[] = [];
  let heading = '';
  const visit = (list: readonly RootContent[]): void => {
    for (const node of list) {
      if (node.type === 'heading') heading = plainText(node.children).trim();
      else if (node.type === 'code') found.push({ node, heading });
      else if ('children' in node) visit(node.children);
    }
  };
  visit(nodes);
  return found;
}

/** A fence that runs to the end of its container was forgotten, and would swallow the text behind it. */
function isClosed(source: string): boolean {
  const fence = /^(`{3,}|~{3,})/.exec(source)?.[1] ?? '';
  const last = source.slice(source.lastIndexOf('\n') + 1).replace(/^[\s>]*/, '').trimEnd();
  return source.includes('\n') && last.length >= fence.length && last === fence.charAt(0).repeat(last.length);
}

function kindOf(language: string, said: string | undefined): StepKind | null {
  const kind = stepKindSchema.safeParse(said ?? language);
  return kind.success ? kind.data : null;
}

/** Where a place of a block's body stands in the file: a list or a quote puts characters before each body line. */
export function bodyOffset(node: Code, source: string, index: number): number {
  const before = node.value.slice(0, index).split('\n');
  const line = before.length;
  const column = before.at(-1)?.length ?? 0;
  const lines = source.split('\n');
  const start = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
  const indent = (lines[line] ?? '').length - (node.value.split('\n')[line - 1] ?? '').length;
  return start + Math.max(indent, 0) + column;
}

/** What a body must be by its kind; gives how long a `wait` waits. */
function checkBody(kind: StepKind, node: Code, source: string, at: number, report: Report): number | null {
  const body = node.value.trim();
  if (kind === 'wait') {
    const waitMs = parseDuration(body);
    const sane = waitMs !== null && waitMs > 0 && waitMs <= longestWaitMs;
    if (!sane) report(at, 'wait-duration');
    return sane ? waitMs : null;
  }
  // What a `get` or `put` does stands in its attributes; its body is for the reader and is never sent.
  if (body === '' && kind !== 'get' && kind !== 'put') report(at, 'empty-block');
  const found = kind === 'manual' ? null : template.exec(node.value);
  if (found !== null) report(at + bodyOffset(node, source, found.index), 'template-in-block', { text: found[0].slice(0, 60) });
  return null;
}

/** Reads every fenced block that is a step. `source` is the whole file with `\n` line ends. */
export function readBlocks(nodes: readonly RootContent[], source: string, title: string, report: Report): Block[] {
  const blocks: Block[] = [];
  for (const { node, heading } of codeBlocks(nodes)) {
    const at = node.position?.start.offset ?? 0;
    const text = source.slice(at, node.position?.end.offset ?? at);
    if (!/^(?:```|~~~)/.test(text)) continue;
    if (!isClosed(text)) report(at, 'fence-not-closed');
    const [line = ''] = text.split('\n', 1);
    const fence = readFence(line, at, report);
    if (fence === null) continue;
    const kind = kindOf(fence.language, fence.attributes.find(({ key }) => key === 'kind')?.value);
    if (kind === null) {
      if (fence.attributes.length > 0) report(at, 'attributes-without-step', { language: fence.language });
      else if (shells.includes(fence.language.toLowerCase())) report(at, 'not-run', { language: fence.language });
      continue;
    }
    const { name, ...settings } = readStepAttributes(kind, fence.attributes, report);
    const waitMs = checkBody(kind, node, text, at, report);
    const file = kind === 'get' || kind === 'put' ? readFileAttributes(kind, fence.attributes, at, report) : null;
    if (kind === 'put' && settings.danger === 'read') report(at, 'put-reads');
    blocks.push({
      node,
      at,
      named: name !== null,
      step: {
        ...settings,
        name: name ?? '',
        title: heading === '' ? title : heading,
        kind,
        script: kind === 'wait' ? '' : `${node.value}\n`,
        waitMs,
        ...(file === null ? {} : { file }),
        line: node.position?.start.line ?? 1,
      },
    });
  }
  const taken = new Set(blocks.map(({ step }) => step.name));
  return blocks.map((block, index) => {
    if (block.named) {
      // A heading names one step: a further block below it, or one below the runbook's own title, goes by its name.
      const shared = block.step.title === title || block.step.title === blocks[index - 1]?.step.title;
      return shared ? { ...block, step: { ...block.step, title: block.step.name } } : block;
    }
    let name = `step-${String(index + 1)}`;
    while (taken.has(name)) name = `${name}-x`;
    taken.add(name);
    return { ...block, step: { ...block.step, name } };
  });
}
