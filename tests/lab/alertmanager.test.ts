import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alertmanagerMissing, createRealAlertmanager, type RealAlertmanager } from './support/alertmanager';
import { openSourceDesk, until, type SourceDesk } from './support/source-desk';

const hostile: Readonly<Record<string, string>> = {
  alertname: '<img src=x onerror=alert(1)>',
  severity: 'critical',
  instance: 'db-01:9100\u202e"\u001b]0;owned\u0007',
  note: '${jndi:ldap://x} {{ .Labels }} $(reboot)\n\r\t\u0000-없음-🔥',
  long: 'x'.repeat(20_000),
};

async function openDesk(sources: readonly Readonly<Record<string, unknown>>[]): Promise<SourceDesk> {
  return openSourceDesk({ sources, secrets: {} });
}

describe.skipIf(alertmanagerMissing !== null)('a real Alertmanager', () => {
  let first: RealAlertmanager;
  let second: RealAlertmanager;
  let close: () => Promise<void>;
  beforeEach(async () => {
    [first, second] = [await createRealAlertmanager(), await createRealAlertmanager()];
    await Promise.all([first.start(), second.start()]);
  });
  afterEach(async () => {
    await close();
    await Promise.all([first.remove(), second.remove()]);
  });

  it('hands over hostile labels byte for byte; its death is named, its return is unknown first, then firing', async () => {
    await first.fire(hostile);
    const { desk, codes } = await openDesk([{ id: 'am', kind: 'alertmanager', url: first.url, every: '1s' }]);
    close = desk.close;
    await until('the alert is listed', () => desk.all().length === 1);
    const [alert] = desk.all();
    expect(alert).toMatchObject({ state: 'firing', grade: '911', labels: hostile, title: hostile['alertname'] });
    expect(alert?.caseId).toMatch(/^\d{4}-\d\d-\d\d\/1$/);

    const killedAt = Date.now();
    await first.kill();
    await until('the source is named blind', () => desk.blind().length === 1, 90);
    console.log(`blindness was named ${Date.now() - killedAt} ms after the kill`);
    expect(desk.blind()).toMatchObject([{ id: 'source:am', problem: { code: 'http-refused' } }]);
    expect(desk.all()[0]?.state).toBe('unknown');

    await first.start();
    await until('the source is seen again', () => desk.blind().length === 0);
    // It came back with an empty memory: three polls without the alert must not make it look fine.
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    expect(desk.all()).toMatchObject([{ state: 'unknown', count: 1 }]);
    await first.fire(hostile);
    await until('the alert fires again', () => desk.all()[0]?.state === 'firing');
    expect(desk.all()[0]?.count).toBe(1);
    for (const code of ['SOURCE-LOST', 'SOURCE-BACK', 'SOURCE-RESTARTED']) expect(codes().filter((each) => each === code)).toHaveLength(1);
    expect(codes()).not.toContain('ALERT-RESOLVED');
  });

  it('two of one cluster are one alert, and what the dead one held is unknown and not gone', async () => {
    const disk = { alertname: 'Disk', severity: 'critical' };
    await Promise.all([first.fire(disk), second.fire(disk)]);
    const { desk } = await openDesk([
      { id: 'a', kind: 'alertmanager', url: first.url, every: '1s', cluster: 'us' },
      { id: 'b', kind: 'alertmanager', url: second.url, every: '1s', cluster: 'us' },
    ]);
    close = desk.close;
    await until('both are seen', () => desk.sources().every(({ state }) => state === 'seen'));
    expect(desk.all()).toMatchObject([{ id: expect.stringMatching(/^us\/[0-9a-f]+$/), state: 'firing', count: 1 }]);
    await first.kill();
    await until('one is blind', () => desk.blind().length === 1, 90);
    expect(desk.all()[0]?.state).toBe('firing');
    await second.resolve(disk);
    await until('nobody can say any more', () => desk.all()[0]?.state === 'unknown');
  });

  it('what is silenced there is held back here, and comes when the other says it fires', async () => {
    await first.fire({ alertname: 'Quiet', severity: 'critical' });
    await first.silence('alertname', 'Quiet');
    const { desk } = await openDesk([{ id: 'am', kind: 'alertmanager', url: first.url, every: '1s' }]);
    close = desk.close;
    await until('the alert is held back', () => desk.all()[0]?.state === 'suppressed');
    expect(desk.counts()['911']).toBe(0);
  });

  it('its own mutes are listed with what they match, set from here and ended from here, whatever stands in their values', async () => {
    const odd = 'a "quoted" \\ back\nslash, and=~"this"';
    await first.fire({ alertname: 'Odd', path: odd }, { alertname: 'Other' });
    await first.silence('alertname', 'Nothing');
    const { desk, mutes, codes } = await openDesk([
      { id: 'am', kind: 'alertmanager', url: first.url, every: '1s' },
      { id: 'gone', kind: 'alertmanager', url: 'http://127.0.0.1:1', every: '1s' },
    ]);
    close = desk.close;
    await until('both are listed', () => desk.all().length === 2);
    const when = `path="${odd.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}", alertname!~"Oth.*"`;
    expect(await mutes.muteAtSource({ source: 'am', when, until: Date.now() + 600_000, why: 'lab' })).toMatchObject({ ok: true });
    await until('the source holds it back', () => desk.all().some(({ state }) => state === 'suppressed'));
    const inventory = await mutes.inventory();
    if (!inventory.ok) throw new Error(inventory.error.code);
    expect(inventory.value.sources).toMatchObject([{ id: 'am', problem: null }, { id: 'gone', problem: { code: 'http-refused' } }]);
    const [theirs, ours] = [inventory.value.mutes.find(({ by }) => by === 'lab'), inventory.value.mutes.find(({ by }) => by === 'kim')];
    expect(theirs).toMatchObject({ when: 'alertname="Nothing"', matches: 0, origin: 'source', source: 'am' });
    expect(ours).toMatchObject({ when, matches: 1, why: 'lab' });
    expect(await mutes.end({ id: ours?.id ?? '', why: '' })).toMatchObject({ ok: true });
    await until('it fires again', () => desk.all().every(({ state }) => state === 'firing'));
    expect(codes().filter((code) => code.includes('MUTE'))).toEqual(['SOURCE-MUTE', 'SOURCE-MUTE-ANSWER', 'SOURCE-UNMUTE', 'SOURCE-MUTE-ANSWER']);
  });
});
