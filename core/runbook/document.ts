import type { RootContent } from 'mdast';
import type { DocNode } from './runbook';

/** Deeper text than this is nobody's runbook; it is shown as nothing rather than built without end. */
const deepest = 24;

interface Context {
  /** Which code blocks are steps, by name. */
  readonly steps: ReadonlyMap<unknown, string>;
  /** Addresses of `[text][id]`, by id. */
  readonly links: ReadonlyMap<string, string>;
}

function join(nodes: readonly RootContent[], context: Context, depth: number): DocNode[] {
  return depth > deepest ? [] : nodes.flatMap((node) => toDoc(node, context, depth + 1));
}

/**
 * Markdown as our own small tree of texts.
 *
 * SECURITY: there is no node for raw HTML (it becomes the text it is) and none for images (their description stays,
 * nothing is ever loaded). A link keeps its address as data beside its text.
 */
function toDoc(node: RootContent, context: Context, depth: number): DocNode | DocNode[] {
  switch (node.type) {
    case 'heading':
      return { type: 'heading', depth: node.depth, children: join(node.children, context, depth) };
    case 'paragraph':
      return { type: 'paragraph', children: join(node.children, context, depth) };
    case 'text':
      return { type: 'text', text: node.value };
    case 'strong':
      return { type: 'strong', children: join(node.children, context, depth) };
    case 'emphasis':
      return { type: 'emphasis', children: join(node.children, context, depth) };
    case 'inlineCode':
      return { type: 'code', text: node.value };
    case 'code': {
      const step = context.steps.get(node);
      return step === undefined ? { type: 'block', text: node.value } : { type: 'step', ref: step };
    }
    case 'list':
      return { type: 'list', depth: node.ordered === true ? 1 : 0, children: join(node.children, context, depth) };
    case 'listItem':
      return { type: 'item', children: join(node.children, context, depth) };
    case 'blockquote':
      return { type: 'quote', children: join(node.children, context, depth) };
    case 'thematicBreak':
      return { type: 'rule' };
    case 'break':
      return { type: 'break' };
    case 'link':
      return { type: 'link', ref: node.url, children: join(node.children, context, depth) };
    case 'table':
      return { type: 'table', children: join(node.children, context, depth) };
    case 'tableRow':
      return { type: 'row', children: join(node.children, context, depth) };
    case 'tableCell':
      return { type: 'cell', children: join(node.children, context, depth) };
    case 'html':
      return { type: 'text', text: node.value };
    case 'image':
    case 'imageReference':
      return { type: 'text', text: node.alt ?? '' };
    case 'linkReference': {
      const ref = context.links.get(node.identifier);
      const children = join(node.children, context, depth);
      return ref === undefined ? children : { type: 'link', ref, children };
    }
    case 'delete':
      return join(node.children, context, depth);
    case 'definition':
    case 'footnoteDefinition':
    case 'footnoteReference':
    case 'yaml':
      return [];
  }
}

/** The document tree of a runbook; `steps` says which code blocks are steps, by name. */
export function documentOf(nodes: readonly RootContent[], steps: ReadonlyMap<unknown, string>): DocNode[] {
  const definitions = nodes.flatMap((node) => (node.type === 'definition' ? [[node.identifier, node.url] as const] : []));
  return join(nodes, { steps, links: new Map(definitions) }, 0);
}
