/** Elements whose content is never text for people. */
const silent: ReadonlySet<string> = new Set(['script', 'style', 'head', 'template', 'noscript']);
/** Elements that begin and end on a line of their own. */
const blocks: ReadonlySet<string> = new Set(['address', 'article', 'blockquote', 'br', 'div', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'li', 'ol', 'p', 'pre', 'section', 'table', 'tr', 'ul']);
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/**
 * The text of a mail that has HTML only. It is for reading and for rules, never shown as markup, so that it need not
 * understand HTML, only let go of it. One pass, each character looked at once or twice: hostile input costs no more.
 */
export function htmlText(html: string): string {
  let text = '';
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) return tidy(text + decoded(html.slice(at)));
    text += decoded(html.slice(at, open));
    if (html.startsWith('<!--', open)) {
      at = endOf(html, '-->', open + 4);
      continue;
    }
    const name = /^<\/?([a-zA-Z][a-zA-Z0-9]{0,20})/.exec(html.slice(open, open + 24))?.[1]?.toLowerCase();
    if (name === undefined) {
      text += '<';
      at = open + 1;
      continue;
    }
    at = endOf(html, '>', open + 1);
    if (blocks.has(name)) text += '\n';
    else if (name === 'td' || name === 'th') text += ' ';
    if (silent.has(name) && html[open + 1] !== '/') at = closing(html, name, at);
  }
  return tidy(text);
}

function endOf(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found === -1 ? html.length : found + mark.length;
}

/** Behind the end tag of an element whose content is skipped; without one, the rest is skipped. */
function closing(html: string, name: string, from: number): number {
  for (let at = html.indexOf('</', from); at !== -1; at = html.indexOf('</', at + 2)) {
    if (html.slice(at + 2, at + 2 + name.length).toLowerCase() === name) return endOf(html, '>', at);
  }
  return html.length;
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,6}));/g, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) ? '\ufffd' : String.fromCodePoint(point);
  });
}

function tidy(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  return lines.filter((line) => line !== '').join('\n');
}
