/** The pipe of the OpenSSH that Windows brings along. */
const windowsPipe = '\\\\.\\pipe\\openssh-ssh-agent';

/**
 * Where the user's SSH agent is asked: what SSH_AUTH_SOCK names; on Windows else the pipe of its OpenSSH, else Pageant,
 * which ssh2 finds by that word. Null: there is none.
 * @param exists whether a file, or a pipe, is there
 */
export function sshAgent(environment: Readonly<Record<string, string | undefined>>, system: NodeJS.Platform, exists: (path: string) => boolean): string | null {
  const named = environment['SSH_AUTH_SOCK'] ?? '';
  if (named !== '') return named;
  if (system !== 'win32') return null;
  return exists(windowsPipe) ? windowsPipe : 'pageant';
}
