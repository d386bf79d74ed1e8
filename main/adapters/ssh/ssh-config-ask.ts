import { execFile } from 'node:child_process';
import { fail, ok, type Result } from '../../../core/errors';
import type { AskedHost } from '../../ports/ssh-config';
import { codeOf } from './error-code';

/** Milliseconds: a `Match exec` may ask the network. */
const patienceMs = 5_000;

/** Keywords in lower case with all their values, in order, as `ssh -G` prints them. */
export type ConfigValues = ReadonlyMap<string, readonly string[]>;

/** What the system's `ssh` would do. `file`: the configuration to read; null: the user's and the system's. */
export async function askSsh(program: string, asked: AskedHost, file: string | null): Promise<Result<ConfigValues>> {
  const { alias, address, port, user } = asked;
  // SECURITY: an alias is an argument, never an option, and holds nothing that a shell or a token would take up.
  if (!/^[A-Za-z0-9_.:][A-Za-z0-9_.:%-]{0,252}$/.test(alias)) return fail('ssh-config-alias', { alias });
  const parts = [
    ['-G', '-T'],
    file === null ? [] : ['-F', file],
    user === null ? [] : ['-l', user],
    port === null ? [] : ['-p', String(port)],
    address === null ? [] : ['-o', `HostName=${address.replaceAll('%', '%%')}`],
    ['--', alias],
  ].flat();
  return new Promise((resolve) => {
    const child = execFile(program, parts, { timeout: patienceMs, killSignal: 'SIGKILL', maxBuffer: 1_048_576, windowsHide: true }, (error, stdout, stderr) => {
      if (error === null) resolve(ok(configValues(stdout)));
      else if (error.killed === true) resolve(fail('ssh-config-slow', { alias, seconds: patienceMs / 1_000 }));
      else resolve(fail('ssh-config-refused', { alias, why: stderr.trim().split('\n').at(-1) ?? codeOf(error) }));
    });
    child.stdin?.end();
  });
}

/** `keyword value` lines. */
export function configValues(text: string): ConfigValues {
  const values = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const gap = line.indexOf(' ');
    if (gap <= 0) continue;
    const keyword = line.slice(0, gap).toLowerCase();
    values.set(keyword, [...(values.get(keyword) ?? []), line.slice(gap + 1).trim()]);
  }
  return values;
}
