/** A hop as ProxyJump writes it. */
export interface NamedHop {
  readonly name: string;
  readonly alias: string;
  readonly user: string | null;
  readonly port: number | null;
}

/** `[user@]host[:port]` or `ssh://[user@]host[:port]`, several with commas; null when it is not that. See ssh_config(5). */
export function parseHops(text: string): NamedHop[] | null {
  const hops = text.split(',').map((part) => {
    const name = part.trim().replace(/^ssh:\/\//i, '');
    const match = /^(?:(?<user>[^@\s-][^\s]*)@)?(?:\[(?<six>[^\]\s]+)\]|(?<host>[^:@\s-][^:@\s]*))(?::(?<port>\d{1,5}))?$/.exec(name);
    const { user = null, six, host, port } = match?.groups ?? {};
    const alias = six ?? host;
    const number = port === undefined ? null : Number(port);
    if (alias === undefined || (number !== null && (number < 1 || number > 65_535))) return null;
    return { name, alias, user, port: number };
  });
  return hops.every((hop) => hop !== null) ? hops : null;
}
