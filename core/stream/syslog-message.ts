import { isoTime } from '../alert/iso-time';
import type { StreamRecord } from './stream';

/** Facility 13 (log audit), severity 5 (notice): RFC 5424, 6.2.1. */
const priority = 13 * 8 + 5;

/** More than this is not sent in one datagram; the entry's name and hash still are. UTF-16 units, below UDP's 65,507 bytes. */
const largestDatagram = 8_000;

/** An entry as RFC 5424 writes it: named by structured data, the journal's line as the message. ASCII control free. */
export function syslogMessage({ writer, seq, hash, at, code, line }: StreamRecord, datagram: boolean): string {
  const [operator = '', device = ''] = writer.split('.');
  const fields = Object.entries({ operator, device, seq: String(seq), hash }).map(([name, value]) => `${name}="${value.replace(/["\\\]]/g, '\\$&')}"`);
  const message = datagram && line.length > largestDatagram ? '' : ` \ufeff${line}`;
  return `<${String(priority)}>1 ${isoTime(at)} ${device} breakglass - ${code.slice(0, 32)} [breakglass@32473 ${fields.join(' ')}]${message}`;
}
