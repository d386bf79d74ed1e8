import type { IFunctionIdentifier, Terminal } from '@xterm/xterm';

/** Control sequences that xterm.js would answer, or that act on more than its own screen. */
const sequences: readonly IFunctionIdentifier[] = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
  { prefix: '>', final: 'q' },
  { final: 't' },
  { final: 'x' },
  { prefix: '?', final: 'u' },
];

/** Focus and mouse reports. */
const reporting = new Set([9, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1015, 1016]);

/** Titles, palette, hyperlinks, folders, colours, clipboard. */
const strings = [0, 1, 2, 4, 5, 7, 8, 9, 10, 11, 12, 17, 19, 52, 104, 110, 111, 112, 1337];

/**
 * SECURITY: only the keyboard writes back. The output was made inert before it came here (core/terminal/inert-output.ts);
 * this is the second wall, inside the terminal itself.
 */
export function muteReplies({ parser }: Pick<Terminal, 'parser'>): void {
  for (const sequence of sequences) parser.registerCsiHandler(sequence, () => true);
  parser.registerCsiHandler({ prefix: '?', final: 'h' }, (modes) => modes.some((mode) => typeof mode === 'number' && reporting.has(mode)));
  for (const intermediates of ['$', '+']) parser.registerDcsHandler({ intermediates, final: 'q' }, () => true);
  parser.registerEscHandler({ final: 'Z' }, () => true);
  for (const number of strings) parser.registerOscHandler(number, () => true);
}
