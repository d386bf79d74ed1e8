import { stringify } from 'yaml';

/** A block of the runbook that is written: its heading, kind, attributes in order, and body. */
export interface NewBlock {
  readonly heading: string;
  readonly kind: 'sh' | 'manual';
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface NewRunbook {
  readonly title: string;
  readonly params: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Paragraphs that are shown above the steps. */
  readonly about: readonly string[];
  readonly blocks: readonly NewBlock[];
}

/** The runbook as Markdown. */
export function runbookText({ title, params, about, blocks }: NewRunbook): string {
  const front = stringify({ title, ...(Object.keys(params).length === 0 ? {} : { params }) }, { lineWidth: 0, aliasDuplicateObjects: false });
  const parts = [`---\n${front}---\n`, ...about.map((paragraph) => `${asProse(paragraph)}\n`), ...blocks.map(blockText)];
  return parts.join('\n');
}

function blockText({ heading, kind, attributes, body }: NewBlock): string {
  const ticks = body.match(/`{3,}/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...ticks.map(({ length }) => length + 1)));
  const words = Object.entries(attributes).map(([key, value]) => `${key}=${value}`);
  return `## ${asProse(heading.replace(/\s+/g, ' '))}\n\n${fence}${kind} {${words.join(', ')}}\n${body.replace(/\n+$/, '')}\n${fence}\n`;
}

/**
 * SECURITY: what people wrote about a job is shown as they wrote it. It must not become a heading, a link, front matter
 * or, worst, a block that runs: every sign that Markdown knows is escaped, every line begins at the margin.
 */
export function asProse(text: string): string {
  return text
    .split(/\r\n|[\r\n]/)
    .map((line) => line.trim().replace(/[!-/:-@[-`{-~]/g, '\\$&').replace(/^(\d+)/, '$1'))
    .filter((line) => line !== '')
    .join('\n');
}
