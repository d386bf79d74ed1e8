import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { deskInterruptSchema, deskRequestSchema, LineBuffer, outputPiece, parsed, type DeskReply, type DeskRequest } from './desk-line';

/** Where a handed-over command writes. The promises resolve when the terminal has taken it: slow readers are waited for. */
export interface DeskStream {
  out(text: string): Promise<void>;
  err(text: string): Promise<void>;
  /** Aborts when the terminal is gone (Ctrl-C, closed window). */
  readonly signal: AbortSignal;
}

/** Carries a command out; the exit code. */
export type DeskHandler = (request: DeskRequest, stream: DeskStream) => Promise<number>;

/** The desk's ear for terminals. */
export interface DeskServer {
  /** Resolves once no handed-over command is under way. */
  idle(): Promise<void>;
  /** Hangs up on everybody. */
  close(): Promise<void>;
}

/** Takes commands from terminals of this user. The desk lock must be held: a socket file that lies there is a dead one. */
export async function serveDesk(path: string, handler: DeskHandler): Promise<DeskServer> {
  const sockets = new Set<Socket>();
  const underWay = new Set<Promise<void>>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, handler, (work) => {
      const kept: Promise<void> = work.finally(() => underWay.delete(kept));
      underWay.add(kept);
    });
  });
  if (process.platform !== 'win32') rmSync(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  // SECURITY: the folder is closed to others already (runtime-folder.ts); the socket is, too.
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  return {
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serve(socket: Socket, handler: DeskHandler, track: (work: Promise<void>) => void): void {
  const lines = new LineBuffer();
  const gone = new AbortController();
  let asked = false;
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  socket.on('close', () => gone.abort());
  socket.on('data', (chunk: string) => {
    const taken = lines.take(chunk);
    if (taken === null) return void socket.destroy();
    for (const line of taken) hear(line);
  });
  const hear = (line: string): void => {
    if (asked) {
      // One command a connection, and Ctrl-C for it: anything else ends it.
      if (parsed(deskInterruptSchema, line) === null) socket.destroy();
      gone.abort();
      return;
    }
    asked = true;
    const request = parsed(deskRequestSchema, line);
    if (request === null) void finish(socket, 2);
    else {
      // Said before anything is done: whoever does not hear it knows that nothing was.
      void send(socket, { taken: true });
      track(answer(socket, request, handler, gone.signal));
    }
  };
  void send(socket, { ready: true });
}

async function answer(socket: Socket, request: DeskRequest, handler: DeskHandler, signal: AbortSignal): Promise<void> {
  const stream: DeskStream = {
    out: (text) => inPieces(text, (piece) => send(socket, { out: piece })),
    err: (text) => inPieces(text, (piece) => send(socket, { err: piece })),
    signal,
  };
  const { argv, cwd, json } = request;
  try {
    await finish(socket, await handler({ argv, cwd, json }, stream));
  } catch (error) {
    await stream.err(`${error instanceof Error ? error.message : String(error)}\n`);
    await finish(socket, 1);
  }
}

async function inPieces(text: string, write: (piece: string) => Promise<void>): Promise<void> {
  for (let at = 0; at < text.length; at += outputPiece) await write(text.slice(at, at + outputPiece));
}

async function finish(socket: Socket, exit: number): Promise<void> {
  await send(socket, { exit });
  socket.end();
}

function send(socket: Socket, reply: DeskReply): Promise<void> {
  if (socket.destroyed) return Promise.resolve();
  if (socket.write(`${JSON.stringify(reply)}\n`)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.on('drain', done);
    socket.on('close', done);
  });
}
