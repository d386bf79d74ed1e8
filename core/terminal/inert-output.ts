/** Everything that is not plain text: C0 without tab, newline and carriage return, DEL, C1. */
const special = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** C0 that only move the cursor, ring the bell or switch the character set. */
const harmlessControls = new Set(['\u0007', '\b', '\u000b', '\u000c', '\u000e', '\u000f']);

/** Longest control sequence that is understood; a longer one is an attack. */
const longestSequence = 256;

/** ESC + one of these: save, restore, index, next line, tab, reverse index, single shifts, keypad, reset, locking shifts. */
const escapes = new Set('78DEHMNO=>cno|}~');

/** CSI finals without prefix or intermediate: cursor, erase, insert, delete, scroll, tabs, repeat, colours, margins. */
const plainFinals = new Set('@ABCDEFGHIJKLMPSTXZ`abdefglhmrsu');

/**
 * Private modes that change how things look or what the arrow keys send. Not among them: 9 and 1000 to 1016 (mouse and
 * focus reports): only the keyboard writes back.
 */
const privateModes = new Set([1, 5, 6, 7, 8, 12, 25, 45, 47, 66, 1047, 1048, 1049, 2004, 2026]);

type State = 'text' | 'escape' | 'csi' | 'string' | 'string-escape';

/**
 * SECURITY: makes a server's output inert before any terminal sees it. An allow-list: what only draws passes; everything
 * that a terminal would answer, remember, copy, rename or resize is dropped (device attributes, status and cursor
 * reports, mode and setting queries, window operations, mouse and focus reports, and every OSC, DCS, APC, PM and SOS
 * string: titles, clipboard, hyperlinks, colours). Keeps its place between pieces, so that a cut sequence is no way
 * around it. https://invisible-island.net/xterm/ctlseqs/ctlseqs.html; facts: CVE-2003-0063, CVE-2008-2383, CVE-2022-45063.
 */
export class InertOutput {
  #state: State = 'text';
  #sequence = '';

  /** The next piece of output, without what must not reach a terminal. */
  push(text: string): string {
    let out = '';
    for (let at = 0; at < text.length; ) {
      if (this.#state === 'text') {
        const rest = at === 0 ? text : text.slice(at);
        const next = rest.search(special);
        if (next < 0) return out + rest;
        out += rest.slice(0, next);
        at += next;
      }
      out += this.#take(text.charAt(at));
      at += 1;
    }
    return out;
  }

  #take(character: string): string {
    switch (this.#state) {
      case 'text':
        if (character === '\u001b') this.#begin('escape', '');
        return harmlessControls.has(character) ? character : '';
      case 'escape':
        return this.#escape(character);
      case 'csi':
        return this.#csi(character);
      case 'string':
        this.#string(character);
        return '';
      case 'string-escape':
        if (character === '\\') this.#state = 'text';
        else {
          this.#state = 'string';
          this.#string(character);
        }
        return '';
    }
  }

  #begin(state: State, sequence: string): void {
    this.#state = state;
    this.#sequence = sequence;
  }

  #escape(character: string): string {
    if (this.#interrupts(character)) return '';
    // Intermediates: ESC ( B, ESC # 8.
    if (character >= ' ' && character <= '/') {
      this.#sequence += character;
      if (this.#sequence.length > 2) this.#begin('text', '');
      return '';
    }
    const intermediates = this.#sequence;
    this.#begin('text', '');
    if (intermediates !== '') return /^(?:[()*+./-]|#)$/.test(intermediates) && /^[0-9A-Z=<>`]$/.test(character) ? `\u001b${intermediates}${character}` : '';
    if (character === '[') this.#begin('csi', '');
    else if (']PX^_'.includes(character)) this.#begin('string', '');
    return escapes.has(character) ? `\u001b${character}` : '';
  }

  #csi(character: string): string {
    if (this.#interrupts(character)) return '';
    if (character >= '@' && character <= '~') {
      const body = this.#sequence;
      this.#begin('text', '');
      return allowed(body, character);
    }
    if (character < ' ' || character > '?') {
      // A control inside a sequence acts at once, as in a real terminal; anything else ends what was no sequence.
      if (harmlessControls.has(character) || character === '\n' || character === '\r' || character === '\t') return character;
      this.#begin('text', '');
      return '';
    }
    this.#sequence += character;
    if (this.#sequence.length > longestSequence) this.#begin('text', '');
    return '';
  }

  /** CAN and SUB end a sequence, ESC begins another. */
  #interrupts(character: string): boolean {
    if (character === '\u001b') this.#begin('escape', '');
    else if (character === '\u0018' || character === '\u001a') this.#begin('text', '');
    else return false;
    return true;
  }

  /** Swallows until ST or BEL. A string that never ends swallows all that follows, as it would in a terminal: CAN ends it. */
  #string(character: string): void {
    if (character === '\u001b') this.#state = 'string-escape';
    else if (character === '\u0007' || character === '\u009c' || character === '\u0018' || character === '\u001a') this.#begin('text', '');
  }
}

/** A control sequence as it may pass, or nothing. */
function allowed(body: string, final: string): string {
  const whole = `\u001b[${body}${final}`;
  // A count of millions (repeat, scroll, insert) would keep a terminal busy, or make it ask for all memory.
  if (/[0-9]{5}/.test(body)) return '';
  if (/^[0-9;:]*$/.test(body)) return plainFinals.has(final) ? whole : '';
  if (body === '!' && final === 'p') return whole;
  if (/^[0-9]* $/.test(body) && final === 'q') return whole;
  const modes = /^\?([0-9;]*)$/.exec(body)?.[1];
  if (modes === undefined) return '';
  if (final === 'J' || final === 'K') return whole;
  if (final !== 'h' && final !== 'l') return '';
  const kept = modes.split(';').filter((mode) => privateModes.has(Number(mode)) && mode !== '');
  return kept.length === 0 ? '' : `\u001b[?${kept.join(';')}${final}`;
}
