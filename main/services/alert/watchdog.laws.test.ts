import { describe, expect, it } from 'vitest';
import { createAlertWorld, down, firing, seenAlert, type AlertWorld } from '../../../tests/support/alert-world';

const minute = 60_000;
const dog = seenAlert('Watchdog');
const disk = seenAlert('Disk', { severity: 'critical' });

async function world(): Promise<AlertWorld> {
  const made = await createAlertWorld({ sources: [{ id: 'am', kind: 'test', every: '15s', watchdog: { when: 'alertname="Watchdog"', every: '2m' } }] });
  made.answers.set('am', firing(dog, disk));
  await made.time.pass(20_000);
  return made;
}

const titles = (of: AlertWorld): string[] => of.desk.all().map(({ title, state }) => `${title} ${state}`);

describe('a source whose watchdog falls silent', () => {
  it('never shows the watchdog, and journals nothing of it', async () => {
    const made = await world();
    expect(titles(made)).toEqual(['Disk firing']);
    expect(JSON.stringify(made.journal.entries)).not.toContain('Watchdog');
  });

  it('is blind within 90 s after it was due, although it answers (law 8)', async () => {
    const made = await world();
    made.answers.set('am', firing(disk));
    const silentFrom = made.time.clock.now();
    await made.time.pass(2 * minute - 20_000);
    expect(made.desk.blind()).toEqual([]);
    while (made.desk.blind().length === 0 && made.time.clock.now() - silentFrom < 10 * minute) await made.time.pass(1_000);
    expect(made.time.clock.now() - silentFrom).toBeLessThanOrEqual(2 * minute + 90_000);
    expect(made.desk.blind()).toMatchObject([{ id: 'source:am', problem: { code: 'source-watchdog', values: { source: 'am' } } }]);
    expect(made.codes()).toContain('SOURCE-LOST');
    // What it names fires all the same.
    await made.time.pass(minute);
    expect(titles(made)).toEqual(['Disk firing']);
  });

  it('proves nothing by what it no longer names: unknown, never resolved (law 2)', async () => {
    const made = await world();
    made.answers.set('am', firing());
    await made.time.pass(minute);
    expect(titles(made)).toEqual(['Disk unknown']);
    await made.time.pass(20 * minute);
    expect(titles(made)).toEqual(['Disk unknown']);
    // It comes back with an empty memory, as after a restart: five minutes until silence counts again.
    made.answers.set('am', firing(dog));
    await made.time.pass(4 * minute);
    expect(made.desk.blind()).toEqual([]);
    expect(titles(made)).toEqual(['Disk unknown']);
    await made.time.pass(2 * minute);
    expect(titles(made)).toEqual([]);
    expect(made.codes()).toEqual(expect.arrayContaining(['SOURCE-LOST', 'SOURCE-BACK', 'ALERT-RESOLVED']));
  });

  it('that is down as well is named by what is worse, and by the watchdog again when it answers', async () => {
    const made = await world();
    made.answers.set('am', down);
    await made.time.pass(3 * minute);
    expect(made.desk.blind()[0]?.problem.code).toBe('http-refused');
    made.answers.set('am', firing(disk));
    await made.time.pass(minute);
    expect(made.desk.blind()[0]?.problem.code).toBe('source-watchdog');
  });
});
