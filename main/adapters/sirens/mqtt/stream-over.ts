import { Duplex } from 'node:stream';
import type { ByteLine } from '../../../ports/byte-line';

/** A line as a stream: what an MQTT client, or TLS below it, speaks over. */
export function streamOver(line: ByteLine): Duplex {
  return new Duplex({
    read() {
      line.receive().then(
        (bytes) => this.push(bytes),
        (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))),
      );
    },
    write(chunk: Buffer, _encoding, done) {
      line.send(chunk).then((sent) => {
        done(sent ? null : new Error('closed'));
      }, done);
    },
    destroy(error, done) {
      line.close();
      done(error);
    },
  });
}
