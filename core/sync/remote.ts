import { z } from 'zod';

/** `ssh://`, `https://` and `file://` addresses, and `user@host:path`. */
const ways = [
  String.raw`ssh://(?:[a-zA-Z0-9._-]+@)?[a-zA-Z0-9\[][a-zA-Z0-9.:\[\]-]*/\S+`,
  String.raw`https://[a-zA-Z0-9\[][a-zA-Z0-9.:\[\]-]*/\S+`,
  String.raw`file:///\S+`,
  String.raw`[a-zA-Z0-9._-]+@[a-zA-Z0-9][a-zA-Z0-9.-]*:[^\s:-]\S*`,
];

/**
 * SECURITY: the ways to a remote that are taken. Everything else could run a program (`ext::`, a leading dash) or be read
 * on the way (`git:`, `http:`); no address holds a control or hidden character.
 */
const remoteUrl = new RegExp(String.raw`^(?!.*[\p{C}\\])(?!-)(?:${ways.join('|')})$`, 'u');

const hostKey = z.string().regex(/^(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)) [A-Za-z0-9+/]{20,1400}={0,2}$/, 'remote-host-key');

/** Where journals travel to: `sync.remotes` of breakglass.yaml. */
export const remoteSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'id'),
  url: z.string().max(500).regex(remoteUrl, 'remote-url'),
  /** The keys that its SSH server may show; without them the user's known_hosts decides. */
  hostKeys: z.array(hostKey).max(10).optional(),
});
export type Remote = z.infer<typeof remoteSchema>;
