import { z } from 'zod';

/**
 * What this machine's SSH configuration adds to a host, frozen with the plan because it decides who answers and who asks.
 * Paths below this user's home begin with `~/`, so that a plan does not change with the laptop. `null`: OpenSSH's default.
 */
export const sshSettingsSchema = z.object({
  /** Key files to try, in order. */
  identities: z.array(z.string()).nullable(),
  identitiesOnly: z.boolean(),
  /** The agent's socket; `none`: no agent is asked. */
  agent: z.string().nullable(),
  /** User certificates. */
  certificates: z.array(z.string()),
  /** Files that say which host keys are good, the user's before the system's. */
  knownHosts: z.array(z.string()).nullable(),
  revokedHostKeys: z.string().nullable(),
  /** The name under which the host's key is filed. */
  hostKeyAlias: z.string().nullable(),
  /** What is started instead of a connection over the network. */
  proxyCommand: z.string().nullable(),
  /** Everything else that was configured and matters to the system's `ssh`, as keyword and value. */
  options: z.array(z.tuple([z.string(), z.string()])),
});
export type SshSettings = z.infer<typeof sshSettingsSchema>;

/** The settings of a host about which no configuration says anything. */
export const plainSsh: SshSettings = {
  identities: null,
  identitiesOnly: false,
  agent: null,
  certificates: [],
  knownHosts: null,
  revokedHostKeys: null,
  hostKeyAlias: null,
  proxyCommand: null,
  options: [],
};
