/** How a block gives a secret away. */
export interface SecretUse {
  /** Where it stands in the script. */
  readonly offset: number;
  /** The secret parameter. */
  readonly name: string;
  /** `exported`: every program that the block starts sees it. `argument`: everybody on the host who lists processes does. */
  readonly how: 'exported' | 'argument';
}

/** Commands that the shell carries out itself: their arguments are seen by nobody. */
const builtins = new Set(['printf', 'echo', 'test', '[', '[[', ':', 'read', 'case', 'local', 'readonly', 'unset', 'return', 'exit', 'set', 'shift', 'true', 'false', 'eval', 'cd']);
/** Words after which a command begins again. */
const openers = new Set(['if', 'then', 'else', 'elif', 'do', 'while', 'until', '!', '{', 'time']);
const exporters = new Set(['export', 'declare', 'typeset']);

interface Word {
  readonly text: string;
  readonly at: number;
  /** Variables that its value is made of. */
  readonly uses: readonly { readonly name: string; readonly at: number }[];
}

/** Reads shell text into simple commands, as far as is needed to see where values go. It never runs anything. */
class ShellReader {
  private at = 0;
  private readonly heredocs: { readonly word: string; readonly tabs: boolean }[] = [];

  constructor(
    private readonly text: string,
    private readonly command: (words: readonly Word[]) => void,
  ) {}

  /** Reads commands until `end` (a closing parenthesis or backquote) or the end of the text; gives what they used. */
  commands(end: string | null): Word['uses'][number][] {
    const used: Word['uses'][number][] = [];
    let words: Word[] = [];
    let redirects = false;
    const finish = (): void => {
      if (words.length > 0) this.command(words);
      used.push(...words.flatMap(({ uses }) => uses));
      words = [];
      redirects = false;
    };
    while (this.at < this.text.length) {
      const letter = this.text.charAt(this.at);
      if (letter === end) {
        this.at += 1;
        break;
      }
      if (letter === '\n') {
        finish();
        this.at += 1;
        this.skipHeredocs();
      } else if (letter === ' ' || letter === '\t') this.at += 1;
      else if (this.text.startsWith('\\\n', this.at)) this.at += 2;
      else if (letter === '#') this.at = this.lineEnd();
      else if (letter === '<' || letter === '>') redirects = this.redirection();
      else if (';&|()'.includes(letter)) {
        finish();
        this.at += 1;
      } else {
        const word = this.word(end);
        const opens = words.length === 0 && openers.has(word.text);
        if (!redirects && !opens) words.push(word);
        redirects = false;
      }
    }
    finish();
    return used;
  }

  private lineEnd(): number {
    const end = this.text.indexOf('\n', this.at);
    return end === -1 ? this.text.length : end;
  }

