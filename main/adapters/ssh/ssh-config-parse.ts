import { readFile } from 'node:fs/promises';
import SSHConfig from 'ssh-config';
import { fail, ok, type Result } from '../../../core/errors';
import type { AskedHost } from '../../ports/ssh-config';
import { codeOf } from './error-code';
import { configLines, configWords } from './ssh-config-files';
import type { ConfigValues } from './ssh-config-ask';

/** Criteria of Match that need nothing but the host and the user. */
const plainCriteria = new Set(['all', 'host', 'originalhost', 'user']);

/**
 * What a machine without `ssh` can still say of its ssh_config: what is written for the host. Whatever would need more
 * than that is refused by name, because passing over it could lead to another place.
 */
export async function parseSsh(files: readonly string[], asked: AskedHost): Promise<Result<ConfigValues>> {
  const values = new Map<string, string[]>();
  for (const file of files) {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') continue;
      return fail('ssh-config-refused', { alias: asked.alias, why: `${file}: ${codeOf(error)}` });
    }
    const what = dishonoured(text);
    if (what !== null) return fail('ssh-config-unsupported', { file, what });
    let found: Record<string, string | string[]>;
    try {
      // SECURITY: no command of the file is carried out.
      const config = SSHConfig.parse(text);
      found = config.compute({ Host: asked.alias, ...(asked.user === null ? {} : { User: asked.user }) }, { ignoreCase: true, matchExec: false });
    } catch (error) {
      return fail('ssh-config-refused', { alias: asked.alias, why: `${file}: ${codeOf(error)}` });
    }
    for (const [keyword, value] of Object.entries(found)) {
      // Of two files the first has the word, but key files add up.
      const isList = keyword === 'identityfile' || keyword === 'certificatefile';
      if (!values.has(keyword) || isList) values.set(keyword, [...(values.get(keyword) ?? []), ...[value].flat()]);
    }
  }
  for (const word of ['host', 'match']) values.delete(word);
  if (asked.address !== null) values.set('hostname', [asked.address]);
  if (asked.user !== null) values.set('user', [asked.user]);
  if (asked.port !== null) values.set('port', [String(asked.port)]);
  const [name] = values.get('hostname') ?? [];
  if (name !== undefined && asked.address === null) values.set('hostname', [name.replaceAll('%h', asked.alias).replaceAll('%%', '%')]);
  return ok(values);
}

/** The first thing in a file that a parser cannot honour, or null. */
function dishonoured(text: string): string | null {
  for (const [keyword, value] of configLines(text)) {
    const lower = value.toLowerCase();
    if (keyword === 'include') return `Include ${value}`;
    if (keyword === 'canonicalizehostname' && lower !== 'no') return `CanonicalizeHostname ${value}`;
    if (keyword === 'match') {
      const words = configWords(lower);
      const criteria = words[0] === 'all' ? ['all'] : words.filter((_, index) => index % 2 === 0);
      const odd = criteria.find((word) => !plainCriteria.has(word.replace(/^!/, '')));
      if (odd !== undefined) return `Match ${odd}`;
    }
  }
  return null;
}
