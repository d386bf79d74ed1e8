import { connect } from 'node:net';
import { deskReplySchema, LineBuffer, parsed, type DeskRequest } from './desk-line';

/** What a command's outcome is when the desk went away in the middle of it (formats.md: unknown). */
const unknownExit = 3;

/** A desk that does not even greet within this hangs: it is asked nothing, ms. */
const greetingPatience = 5_000;

/**
 * Hands a command to the desk and passes on what it writes. The exit code, or null when no desk listens there, or one
 * that hangs, or that closed before it took the command (then nothing was done). A desk that vanishes after it took it
 * gives 3: it may have begun.
 */
export function callDesk(
  path: string,
  request: DeskRequest,
  onOut: (text: string) => void,
  onErr: (text: string) => void,
  interrupted: AbortSignal = new AbortController().signal,
): Promise<number | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const lines = new LineBuffer();
    let asked = false;
    let taken = false;
    const hang = setTimeout(() => socket.destroy(), greetingPatience);
    const interrupt = (): void => {
      if (asked) socket.write(`${JSON.stringify({ v: 1, interrupt: true })}\n`);
      else socket.destroy();
    };
    const ask = (): void => {
      asked = true;
      clearTimeout(hang);
      socket.write(`${JSON.stringify({ v: 1, ...request })}\n`);
    };
    interrupted.addEventListener('abort', interrupt);
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(hang);
      interrupted.removeEventListener('abort', interrupt);
      resolve(taken ? unknownExit : null);
    });
    socket.on('data', (chunk: string) => {
      for (const line of lines.take(chunk) ?? ['']) {
        const reply = parsed(deskReplySchema, line);
        if (reply === null) return void socket.destroy();
        if ('ready' in reply) ask();
        else if ('taken' in reply) taken = true;
        else if ('out' in reply) onOut(reply.out);
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