  /** Whether the next word is a place to write to or read from, and no argument. */
  private redirection(): boolean {
    const [sign = '<', tabs = ''] = /^(?:<<<|<<(-?)|<&|<>|<|>>|>&|>\||>)/.exec(this.text.slice(this.at, this.at + 3)) ?? [];
    this.at += sign.length;
    if (!sign.startsWith('<<') || sign === '<<<') return true;
    const [whole = '', word = ''] = /^[ \t]*\\?(?:'([^'\n]*)'|"([^"\n]*)"|([^\s;&|()<>]+))/.exec(this.text.slice(this.at, this.at + 200)) ?? [];
    this.at += whole.length;
    this.heredocs.push({ word: word === '' ? whole.trim().replace(/^\\|["']/g, '') : word, tabs: tabs === '-' });
    return false;
  }

  private skipHeredocs(): void {
    for (const { word, tabs } of this.heredocs.splice(0)) {
      while (this.at < this.text.length) {
        const end = this.lineEnd();
        const line = this.text.slice(this.at, end);
        this.at = end + 1;
        if ((tabs ? line.replace(/^\t+/, '') : line) === word) break;
      }
    }
  }

  private word(end: string | null): Word {
    const start = this.at;
    const uses: Word['uses'][number][] = [];
    let quoted = false;
    while (this.at < this.text.length) {
      const letter = this.text.charAt(this.at);
      if (letter === '\\') this.at += 2;
      else if (letter === '"') {
        quoted = !quoted;
        this.at += 1;
      } else if (letter === "'" && !quoted) {
        const close = this.text.indexOf("'", this.at + 1);
        this.at = close === -1 ? this.text.length : close + 1;
      } else if (letter === '$' || letter === '`') {
        if (letter === end) break;
        uses.push(...this.expansion());
      } else if (!quoted && (letter === end || ' \t\n;&|()<>'.includes(letter))) break;
      else this.at += 1;
    }
    return { text: this.text.slice(start, this.at), at: start, uses };
  }

  private expansion(): Word['uses'][number][] {
    const at = this.at;
    const rest = this.text.slice(at, at + 80);
    if (rest.startsWith('`')) {
      this.at += 1;
      return this.commands('`');
    }
    if (rest.startsWith('$(') && !rest.startsWith('$((')) {
      this.at += 2;
      return this.commands(')');
    }
    const [whole = '$', length = '', braced = '', bare = ''] = /^\$(?:\{(#?)([A-Za-z_][A-Za-z0-9_]*)|([A-Za-z_][A-Za-z0-9_]*))/.exec(rest) ?? [];
    this.at += whole.length;
    const name = braced === '' ? bare : braced;
    // `${#secret}` is a number.
    return name === '' || length === '#' ? [] : [{ name, at }];
  }
}

/**
 * Finds where a script exports a secret parameter or makes it a program's argument. It follows plain assignments
 * (`auth="Bearer $token"`), and it is a warning's work: what it cannot follow, it does not see.
 */
export function secretUses(script: string, secrets: readonly string[]): SecretUse[] {
  if (secrets.length === 0) return [];
  const origin = new Map(secrets.map((name) => [name, name]));
  const functions = new Set([...script.matchAll(/^[ \t]*([A-Za-z_][A-Za-z0-9_]*)[ \t]*\(\)/gm)].map(([, name]) => name ?? ''));
  const found: SecretUse[] = [];
  const tell = (word: Pick<Word, 'at'>, name: string, how: SecretUse['how']): void => {
    if (!found.some((use) => use.offset === word.at && use.name === name && use.how === how)) found.push({ offset: word.at, name, how });
  };
  const secretsIn = (word: Word): { readonly name: string; readonly at: number }[] =>
    word.uses.flatMap(({ name, at }) => {
      const from = origin.get(name);
      return from === undefined ? [] : [{ name: from, at }];
    });
  const reader = new ShellReader(script, (words) => {
    const first = words.findIndex(({ text }) => !/^[A-Za-z_][A-Za-z0-9_]*=/.test(text));
    const assigned = first === -1 ? words : words.slice(0, first);
    const rest = first === -1 ? [] : words.slice(first + 1);
    const name = first === -1 ? '' : (words[first]?.text ?? '');
    for (const word of assigned) {
      const [secret] = secretsIn(word);
      if (secret === undefined) continue;
      // `PGPASSWORD=$pw psql` puts it into that program's environment; without a program it is a copy.
      if (first !== -1 && !builtins.has(name)) tell(word, secret.name, 'exported');
      else origin.set(word.text.split('=', 1).join(''), secret.name);
    }
    if (exporters.has(name)) {
      const exports = name === 'export' || rest.some(({ text }) => /^-[a-z]*x/.test(text));
      for (const word of rest) {
        const named = origin.get(word.text.split('=', 1).join('')) ?? secretsIn(word)[0]?.name;
        if (exports && named !== undefined) tell(word, named, 'exported');
      }
    } else if (name !== '' && !builtins.has(name) && !functions.has(name)) {
      for (const word of rest) for (const secret of secretsIn(word)) tell({ at: secret.at }, secret.name, 'argument');
    }
  });
  reader.commands(null);
  return found.sort((a, b) => a.offset - b.offset);
}
