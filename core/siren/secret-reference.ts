import { z } from 'zod';

/** A name in this laptop's keychain. A secret written out in a workspace file is refused here, before anything uses it. */
export const secretReference = z.string().regex(/^secret:[a-z0-9][a-z0-9_.-]{0,63}$/, { error: 'write secret:NAME and keep the value in the keychain' });
