import { createServer, type AddressInfo, type Socket } from 'node:net';

/** Just enough of MQTT 5 for a conformance test without a package; tests/lab/siren-mqtt.test.ts uses a real mosquitto. */
export interface TinyBroker {
  readonly url: string;
  /** Hears what is published to a topic, as a device would. */
  on(topic: string, listener: (text: string) => void): void;
  /** Publishes as a device: kept, and told to whoever listens. */
  publish(topic: string, text: string): void;
  /** Takes bytes and answers nothing from now on. */
  hang(): void;
  stop(): Promise<void>;
}

export async function startTinyBroker(): Promise<TinyBroker> {
  const listeners = new Map<string, (text: string) => void>();
  const kept = new Map<string, string>();
  const clients = new Map<Socket, Set<string>>();
  let hangs = false;

  const deliver = (socket: Socket, topic: string, text: string, retained: boolean): void => {
    socket.write(packet(0x30 | (retained ? 1 : 0), Buffer.concat([words(topic), Buffer.from([0]), Buffer.from(text)])));
  };

  const answer = (socket: Socket, kind: number, flags: number, body: Buffer): void => {
    switch (kind) {
      case 1:
        socket.write(packet(0x20, Buffer.from([0, 0, 0])));
        return;
      case 3: {
        const length = body.readUInt16BE(0);
        const topic = body.toString('utf8', 2, 2 + length);
        const id = body.subarray(2 + length, 4 + length);
        const properties = body[4 + length] ?? 0;
        const listener = listeners.get(topic);
        listener?.(body.toString('utf8', 5 + length + properties));
        if ((flags & 6) !== 0) socket.write(packet(0x40, Buffer.concat([id, Buffer.from(listener === undefined ? [16, 0] : [0, 0])])));
        return;
      }
      case 8: {
        const length = body.readUInt16BE(3);
        const topic = body.toString('utf8', 5, 5 + length);
        clients.get(socket)?.add(topic);
        socket.write(packet(0x90, Buffer.concat([body.subarray(0, 2), Buffer.from([0, 1])])));
        const text = kept.get(topic);
        if (text !== undefined) deliver(socket, topic, text, true);
        return;
      }
      case 12:
        socket.write(packet(0xd0, Buffer.alloc(0)));
    }
  };

  const server = createServer((socket) => {
    clients.set(socket, new Set());
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (data) => {
      rest = Buffer.concat([rest, data]);
      for (let next = firstPacket(rest); next !== null; next = firstPacket(rest)) {
        rest = rest.subarray(next.end);
        if (!hangs) answer(socket, next.first >> 4, next.first & 15, next.body);
      }
    });
    socket.on('close', () => clients.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `mqtt://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    on: (topic, listener) => void listeners.set(topic, listener),
    publish(topic, text) {
      kept.set(topic, text);
      if (!hangs) for (const [socket, topics] of clients) if (topics.has(topic)) deliver(socket, topic, text, false);
    },
    hang: () => {
      hangs = true;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of clients.keys()) socket.destroy();
      }),
  };
}

function words(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

/** Bodies here are short: one or two bytes of length. */
function packet(first: number, body: Buffer): Buffer {
  const length = body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >> 7];
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}

function firstPacket(bytes: Buffer): { readonly first: number; readonly body: Buffer; readonly end: number } | null {
  const [first, low, high] = bytes;
  if (first === undefined || low === undefined || (low >= 128 && high === undefined)) return null;
  const head = low < 128 ? 2 : 3;
  const end = head + (low < 128 ? low : (low & 127) | ((high ?? 0) << 7));
  return bytes.length < end ? null : { first, body: bytes.subarray(head, end), end };
}
