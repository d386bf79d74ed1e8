import type { AlertRecord } from './record';

/** More than this is not remembered at once: what each alert says alone must not fill the tables. */
const most = 20_000;
/** Longer texts are rarely said twice, characters. */
const longest = 400;

/**
 * Keeps one copy of what very many alerts say alike: names, addresses of rules and runbooks, empty lists, the same first
 * firing. A hundred thousand alerts then cost what is their own.
 */
export class SharedParts {
  private readonly texts = new Map<string, string>();
  private readonly parts = new Map<string, object>();

  /**
   * The same record, made of shared parts. They are frozen: nobody may change what others hold as well.
   * @param before the alert as it was, whose parts are shared already
   */
  lean(record: AlertRecord, before?: AlertRecord): AlertRecord {
    const known = <K extends keyof AlertRecord>(name: K): boolean => before !== undefined && before[name] === record[name];
    return {
      ...record,
      cluster: this.text(record.cluster),
      title: this.text(record.title),
      source: this.text(record.source),
      generatorUrl: record.generatorUrl === null ? null : this.text(record.generatorUrl),
      labels: known('labels') ? record.labels : this.named(record.labels),
      annotations: known('annotations') ? record.annotations : this.named(record.annotations),
      holders: known('holders') ? record.holders : this.part(record.holders),
      firings: known('firings') ? record.firings : this.part(record.firings),
      days: known('days') ? record.days : this.part(record.days),
      notes: known('notes') ? record.notes : this.part(record.notes),
      noises: known('noises') ? record.noises : this.part(record.noises),
      done: known('done') ? record.done : this.part(record.done),
    };
  }

  private text(text: string): string {
    return text.length > longest ? text : shared(this.texts, text, text);
  }

  private named(texts: Readonly<Record<string, string>>): Record<string, string> {
    // SECURITY: names are hostile; `fromEntries` makes even `__proto__` a name like any other.
    return Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, this.text(value)]));
  }

  private part<T extends object>(part: T): T {
    const key = Array.isArray(part) && part.length === 0 ? '[]' : JSON.stringify(part);
    // Equal JSON of records and lists of plain values: whoever asks for a T finds one.
    return key.length > longest ? part : (shared(this.parts, key, Object.freeze(part)) as T);
  }
}

function shared<T>(table: Map<string, T>, key: string, value: T): T {
  const known = table.get(key);
  if (known !== undefined) return known;
  if (table.size >= most) table.clear();
  table.set(key, value);
  return value;
}
