import { ok, type Result } from '../../../core/errors';
import type { ByteLine, ConnectBeyond } from '../../ports/byte-line';
import type { RemoteBytes } from '../../ports/ssh';
import type { Way } from './http-through';

interface Through {
  readonly ssh: RemoteBytes;
  /** How that host is reached now: hosts.yaml and ssh_config may change. */
  readonly way: () => Result<Way>;
  /** Ends when every way is known that can be: right after a start, ssh_config is still being asked. */
  readonly settle: () => Promise<void>;
}

/** Connections as a host in between sees the network: for a broker that stands behind it. */
export function bytesThrough({ ssh, way, settle }: Through): ConnectBeyond {
  return async (host, port) => {
    let found = way();
    if (!found.ok) {
      await settle();
      found = way();
    }
    if (!found.ok) return found;
    const opened = await ssh.connect(found.value.target, found.value.jumps, { host, port });
    return opened.ok ? ok(lineOf(ssh, opened.value)) : opened;
  };
}

function lineOf(ssh: RemoteBytes, id: string): ByteLine {
  return {
    send: (bytes) => ssh.send(id, Buffer.from(bytes).toString('base64')),
    async receive() {
      const piece = await ssh.receive(id);
      return piece === null ? null : Buffer.from(piece, 'base64');
    },
    close: () => void ssh.disconnect(id),
  };
}
