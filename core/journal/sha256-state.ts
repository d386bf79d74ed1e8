import { bytesToHex } from '@noble/hashes/utils.js';

/** Bytes that SHA-256 takes in one go (FIPS 180-4). */
export const blockBytes = 64;

const start = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

const rounds = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
];

/** SHA-256's state after whole blocks, 32 bytes as hex: enough to go on hashing, and nothing that could be read back. */
export function stateAfter(blocks: Uint8Array): string {
  return bytesToHex(written(taken([...start], blocks)));
}

/**
 * The SHA-256, hex, of something whose beginning is known by its state only.
 * @param state what `stateAfter` gave for the first `before` bytes, a multiple of 64
 */
export function hashFrom(state: string, before: number, rest: Uint8Array): string {
  const whole = Math.ceil((rest.length + 9) / blockBytes) * blockBytes;
  const padded = new Uint8Array(whole);
  padded.set(rest);
  padded[rest.length] = 0x80;
  const bits = (before + rest.length) * 8;
  for (let at = 0; at < 8; at += 1) padded[whole - 1 - at] = Math.floor(bits / 2 ** (8 * at)) % 256;
  const words = Array.from({ length: 8 }, (_, at) => Number.parseInt(state.slice(at * 8, at * 8 + 8), 16));
  return bytesToHex(written(taken(words, padded)));
}

function written(words: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => ((words[at >> 2] ?? 0) >>> (24 - 8 * (at & 3))) & 0xff);
}

function taken(state: number[], blocks: Uint8Array): number[] {
  let now = state;
  for (let from = 0; from < blocks.length; from += blockBytes) now = compress(now, blocks.subarray(from, from + blockBytes));
  return now;
}

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

function compress(state: readonly number[], block: Uint8Array): number[] {
  const w = new Int32Array(64);
  const bytes = new DataView(block.buffer, block.byteOffset, blockBytes);
  for (let t = 0; t < 16; t += 1) w[t] = bytes.getInt32(t * 4);
  const word = (t: number): number => w[t] ?? 0;
  for (let t = 16; t < 64; t += 1) {
    const [old, late] = [word(t - 15), word(t - 2)];
    w[t] = word(t - 16) + (turned(old, 7) ^ turned(old, 18) ^ (old >>> 3)) + word(t - 7) + (turned(late, 17) ^ turned(late, 19) ^ (late >>> 10));
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let t = 0; t < 64; t += 1) {
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + (rounds[t] ?? 0) + word(t)) | 0;
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((value, at) => (value + (state[at] ?? 0)) | 0);
}
