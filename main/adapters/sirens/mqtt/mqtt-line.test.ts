import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createDriverContext } from '../../../../tests/support/driver-context';
import type { DriverContext } from '../../../ports/driver-context';
import { createMqttLine } from './mqtt-line';

const connack = Buffer.from([0x20, 3, 0, 0, 0]);
let server: Server | null = null;

afterEach(() => {
  server?.close();
});

/** A broker that welcomes whoever comes, and then stands still; and time that passes when the test says so. */
async function standstill() {
  const arrived = new Promise<Socket>((resolve) => {
    server = createServer((socket) => {
      socket.once('data', () => {
        socket.pause();
        socket.write(connack);
        resolve(socket);
      });
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server?.address();
  const url = `mqtt://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`;
  const waiting = new Set<() => void>();
  const context: DriverContext = {
    ...createDriverContext({}),
    schedule: {
      every: () => () => undefined,
      after: (_ms, run) => {
        waiting.add(run);
        return () => waiting.delete(run);
      },
    },
  };
  const line = createMqttLine({ url, listen: [] }, context);
  return { line, arrived, waiting };
}

/** How a connection ended, seen from the broker. */
function ending(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    socket.on('end', () => resolve('end'));
    socket.resume();
  });
}

it('throws a ring away with its connection when the broker does not confirm it in time', async () => {
  const { line, arrived, waiting } = await standstill();
  const sent = line.publish('bed/set', 'ring', 10);
  const socket = await arrived;
  // The connection's own wait is over once it is there; what waits then is the ring.
  await expect.poll(() => line.heard('bed').then((heard) => heard.ok && waiting.size === 1)).toBe(true);
  for (const run of waiting) run();
  expect(await sent).toMatchObject({ ok: false, error: { code: 'siren-no-answer' } });
  expect(await ending(socket)).toBe('ECONNRESET');
});

it('keeps the connection where what was sent is never too late: a silence may still arrive', async () => {
  const { line, arrived, waiting } = await standstill();
  const sent = line.publish('bed/set', 'quiet', null);
  const socket = await arrived;
  await expect.poll(() => line.heard('bed').then((heard) => heard.ok && waiting.size === 1)).toBe(true);
  for (const run of waiting) run();
  expect(await sent).toMatchObject({ ok: false, error: { code: 'siren-no-answer' } });
  expect(socket.destroyed).toBe(false);
  let bytes = '';
  socket.on('data', (data: Buffer) => {
    bytes += data.toString('latin1');
  });
  socket.resume();
  await expect.poll(() => bytes).toContain('quiet');
  line.drop();
});
