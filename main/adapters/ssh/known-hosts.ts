import { createHmac, timingSafeEqual } from 'node:crypto';

/** One usable line of a known_hosts file. */
export interface KnownHost {
  readonly marker: 'none' | 'revoked' | 'cert-authority';
  readonly matches: (name: string) => boolean;
  readonly type: string;
  /** The key itself, as on the wire. */
  readonly key: Buffer;
}

/** The name under which OpenSSH files a host: bare on port 22, `[host]:port` elsewhere. */
export function knownName(address: string, port: number): string {
  const lower = address.toLowerCase();
  return port === 22 ? lower : `[${lower}]:${String(port)}`;
}

/** Reads known_hosts as OpenSSH does: a line that makes no sense is passed over. See sshd(8), SSH_KNOWN_HOSTS FILE FORMAT. */
export function readKnownHosts(text: string): readonly KnownHost[] {
  return text.split('\n').flatMap((line) => readLine(line.trim()) ?? []);
}

function readLine(line: string): KnownHost | null {
  if (line === '' || line.startsWith('#')) return null;
  const words = line.split(/[ \t]+/);
  let marker: KnownHost['marker'] = 'none';
  if (line.startsWith('@')) {
    const first = words.shift();
    if (first === '@revoked') marker = 'revoked';
    else if (first === '@cert-authority') marker = 'cert-authority';
    else return null;
  }
  const [names, type, base64] = words;
  if (names === undefined || type === undefined || base64 === undefined) return null;
  const key = readKey(type, base64);
  const matches = names.startsWith('|') ? hashed(names) : patterns(names);
  return key === null || matches === null ? null : { marker, matches, type, key };
}

/** The bytes of a public key, or null when they are not base64 or do not say the type that the line says. */
export function readKey(type: string, base64: string): Buffer | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) return null;
  const key = Buffer.from(base64, 'base64');
  return keyType(key) === type ? key : null;
}

/** The type that a key on the wire names: a length of four bytes, then the name. Null when it is not a key. */
export function keyType(key: Buffer): string | null {
  if (key.length < 4) return null;
  const length = key.readUInt32BE(0);
  if (length === 0 || length > 64 || key.length <= 4 + length) return null;
  return key.toString('latin1', 4, 4 + length);
}

/** `|1|salt|hash`: HMAC-SHA1 of the name under the salt. */
function hashed(names: string): ((name: string) => boolean) | null {
  const [empty, version, salt64, hash64, ...rest] = names.split('|');
  if (empty !== '' || version !== '1' || salt64 === undefined || hash64 === undefined || rest.length > 0) return null;
  const salt = Buffer.from(salt64, 'base64');
  const hash = Buffer.from(hash64, 'base64');
  if (salt.length !== 20 || hash.length !== 20) return null;
  return (name) => timingSafeEqual(createHmac('sha1', salt).update(name).digest(), hash);
}

/** A comma-separated list with `*`, `?` and `!`; a negated match means no, whatever else matches. */
function patterns(names: string): (name: string) => boolean {
  const list = names.split(',').map((text) => {
    const negated = text.startsWith('!');
    return { negated, glob: (negated ? text.slice(1) : text).toLowerCase() };
  });
  return (name) => {
    const hits = list.filter(({ glob }) => matchesGlob(glob, name));
    return hits.length > 0 && hits.every(({ negated }) => !negated);
  };
}

/** Linear in practice: remembers the last star only, so that a hostile pattern cannot make it explode. */
export function matchesGlob(glob: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < text.length; ) {
    const wanted = glob[at];
    if (wanted === '*') {
      star = at;
      resume = index;
      at += 1;
    } else if (wanted !== undefined && (wanted === '?' || wanted === text[index])) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      index = resume;
    } else {
      return false;
    }
  }
  while (glob[at] === '*') at += 1;
  return at === glob.length;
}
