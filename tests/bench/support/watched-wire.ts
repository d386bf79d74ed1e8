import { connect, createServer, type Socket } from 'node:net';

/** A wire to the device that says when a text first came over it. */
export interface Wire {
  readonly url: string;
  readonly port: number;
  /** When (performance.now) the next chunk with this text arrives. */
  readonly first: (text: string) => Promise<number>;
  readonly stop: () => void;
}

/** A wire to a device on a loopback port. */
export async function watchedWire(device: number): Promise<Wire> {
  let waiting: { readonly text: string; readonly tell: (at: number) => void } | null = null;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ port: device, host: '127.0.0.1', noDelay: true });
    near.setNoDelay(true);
    near.on('data', (chunk) => {
      if (waiting === null || !chunk.includes(waiting.text)) return;
      waiting.tell(performance.now());
      waiting = null;
    });
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    port,
    first: (text) =>
      new Promise((tell) => {
        waiting = { text, tell };
      }),
    stop: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
