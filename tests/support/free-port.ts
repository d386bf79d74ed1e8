import { createServer } from 'node:net';

/** Below what systems hand out to connections that go out: none of those takes a port between its choice and its server's start. */
const [first, last] = [12_000, 31_999];

/** Test processes run side by side: each begins somewhere else, and goes on from there. */
let next = first + ((process.pid * 97) % (last - first));

/** A port of 127.0.0.1 for a server that is about to be started, and that no other test will choose. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = next;
    next = port === last ? first : port + 1;
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => {
      server.close(() => resolve(true));
    });
  });
}
