import { expect, it } from 'vitest';
import { readHook, type HookForm } from './hook-forms';

const alert = (alertname: string, more: Readonly<Record<string, unknown>> = {}) => ({ status: 'firing', labels: { alertname }, ...more });
const read = (form: HookForm, body: unknown) => {
  const reading = readHook(form, body, 1);
  if (!reading.ok) throw new Error(JSON.stringify(reading));
  return reading;
};

it.each([{ generatorURL: `http://prom/graph?g0.expr=${'x'.repeat(2_000)}` }, { startsAt: 'yesterday' }, { fingerprint: 'f'.repeat(191) }])('an alert with something odd beside it is taken, and so are the others of its group', (odd) => {
  const { heard, about } = read('alertmanager', { alerts: [alert('DBDown'), alert('Burn', odd)] });
  expect(heard).toMatchObject([{ labels: { alertname: 'DBDown' } }, { labels: { alertname: 'Burn' }, startsAt: 1 }]);
  expect(heard[1]).toHaveProperty('generatorUrl', undefined);
  expect(about).toEqual([]);
});

it.each<[HookForm, unknown, unknown]>([
  ['alertmanager', alert('DBDown'), { status: 'odd', labels: {} }],
  ['json', { name: 'DBDown' }, { name: '' }],
])('an alert of %s that cannot be read is said, and takes no other with it', (form, good, bad) => {
  const { heard, about } = read(form, { alerts: [bad, good, bad] });
  expect(heard).toMatchObject([{ labels: { alertname: 'DBDown' } }]);
  expect(about).toMatchObject([{ labels: { alertname: 'UnreadableAlerts' }, annotations: { summary: expect.stringMatching(/^2 alerts .* alerts\.0\./) } }]);
  expect(readHook(form, { alerts: [bad] }, 1)).toMatchObject({ ok: false, path: expect.stringMatching(/^alerts\.0\./) });
});

it('says how many alerts of a group were left out', () => {
  const many = read('alertmanager', { alerts: Array.from({ length: 1_001 }, (_, index) => alert(`A${index}`)), truncatedAlerts: 40 });
  expect(many.heard).toHaveLength(1_000);
  expect(many.about).toMatchObject([{ kind: 'fires', labels: { alertname: 'MoreAlerts' }, annotations: { summary: expect.stringMatching(/^41 more alerts/) } }]);
  expect(read('alertmanager', { alerts: [alert('A')], truncatedAlerts: 0 }).about).toEqual([]);
});

it.each<[HookForm, unknown]>([
  ['pagerduty', { event_action: 'trigger', client_url: 'x'.repeat(2_001), payload: { summary: 'Disk', source: 'db', severity: 'error' } }],
  ['json', { name: 'Disk', url: 'x'.repeat(2_001) }],
])('a link of %s that is too long is left out', (form, body) => {
  expect(read(form, body).heard).toMatchObject([{ labels: { alertname: 'Disk' }, generatorUrl: undefined }]);
});

it.each<[HookForm, (message: string) => unknown]>([
  ['opsgenie', (message) => ({ message, alias: 'a'.repeat(513), description: 'd'.repeat(15_001), tags: Array.from({ length: 51 }, () => 't') })],
  ['opsgenie-event', (message) => ({ action: 'Create', alert: { message, alias: 'a', entity: 'e'.repeat(513) } })],
])('what is too long for Opsgenie is cut in %s, not refused', (form, body) => {
  const message = 'x'.repeat(131);
  expect(read(form, body(message)).heard).toMatchObject([{ labels: { alertname: message.slice(1) }, annotations: { summary: message } }]);
});
