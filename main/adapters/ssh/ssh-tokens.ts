import { fail, ok, type Result } from '../../../core/errors';

/** Puts values for `%x` and `${NAME}`, and this user's home for a leading `~/`. What has no value is refused by name. */
export function expandTokens(text: string, where: { readonly tokens: Readonly<Record<string, string>>; readonly environment: Readonly<Record<string, string | undefined>>; readonly home: string }): Result<string> {
  let missing: string | null = null;
  const value = text.replace(/%(.)|\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (whole, token: string | undefined, name: string | undefined) => {
    const found = token === undefined ? where.environment[name ?? ''] : token === '%' ? '%' : where.tokens[token];
    if (found === undefined) missing = whole;
    return found ?? whole;
  });
  if (missing !== null) return fail('ssh-config-unsupported', { file: 'ssh_config', what: `${String(missing)} in ${text}` });
  return ok(value.startsWith('~/') ? `${where.home}${value.slice(1)}` : value);
}

/** A path below this user's home as `~/...`, so that it does not differ from laptop to laptop. */
export function homeRelative(path: string, home: string): string {
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

/** The path that `homeRelative` shortened. */
export function homeAbsolute(path: string, home: string): string {
  return path.startsWith('~/') ? `${home}${path.slice(1)}` : path;
}
