import { lookAfter, spansOf, type Look, type Span } from './ansi.logic';
import { utf8Length } from './utf8-length';

/** A line as it is drawn. `host` is null where all lines are of one host; `at` is epoch ms, or null where unknown. */
export interface OutputLine {
  readonly host: string | null;
  readonly at: number | null;
  readonly spans: readonly Span[];
  /** Bytes that are not shown here; 0 for a line that was printed. */
  readonly leftOut: number;
}

/** A page of one host's output as it lies in memory. */
interface SheetOf {
  /** Byte at which the text begins. */
  readonly from: number;
  /** The beginning of the first line, from the page before. */
  readonly carry: string;
  /** The look in force where the page begins. */
  readonly look: Look;
}

/** The lines of a page. A line is made when it is asked for: of the thousands that come, a person sees some forty. */
export class Sheet {
  readonly #starts: readonly number[];
  readonly #text: string;
  readonly #carried: number;
  /** The look in force at each line, as far as it was needed; null where the page knows only one. */
  readonly #looks: Look[] | null;
  /** Whether bytes and characters are the same here. */
  readonly #isPlain: boolean;

  constructor(
    private readonly page: SheetOf,
    private readonly loaded: { readonly text: string; readonly arrived: readonly (readonly [number, number])[] },
  ) {
    this.#text = page.carry + loaded.text;
    this.#carried = page.carry.length;
    this.#starts = lineStarts(this.#text);
    this.#isPlain = utf8Length(loaded.text) === loaded.text.length;
    this.#looks = this.#text.includes('\u001b') ? [page.look] : null;
  }

  /** @param startedAt when the attempt began, epoch ms; null: not known. */
  line(index: number, startedAt: number | null): OutputLine | null {
    const from = this.#starts[index];
    const next = this.#starts[index + 1];
    if (from === undefined || next === undefined) return null;
    const ms = startedAt === null ? undefined : this.#arrival(from);
    return { host: null, at: startedAt === null || ms === undefined ? null : startedAt + ms, spans: spansOf(this.#text.slice(from, next - 1), this.#lookAt(index)), leftOut: 0 };
  }

  #lookAt(index: number): Look {
    const looks = this.#looks;
    if (looks === null) return this.page.look;
    for (let at = looks.length; at <= index; at += 1) {
      looks.push(lookAfter(this.#text.slice(this.#starts[at - 1], this.#starts[at]), looks[at - 1] ?? this.page.look));
    }
    return looks[index] ?? this.page.look;
  }

  /** When the line that begins here came, milliseconds since the start. */
  #arrival(start: number): number | undefined {
    const { arrived, text } = this.loaded;
    if (arrived.length < 2) return arrived[0]?.[1];
    const before = Math.max(0, start - this.#carried);
    const offset = this.page.from + (this.#isPlain ? before : utf8Length(text.slice(0, before)));
    const behind = arrived.findIndex(([at]) => at > offset);
    return arrived[behind < 0 ? arrived.length - 1 : Math.max(0, behind - 1)]?.[1];
  }
}

/** Where each line that is over begins, and where the one behind them does. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}
