/** Where an entry stands among those of all writers: sorts as text, the same on every console, and no two are alike. */
export function entryOrder({ hlc, writer, seq }: { readonly hlc: string; readonly writer: string; readonly seq: number }): string {
  return `${hlc} ${writer} ${String(seq).padStart(16, '0')}`;
}
