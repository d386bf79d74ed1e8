import { createSocket } from 'node:dgram';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { causeText } from '../../../core/cause-text';
import { fail, ok } from '../../../core/errors';
import { syslogMessage } from '../../../core/stream/syslog-message';
import type { StreamTarget } from '../../ports/stream-target';

/** A server that takes no bytes for so long is gone, ms. */
const patience = 10_000;

/**
 * RFC 5424 messages: over TCP, TLS and Unix sockets with their length in front (RFC 6587, RFC 5425), over UDP one a
 * datagram. Syslog answers nothing: over TCP and TLS they count as arrived when the server has taken the end of the
 * connection, over UDP when sent.
 * @param roots the certificates that a TLS server's may lead to, PEM
 */
export function syslogStream(stream: string, to: string, roots: readonly string[]): StreamTarget {
  const url = new URL(to);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port);
  const dial = (): Socket => {
    if (url.protocol === 'unix:') return connect(decodeURIComponent(url.pathname));
    // SECURITY: the name is checked against the certificate, and nothing is sent before that; no switch turns it off.
    if (url.protocol === 'tls:') return connectTls({ host, port, ca: [...roots], minVersion: 'TLSv1.2', ...(isIP(host) === 0 ? { servername: host } : {}) });
    return connect(port, host);
  };
  const sent = (messages: readonly string[]): Promise<void> => (url.protocol === 'udp:' ? asDatagrams(host, port, messages) : asStream(dial(), messages));
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
