import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy that behaves like a hotel's network: cuts, freezes, half-closes and delays on command. */
export class BadLine {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #isFrozen = false;
  /** Bytes of the next connection's upstream direction after which it is cut; null: never. */
  cutAfter: number | null = null;
  /** Bytes that came from upstream, over all connections. */
  received = 0;
  /** What went upstream, byte for byte: what a reader asks of a server. */
  asked = '';

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async to(port: number, host = '127.0.0.1'): Promise<BadLine> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const line = new BadLine(server, typeof address === 'object' && address !== null ? address.port : 0);
    server.on('connection', (near) => {
      line.#join(near, connect(port, host));
    });
    return line;
  }

  #join(near: Socket, far: Socket): void {
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    let sent = 0;
    const limit = this.cutAfter;
    this.cutAfter = null;
    near.setNoDelay(true);
    far.setNoDelay(true);
    near.on('data', (chunk: Buffer) => {
      this.asked = (this.asked + chunk.toString('latin1')).slice(-1_000_000);
      if (this.#isFrozen) return;
      sent += chunk.length;
      if (limit !== null && sent >= limit) {
        far.write(chunk.subarray(0, Math.max(0, chunk.length - (sent - limit))), () => {
          near.destroy();
          far.destroy();
        });
        return;
      }
      far.write(chunk);
    });
    far.on('data', (chunk: Buffer) => {
      this.received += chunk.length;
      if (!this.#isFrozen) near.write(chunk);
    });
    const gone = (): void => {
      this.#pairs.delete(pair);
      if (this.#isFrozen) return;
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) {
      socket.on('error', () => undefined);
      socket.on('close', gone);
    }
  }

  /** Resets every connection at once. */
  cut(): void {
    for (const [near, far] of this.#pairs) {
      near.destroy();
      far.destroy();
    }
  }

  /** Ends one direction only: the server hears an end, this side hears nothing. */
  halfClose(): void {
    for (const [, far] of this.#pairs) far.end();
  }

  /** Swallows every byte from now on, both ways, and tells nobody. */
  freeze(): void {
    this.#isFrozen = true;
  }

  thaw(): void {
    this.#isFrozen = false;
    this.cut();
  }

  async stop(): Promise<void> {
    this.#isFrozen = false;
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
