import { createSocket } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import { causeText } from '../../../core/cause-text';
import { fail, ok } from '../../../core/errors';
import { syslogMessage } from '../../../core/stream/syslog-message';
import type { StreamTarget } from '../../ports/stream-target';

/** A server that takes no bytes for so long is gone, ms. */
const patience = 10_000;

/**
 * RFC 5424 messages: over TCP and Unix sockets with their length in front (RFC 6587), over UDP one a datagram. Syslog
 * answers nothing: over TCP they count as arrived when the server has taken the end of the connection, over UDP when sent.
 */
export function syslogStream(stream: string, to: string): StreamTarget {
  const url = new URL(to);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const sent = url.protocol === 'udp:' ? (messages: readonly string[]) => asDatagrams(host, Number(url.port), messages) : (messages: readonly string[]) => asStream(url.protocol === 'unix:' ? connect(decodeURIComponent(url.pathname)) : connect(Number(url.port), host), messages);
  return {
    reach: () => Promise.resolve(ok(null)),
    async send(records) {
      try {
        await sent(records.map((record) => syslogMessage(record, url.protocol === 'udp:')));
        return ok(undefined);
      } catch (error) {
        return fail('stream-unreachable', { stream, why: causeText(error) });
      }
    },
  };
}

function asStream(socket: Socket, messages: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.setTimeout(patience, () => socket.destroy(new Error('no answer')));
    socket.on('error', reject);
    socket.on('close', (failed) => {
      if (!failed) resolve();
    });
    // What it says is not listened to, but has to be taken, or the end never comes.
    socket.resume();
    socket.end(messages.map((message) => `${String(Buffer.byteLength(message))} ${message}`).join(''));
  });
}

async function asDatagrams(host: string, port: number, messages: readonly string[]): Promise<void> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  try {
    for (const message of messages) {
      await new Promise<void>((resolve, reject) => {
        socket.send(message, port, host, (error) => {
          if (error === null) resolve();
          else reject(error);
        });
      });
    }
  } finally {
    socket.close();
  }
}
