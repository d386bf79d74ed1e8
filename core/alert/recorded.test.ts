import { describe, expect, it } from 'vitest';
import { nothingDone, type AlertRecord } from './record';
import { joinRecords, readAlertEntry, recorded } from './recorded';
import { newRecord, resolved } from './sighting';

const about = { alert: 'am/disk', title: 'Disk' };
const firedData = { ...about, cluster: 'am', fingerprint: 'disk', source: 'am', grade: '911', startsAt: 5, labels: { severity: 'critical' } };

function replayed(...entries: readonly [code: string, data: Record<string, unknown>, at: number][]): AlertRecord | null {
  let record: AlertRecord | null = null;
  for (const [code, data, at] of entries) {
    const entry = readAlertEntry(code, data);
    if (entry !== null) record = recorded(record, entry, { op: 'kim', at, order: String(at).padStart(8, '0') });
  }
  return record;
}

describe('the journal', () => {
  it('gives back a firing, its acts and its labels', () => {
    const record = replayed(['ALERT-FIRED', firedData, 10], ['ALERT-ACK', about, 20], ['ALERT-NOTE', { ...about, text: 'hm' }, 30]);
    expect(record).toMatchObject({ id: 'am/disk', firedAt: 10, open: true, ack: { by: 'kim', at: 20 }, notes: [{ at: 30, text: 'hm' }], labels: { severity: 'critical' } });
  });

  it('drops ack and grade of a firing that is over, keeps notes and counts', () => {
    const hour = 3_600_000;
    const record = replayed(
      ['ALERT-FIRED', firedData, 10],
      ['ALERT-ACK', about, 20],
      ['ALERT-GRADE', { ...about, grade: 'noise', why: 'x' }, 21],
      ['ALERT-NOTE', { ...about, text: 'hm' }, 22],
      ['ALERT-RESOLVED', { ...about, why: 'gone' }, 30],
      ['ALERT-FIRED', firedData, 30 + hour],
    );
    expect(record).toMatchObject({ count: 2, ack: null, verdict: null, notes: [{ text: 'hm' }] });
  });

  it('reads an entry that was written late, and passes over what it does not know', () => {
    expect(readAlertEntry('ALERT-ACK', { ...about, late: true, happenedAt: 3 })).toEqual({ code: 'ALERT-ACK', data: about });
    expect(readAlertEntry('ALERT-ACK', { alert: 3 })).toBeNull();
    expect(readAlertEntry('ALERT-STORM', { source: 'am', count: 1, example: '' })).toBeNull();
    expect(readAlertEntry('ALERT-FROM-THE-FUTURE', about)).toBeNull();
    expect(readAlertEntry('toString', about)).toBeNull();
  });

  it('keeps an act whose firing was never written', () => {
    expect(replayed(['ALERT-ACK', about, 20])).toMatchObject({ id: 'am/disk', cluster: 'am', fingerprint: 'disk', title: 'Disk', ack: { by: 'kim' } });
  });
});

describe('joined with the store', () => {
  const stored: AlertRecord = {
    ...newRecord('am', 'disk', 10),
    annotations: { summary: 'full' },
    ack: { by: 'mallory', at: 1, until: null },
    holders: { am: { missed: 0, sure: true, suppressed: false } },
    done: { ...nothingDone, fired: true, told: true },
  };

  it('machines are remembered by the store, people by the journal alone', () => {
    const record = joinRecords(stored, replayed(['ALERT-FIRED', firedData, 10], ['ALERT-SNOOZE', { ...about, until: 99, minutes: 1, why: '' }, 11]));
    expect(record).toMatchObject({ annotations: { summary: 'full' }, ack: null, snooze: { until: 99 }, done: { told: true } });
    expect(joinRecords(stored, null)).toMatchObject({ ack: null, done: { fired: false } });
  });

  it('nothing is sure before a source says so', () => {
    expect(joinRecords(stored, null)?.holders).toEqual({ am: { missed: 0, sure: false, suppressed: false } });
  });

  it('a store that was not written to the end does not reopen what the journal knows to be over', () => {
    const over = replayed(['ALERT-FIRED', firedData, 10], ['ALERT-RESOLVED', { ...about, why: 'gone' }, 50]);
    expect(joinRecords(stored, over)).toMatchObject({ open: false, resolvedAt: 50 });
    expect(joinRecords({ ...stored, seenAt: 60 }, over)).toMatchObject({ open: true, resolvedAt: null });
    expect(joinRecords(resolved(stored, 40), replayed(['ALERT-FIRED', firedData, 45]))).toMatchObject({ open: true });
  });
});
