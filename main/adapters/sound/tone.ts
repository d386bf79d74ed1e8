const rate = 22_050;

/**
 * A two-tone warning as a WAV file: 16 bit, mono, 22,050 Hz.
 * @param seconds how long, 1..180
 * @param volume percent, 1..100
 */
export function makeTone(seconds: number, volume: number): Buffer {
  const samples = rate * seconds;
  const file = Buffer.alloc(44 + samples * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + samples * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples * 2, 40);
  const amplitude = 32_000 * (volume / 100);
  for (let at = 0; at < samples; at += 1) {
    // Half a second high, half a second low: recognisable, and audible on small loudspeakers.
    const pitch = Math.floor((at / rate) * 2) % 2 === 0 ? 988 : 740;
    file.writeInt16LE(Math.round(amplitude * Math.sin((2 * Math.PI * pitch * at) / rate)), 44 + at * 2);
  }
  return file;
}
