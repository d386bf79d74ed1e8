import { programMark } from '../../main/adapters/ssh/step-record-script';

/** Parts that break quoting, splitting or encoding somewhere. */
const nasty = [
  "'", '"', '\\', '$', '`', '!', '!!', '\n', '\n\n', '\r\n', ' ', '\t', '*', '?', '~', '-', '--', '-n', '-e', '\\n', '\\c', '%s', '%', '^',
  '$(id)', '`id`', '${IFS}', ';', '&', '|', '<', '>', '#', '#vars', '#go', 'X - 1', '_', 'END', '[', ']', '{a,b}', '=', '\u0001', '\u001b[2J',
  '\u007f', '\u0080', '\u0081', '\u0088', '한글', '\u202e', '😀', '\ufeff', '\ufffd', 'é', '\u0301',
] as const;

/** One value in so many is long, up to 100 kB. */
const longOnes = 20_000;

function anyCharacter(random: () => number): string {
  const dice = random();
  if (dice < 0.5) return String.fromCharCode(1 + Math.floor(random() * 0xfe));
  if (dice < 0.8) return String.fromCharCode(0x100 + Math.floor(random() * 0xd6ff));
  return String.fromCodePoint(0xe000 + Math.floor(random() * 0x101fff));
}

function part(random: () => number): string {
  return random() < 0.6 ? (nasty[Math.floor(random() * nasty.length)] ?? '') : anyCharacter(random);
}

/** A value without NUL, which cannot travel and is refused before. Most are short, as parameters are; a few very long. */
export function hostileValue(random: () => number): string {
  let value = '';
  if (random() < 1 / longOnes) {
    const filler = part(random).repeat(500) + part(random);
    while (Buffer.byteLength(value) + Buffer.byteLength(filler) <= 100_000) value += filler;
  } else {
    for (let parts = Math.floor(random() * 8); parts > 0; parts -= 1) value += part(random);
  }
  return value.includes(programMark) ? '' : value;
}
