const encoder = new TextEncoder();
const beyondAscii = /[^\u0000-\u007f]/;

/** Bytes of a text in UTF-8; most output is ASCII, where they are as many as its characters. */
export function utf8Length(text: string): number {
  return beyondAscii.test(text) ? encoder.encode(text).length : text.length;
}
