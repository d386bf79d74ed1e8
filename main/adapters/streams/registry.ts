import { unreachable, type Result } from '../../../core/errors';
import type { StreamEntry } from '../../../core/stream/stream';
import type { Http } from '../../ports/http';
import type { StreamTarget } from '../../ports/stream-target';
import { fileStream } from './file-stream';
import { otlpStream } from './otlp-stream';
import { postgresStream } from './postgres-stream';
import { syslogStream } from './syslog-stream';

/** What targets need of this laptop. `roots`: the certificates that it trusts, PEM. */
interface StreamWorld {
  readonly http: Http;
  readonly roots: readonly string[];
  readonly secret: (reference: string) => Promise<Result<string>>;
}

/** The target of a stream as breakglass.yaml names it. */
export function openStream(entry: StreamEntry, world: StreamWorld): StreamTarget {
  switch (entry.kind) {
    case 'file':
      return fileStream(entry.id, entry.path);
    case 'syslog':
      return syslogStream(entry.id, entry.to, entry.ca === undefined ? world.roots : [entry.ca]);
    case 'otlp': {
      const { id, url, token } = entry;
      return otlpStream(id, { url, http: world.http, token: token === undefined ? null : () => world.secret(token) });
    }
    case 'postgres':
      return postgresStream(entry);
    default:
      return unreachable(entry);
  }
}
