import { connect } from 'node:net';

// The three messages of the SSH agent protocol that signing needs (draft-ietf-sshm-ssh-agent, section 5 and 7).
const requestIdentities = 11;
const identitiesAnswer = 12;
const signRequest = 13;
const signResponse = 14;

/** Agents answer at once unless they ask a person (a touch, a confirmation). Milliseconds. */
const patienceMs = 30_000;
const maxAnswerBytes = 256 * 1024;

export interface Identity {
  /** Public key in wire form. */
  readonly key: Buffer;
  readonly comment: string;
}

/** The keys that an agent holds. Throws when it cannot be reached or refuses. */
export async function listIdentities(socket: string): Promise<readonly Identity[]> {
  const reader = new Reader(await ask(socket, Buffer.of(requestIdentities), identitiesAnswer));
  const count = reader.number();
  return Array.from({ length: Math.min(count, 1_024) }, () => ({ key: reader.bytes(), comment: reader.bytes().toString('utf8') }));
}

/** Has the agent sign; the 64 bytes of an Ed25519 signature. Throws when it refuses. */
export async function signWith(socket: string, key: Uint8Array, data: Uint8Array): Promise<Buffer> {
  const body = Buffer.concat([Buffer.of(signRequest), framed(key), framed(data), Buffer.alloc(4)]);
  const signature = new Reader(new Reader(await ask(socket, body, signResponse)).bytes());
  const kind = signature.bytes().toString('latin1');
  const raw = signature.bytes();
  if (kind !== 'ssh-ed25519' || raw.length !== 64) throw new Error(`the SSH agent signed with ${kind.slice(0, 40)}`);
  return raw;
}

/** One question on a connection of its own; the answer without its type byte. */
function ask(path: string, body: Uint8Array, expected: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let received = Buffer.alloc(0);
    const fail = (why: string): void => {
      socket.destroy();
      reject(new Error(why));
    };
    socket.setTimeout(patienceMs, () => fail('the SSH agent did not answer'));
    socket.on('error', (error) => fail(`SSH agent: ${error.message}`));
    socket.on('close', () => fail('the SSH agent hung up'));
    socket.on('connect', () => socket.write(framed(body)));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4) return;
      const length = received.readUInt32BE(0);
      if (length < 1 || length > maxAnswerBytes) return fail('the SSH agent gave an answer of impossible size');
      if (received.length < 4 + length) return;
      if (received[4] !== expected) return fail('the SSH agent refused');
      resolve(received.subarray(5, 4 + length));
      socket.destroy();
    });
  });
}

function framed(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

class Reader {
  private at = 0;

  constructor(private readonly from: Buffer) {}

  number(): number {
    this.at += 4;
    return this.from.readUInt32BE(this.at - 4);
  }

  bytes(): Buffer {
    const length = this.number();
    if (this.at + length > this.from.length) throw new Error('the SSH agent gave a broken answer');
    this.at += length;
    return this.from.subarray(this.at - length, this.at);
  }
}
