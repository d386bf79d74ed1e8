import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeardAlerts, type Heard } from './heard';

const day = 86_400_000;
const fires = (fingerprint: string, heardAt: number, labels: Readonly<Record<string, string>> = { alertname: fingerprint }): Heard => ({
  ...{ kind: 'fires', fingerprint, labels, annotations: {}, startsAt: heardAt, heardAt },
});
const named = (alerts: HeardAlerts, now: number): string[] => alerts.sighting(now).alerts.map(({ fingerprint, times = 0 }) => `${fingerprint} ${times}`).sort();

describe('alerts that are only heard of', () => {
  it('fire again with each message, keep their beginning, and end by a message', () => {
    const alerts = new HeardAlerts(day, 0);
    alerts.take(fires('a', 1_000));
    alerts.take(fires('a', 2_000));
    alerts.take(fires('b', 2_000));
    expect(alerts.sighting(3_000).alerts[0]).toMatchObject({ fingerprint: 'a', startsAt: 1_000, heardAt: 2_000, times: 2 });
    alerts.take({ kind: 'ends', fingerprint: 'a', heardAt: 3_000 });
    expect(alerts.sighting(3_000)).toMatchObject({ alerts: [{ fingerprint: 'b' }], ended: new Set(['a']) });
    alerts.take(fires('a', 4_000));
    expect(named(alerts, 4_000)).toEqual(['a 1', 'b 1']);
    expect(alerts.sighting(4_000).ended.size).toBe(0);
  });

  it('end all that carry the labels, and none that lack one', () => {
    const alerts = new HeardAlerts(day, 0);
    alerts.take(fires('a', 1, { alertname: 'Disk', instance: 'x' }));
    alerts.take(fires('b', 1, { alertname: 'Disk', instance: 'y' }));
    alerts.take(fires('c', 1, { alertname: 'Disk' }));
    alerts.take({ kind: 'ends-all', labels: { alertname: 'Disk', instance: 'x' }, heardAt: 2 });
    expect(named(alerts, 2)).toEqual(['b 1', 'c 1']);
  });

  it('end after the quiet time, counted from the last message', () => {
    const alerts = new HeardAlerts(day, 0);
    alerts.take(fires('a', 0));
    alerts.take(fires('a', 1_000));
    expect(named(alerts, day + 999)).toEqual(['a 2']);
    expect(alerts.sighting(day + 1_000)).toMatchObject({ alerts: [], ended: new Set(['a']) });
    expect(alerts.sighting(3 * day).ended.size).toBe(0);
  });

  it('say that their memory is not whole until a quiet time has passed', () => {
    const alerts = new HeardAlerts(day, 5_000);
    expect(alerts.sighting(5_001).forgetful).toBe(true);
    expect(alerts.sighting(5_000 + day).forgetful).toBe(false);
  });

  it('tell a flood as one alert and keep the memory small', () => {
    const alerts = new HeardAlerts(day, 0);
    for (let number = 0; number < 5_000; number += 1) alerts.take(fires(`f${number}`, number));
    const { alerts: firing } = alerts.sighting(5_000);
    expect(firing.length).toBeLessThanOrEqual(2_001);
    expect(firing.find(({ fingerprint }) => fingerprint === 'more-alerts')).toMatchObject({ times: 3_000, labels: { alertname: 'MoreAlerts', severity: 'critical' } });
  });

  it('count what fires only: those that ended before take no room from a new one, whatever their number', () => {
    const alerts = new HeardAlerts(day, 0);
    for (let at = 0; at < 5_000; at += 1) {
      alerts.take(fires(`a${at}`, at));
      alerts.take({ kind: 'ends', fingerprint: `a${at}`, heardAt: at });
    }
    const again = new HeardAlerts(day, 0);
    again.restore(alerts.takeChanges().flatMap(({ key, value }) => (value === null ? [] : [[key, value] as const])));
    for (const each of [alerts, again]) {
      each.take(fires('db', 6_000));
      expect(named(each, 6_001)).toEqual(['db 1']);
      const { ended } = each.sighting(6_002);
      expect([ended.size, ended.has('a4999'), ended.has('a2999')]).toEqual([2_000, true, false]);
    }
  });

  it('are the same after any restart: rows in, rows out', () => {
    const step = fc.oneof(
      fc.record({ what: fc.constant('fire' as const), who: fc.integer({ min: 0, max: 4 }) }),
      fc.record({ what: fc.constant('end' as const), who: fc.integer({ min: 0, max: 4 }) }),
      fc.record({ what: fc.constant('restart' as const), who: fc.constant(0) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const plain = new HeardAlerts(day, 0);
        let restarted = new HeardAlerts(day, 0);
        const rows = new Map<string, string>();
        const keep = (): void => {
          for (const { key, value } of restarted.takeChanges()) {
            if (value === null) rows.delete(key);
            else rows.set(key, value);
          }
        };
        steps.forEach(({ what, who }, at) => {
          const heard: Heard = what === 'end' ? { kind: 'ends', fingerprint: `f${who}`, heardAt: at } : fires(`f${who}`, at);
          if (what === 'restart') {
            keep();
            restarted = new HeardAlerts(day, 0);
            restarted.restore(rows);
            return;
          }
          plain.take(heard);
          restarted.take(heard);
        });
        expect(restarted.sighting(steps.length)).toEqual(plain.sighting(steps.length));
      }),
    );
  });

  it('pass over rows that are none', () => {
    const alerts = new HeardAlerts(day, 0);
    alerts.restore([['a', 'no json'], ['b', '{"labels":1}'], ['place', '{}']]);
    expect(alerts.sighting(1).alerts).toEqual([]);
  });
});
