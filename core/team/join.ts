import { z } from 'zod';
import { fail, ok, type Result } from '../errors';
import { fromBase64, toBase64 } from '../journal/base64';
import { canonicalJson } from '../journal/canonical';
import { fingerprint, parseAgreementKey, parsePublicKey } from './public-key';
import { personId, type Person } from './team';

/** A device that asks to be listed. Made on that device, read by an operator on another. */
export interface JoinRequest {
  readonly name: string;
  readonly device: string;
  readonly publicKey: string;
  /** The key for phone codes, `x25519:BASE64`; null where the device has no keychain. */
  readonly agree: string | null;
  /** Over both keys: whoever swaps either gives another one. */
  readonly fingerprint: string;
}

const prefix = 'breakglass-join:';

/** Names are read by people who decide on them: no control, invisible or direction-changing characters. */
const visibleName = z.string().min(1).max(80).regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u);

const bodySchema = z.strictObject({ v: z.literal(1), name: visibleName, device: personId, sign: z.string().max(200), agree: z.string().max(80).optional() });

/** One line to be handed to an operator by mail, chat or on paper. The name travels as UTF-8 inside base64. */
export function writeJoinRequest(name: string, device: string, publicKey: string, agree: string | null = null): Result<JoinRequest & { readonly text: string }> {
  const body = bodySchema.safeParse({ v: 1, name: name.trim(), device, sign: publicKey, ...(agree === null ? {} : { agree }) });
  const key = parsePublicKey(publicKey);
  const agreeKey = agree === null ? null : parseAgreementKey(agree);
  if (!body.success || key === null || (agree !== null && agreeKey === null)) return fail('join-request-unreadable', { why: 'name, device or key' });
  const text = prefix + toBase64(asciiBytes(escapeNonAscii(canonicalJson(body.data))));
  return ok({ name: body.data.name, device, publicKey: key.text, agree, fingerprint: fingerprint(key, agreeKey), text });
}

/** Reads such a line; everything in it is a stranger's claim until the fingerprint was compared. */
export function readJoinRequest(text: string): Result<JoinRequest> {
  const trimmed = text.trim();
  if (!trimmed.startsWith(prefix)) return fail('join-request-unreadable', { why: 'it begins otherwise' });
  const bytes = fromBase64(trimmed.slice(prefix.length));
  if (bytes === null) return fail('join-request-unreadable', { why: 'it is not whole' });
  let value: unknown;
  try {
    value = JSON.parse(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  } catch {
    return fail('join-request-unreadable', { why: 'it is not whole' });
  }
  const body = bodySchema.safeParse(value);
  if (!body.success) return fail('join-request-unreadable', { why: body.error.issues[0]?.path.join('.') ?? 'its form' });
  const key = parsePublicKey(body.data.sign);
  if (key === null) return fail('join-request-unreadable', { why: 'the key' });
  const agree = body.data.agree ?? null;
  const agreeKey = agree === null ? null : parseAgreementKey(agree);
  if (agree !== null && agreeKey === null) return fail('join-request-unreadable', { why: 'the key for phone codes' });
  return ok({ name: body.data.name, device: body.data.device, publicKey: key.text, agree, fingerprint: fingerprint(key, agreeKey) });
}

/** Whom a request is for: the person of that name, or a new id that nobody has. */
export function personFor(people: readonly Person[], request: JoinRequest): Result<{ readonly id: string; readonly known: Person | null }> {
  const keyId = parsePublicKey(request.publicKey)?.keyId;
  const owner = people.find((person) => person.devices.some((device) => parsePublicKey(device.sign)?.keyId === keyId));
  if (owner !== undefined) return fail('join-key-known', { person: owner.id });
  const known = people.find((person) => person.name === request.name) ?? null;
  if (known?.devices.some((device) => device.id === request.device) === true) {
    return fail('join-device-taken', { person: known.id, device: request.device });
  }
  return ok({ id: known?.id ?? freeId(people, request), known });
}

function freeId(people: readonly Person[], request: JoinRequest): string {
  const taken = new Set(people.map((person) => person.id));
  const plain = request.name.toLowerCase().normalize('NFKD').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 28);
  const base = plain === '' ? 'person' : plain.replace(/-+$/, '');
  for (let number = 1; ; number += 1) {
    const id = number === 1 && plain !== '' ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}

function escapeNonAscii(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
