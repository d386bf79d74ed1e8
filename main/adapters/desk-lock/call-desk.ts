import { connect } from 'node:net';
import { deskReplySchema, LineBuffer, parsed, type DeskRequest } from './desk-line';

/** What a command's outcome is when the desk went away in the middle of it (formats.md: unknown). */
const unknownExit = 3;

/**
 * Hands a command to the desk and passes on what it writes. The exit code, or null when no desk listens there (then
 * nothing was done). A desk that vanishes after it was asked gives 3: it may have begun.
 */
export function callDesk(
  path: string,
  request: DeskRequest,
  onOut: (text: string) => void,
  onErr: (text: string) => void,
): Promise<number | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const lines = new LineBuffer();
    let asked = false;
    socket.setEncoding('utf8');
    socket.on('connect', () => {
      asked = true;
      socket.write(`${JSON.stringify({ v: 1, ...request })}\n`);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(asked ? unknownExit : null));
    socket.on('data', (chunk: string) => {
      for (const line of lines.take(chunk) ?? ['']) {
        const reply = parsed(deskReplySchema, line);
        if (reply === null) return void socket.destroy();
        if ('out' in reply) onOut(reply.out);
        else if ('err' in reply) onErr(reply.err);
        else {
          resolve(reply.exit);
          socket.destroy();
          return;
        }
      }
    });
  });
}
