import { z } from 'zod';

/** The ways to a remote that are taken; everything else (`ext::`, `git:`, `http:`) could run a program or be read on the way. */
const schemes: readonly RegExp[] = [
  /^ssh:\/\/(?:[a-zA-Z0-9._-]+@)?[a-zA-Z0-9[][a-zA-Z0-9.:[\]-]*\/[^\s]+$/,
  /^https:\/\/[a-zA-Z0-9[][a-zA-Z0-9.:[\]-]*\/[^\s]+$/,
  /^file:\/\/\/[^\s]+$/,
  /^[a-zA-Z0-9._-]+@[a-zA-Z0-9][a-zA-Z0-9.-]*:[^\s:-][^\s]*$/,
];

/** Whether an address may be handed to git. SECURITY: none begins with `-`, none names a helper, none holds a control character. */
export function isRemoteUrl(text: string): boolean {
  return text.length <= 500 && !/[\p{C}\\]/u.test(text) && schemes.some((scheme) => scheme.test(text));
}

/** Where journals travel to: `sync.remotes` of breakglass.yaml. */
export const remoteSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'id'),
  url: z.string().refine(isRemoteUrl, 'remote-url'),
});
export type Remote = z.infer<typeof remoteSchema>;
