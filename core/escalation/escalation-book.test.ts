import { describe, expect, it } from 'vitest';
import { createEscalationBook, type Told } from './escalation-book';

const about = { escalation: 'am/1', title: 'DB down' };
const told = (at: number, writer: string, code: string, data: object): Told => ({ at, writer, code, data: { ...about, ...data } });
const begin = (at: number, writer: string, firing = '0 rule #1'): Told => told(at, writer, 'ESCALATION-BEGIN', { rule: 'rule', firing });
const step = { round: 0, level: 0, to: 'kim' };

describe('what consoles tell each other of a climb', () => {
  it('comes to the same in any order', () => {
    const entries = [begin(10, 'a'), begin(12, 'b'), told(11, 'a', 'ESCALATION-TRY', step), told(14, 'a', 'ESCALATION-RUNG', step), told(20, 'b', 'ESCALATION-ACK', { by: 'kim' })];
    const orders = [entries, [...entries].reverse(), [entries[3], entries[0], entries[4], entries[2], entries[1]].flatMap((each) => each ?? [])];
    const books = orders.map((order) => {
      const book = createEscalationBook();
      for (const each of [...order, ...order]) book.take(each);
      return book.get('am/1');
    });
    for (const known of books) expect(known).toMatchObject({ startedAt: 10, acks: [{ by: 'kim' }], end: null, tries: [{ by: 'a', ended: { rung: true } }] });
  });

  it('does not begin again what ended, because another console saw the same firing later', () => {
    const book = createEscalationBook();
    for (const each of [begin(10, 'a'), told(20, 'a', 'ESCALATION-END', { why: 'acked' }), begin(95, 'b')]) book.take(each);
    expect(book.get('am/1')?.end?.why).toBe('acked');
  });

  it('begins anew for another firing, and for one that has to ring again', () => {
    const book = createEscalationBook();
    for (const each of [begin(10, 'a'), told(20, 'a', 'ESCALATION-END', { why: 'acked' })]) book.take(each);
    expect(book.nextFiring('am/1', '0 rule')).toBe('0 rule #2');
    book.take(begin(95, 'b', '0 rule #2'));
    expect(book.get('am/1')).toMatchObject({ startedAt: 95, end: null, acks: [] });
  });

  it('lends nothing of an earlier climb to the one that is under way, whenever another console tells of it', () => {
    const book = createEscalationBook();
    const hour = 3_600_000;
    for (const each of [begin(5 * hour, 'a', '0 rule #2'), begin(4 * hour, 'b'), told(4 * hour + 1, 'b', 'ESCALATION-ACK', { by: 'lee' }), told(4 * hour + 2, 'b', 'ESCALATION-END', { why: 'acked' })]) book.take(each);
    expect(book.get('am/1')).toMatchObject({ startedAt: 5 * hour, acks: [], end: null });
    book.take(told(5 * hour + 9, 'b', 'ESCALATION-ACK', { by: 'lee' }));
    expect(book.get('am/1')?.acks).toHaveLength(1);
  });

  it('takes an ack of the same firing that was given before this console began', () => {
    const book = createEscalationBook();
    const minute = 60_000;
    for (const each of [begin(5 * minute, 'b'), begin(0, 'a'), told(3 * minute, 'a', 'ESCALATION-ACK', { by: 'kim' })]) book.take(each);
    expect(book.get('am/1')).toMatchObject({ startedAt: 0, acks: [{ by: 'kim' }] });
  });

  it('keeps the goes of other consoles, levels and rounds apart, and begins none anew by an old entry', () => {
    const book = createEscalationBook();
    const goes = [['a', 0, 0], ['a', 0, 1], ['a', 1, 0], ['b', 0, 0]] as const;
    book.take(begin(10, 'a'));
    for (const [writer, round, level] of goes) book.take(told(11, writer, 'ESCALATION-TRY', { round, level, to: 'kim' }));
    expect(book.get('am/1')?.tries.map(({ by, round, level }) => [by, round, level])).toEqual(goes);
    book.take(told(14, 'a', 'ESCALATION-RUNG', step));
    book.take(told(11, 'a', 'ESCALATION-TRY', step));
    expect(book.get('am/1')?.tries.filter(({ ended }) => ended !== null)).toMatchObject([{ by: 'a', round: 0, level: 0, at: 11, ended: { at: 14 } }]);
    book.take(told(30, 'a', 'ESCALATION-TRY', step));
    book.take(told(20, 'a', 'ESCALATION-TRY', step));
    expect(book.get('am/1')?.tries.at(-1)).toMatchObject({ by: 'a', round: 0, level: 0, at: 30, ended: null });
  });

  it('says which climb an entry moved, and none for what changes nothing', () => {
    const book = createEscalationBook();
    expect(book.take(begin(10, 'a'))).toBe('am/1');
    expect(book.take(told(11, 'a', 'ESCALATION-ACK', { by: 'kim' }))).toBe('am/1');
    expect(book.take(told(12, 'b', 'ESCALATION-ACK', { by: 'kim' }))).toBe(null);
    expect(book.take(told(13, 'a', 'ESCALATION-END', { why: 'acked' }))).toBe('am/1');
    const late = [['TRY', step], ['RUNG', step], ['ACK', { by: 'lee' }], ['END', { why: 'acked' }], ['BEGIN', {}], ['TRY', {}], ['RUNG', {}], ['ACK', {}], ['END', {}]] as const;
    for (const [code, data] of late) expect(book.take(told(14, 'a', `ESCALATION-${code}`, data))).toBe(null);
    expect(book.take(told(15, 'a', 'NOTE', {}))).toBe(null);
  });

  it('is not damaged by what makes no sense', () => {
    const book = createEscalationBook();
    book.take(begin(10, 'a'));
    for (const data of [{ round: -1 }, { round: 0, level: 'x', to: 'kim' }, { extra: 1, ...step }]) book.take(told(11, 'a', 'ESCALATION-TRY', data));
    expect(book.get('am/1')?.tries).toEqual([]);
  });
});
