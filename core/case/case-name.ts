/**
 * Every console counts its own cases, so two of them may call different cases the same. Here our own keep their plain
 * id; another's is `<its id>.<operator>.<device>`, which is unique and stays.
 */
export function foreignId(writer: string, id: string): string {
  return `${id}.${writer}`;
}

const foreign = /^(.+?)\.([a-z0-9][a-z0-9_-]*\.[a-z0-9][a-z0-9_-]*)$/;

/** A case by who opened it and what they call it, as `writer` speaks of it in an entry: the same on every console. */
export function birthName(writer: string, id: string): string {
  const [, plain = id, opener = writer] = foreign.exec(id) ?? [];
  return `${opener} ${plain}`;
}

/** Whether an id is that of a case which another console opened. */
export function isForeignId(id: string): boolean {
  return foreign.test(id);
}
