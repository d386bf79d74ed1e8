import type { Duplex } from 'node:stream';
import { ok } from '../../../core/errors';
import type { LinePool } from '../../adapters/ssh/line-pool';
import type { Ids } from '../../ports/ids';
import type { RemoteBytes } from '../../ports/ssh';
import { forwardedChannel } from './forwarded-channel';

/** Connections over channels that our lines forward, their bytes asked for piece by piece, so that none gather here. */
export function createForwardedBytes(pool: LinePool, ids: Ids): RemoteBytes {
  const open = new Map<string, { readonly channel: Duplex; readonly pieces: AsyncIterator<unknown> }>();

  const forget = (id: string): void => {
    open.get(id)?.channel.destroy();
    open.delete(id);
  };

  return {
    async connect(target, jumps, to) {
      const channel = await forwardedChannel(pool, target, jumps, to);
      if (!channel.ok) return channel;
      const id = ids.next();
      // A line that breaks is told by the end of the pieces.
      channel.value.on('error', () => undefined);
      open.set(id, { channel: channel.value, pieces: channel.value[Symbol.asyncIterator]() });
      return ok(id);
    },
    async receive(id) {
      try {
        const piece = await open.get(id)?.pieces.next();
        if (piece?.done === false && Buffer.isBuffer(piece.value)) return piece.value.toString('base64');
      } catch {
        // Cut: as good as ended.
      }
      forget(id);
      return null;
    },
    send(id, bytes) {
      const channel = open.get(id)?.channel;
      if (channel?.writable !== true) return Promise.resolve(false);
      channel.write(Buffer.from(bytes, 'base64'));
      return Promise.resolve(true);
    },
    disconnect(id) {
      forget(id);
      return Promise.resolve();
    },
  };
}
