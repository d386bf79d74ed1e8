import { describe, expect, it } from 'vitest';
import { readWorkspace } from '../../../core/workspace/read-workspace';
import { sourceKinds } from './registry';

const found = (source: string, hosts = ''): string[] => {
  const text = `version: 1\nname: w\ntimezone: UTC\nsources:\n  - ${source}\n`;
  const { findings } = readWorkspace({ root: '/w', texts: new Map([['breakglass.yaml', text], ...(hosts === '' ? [] : [['hosts.yaml', hosts] as const])]), others: new Set(), findings: [] }, { sources: sourceKinds, sirens: new Map() });
  return findings.filter(({ file }) => file === 'breakglass.yaml').map(({ line, column, rule, message }) => `${line}:${column} ${rule} ${message.en}`);
};
const imap = (more: string): string => `{ id: logs, kind: imap, host: mail.example.com, user: kim, password: "secret:p"${more} }`;

describe('check of sources', () => {
  it('is content with a mailbox, a webhook, a watchdog', () => {
    expect(found(imap(`, watchdog: { when: 'alertname="Heartbeat"', every: 1h }, rules: [{ subject: '^(?P<alertname>\\S+)' }]`))).toEqual([]);
    expect(found('{ id: hook, kind: webhook, token: "secret:t" }')).toEqual([]);
    expect(found('{ id: dns, kind: probe, url: "dns:///www.example.com", record: AAAA }')).toEqual([]);
  });

  const log = (more: string): string => `{ id: errors, kind: log, host: api-01, rules: [{ line: 'ERROR (?P<what>.*)' }]${more} }`;
  const hosts = 'version: 1\nhosts:\n  - { name: api-01, address: 127.0.0.1 }\n';

  it('is content with a log, PagerDuty, Opsgenie, JSM Operations and a client certificate', () => {
    expect(found(log(', file: /var/log/app.log'), hosts)).toEqual([]);
    expect(found(log(', journal: { units: [app.service], priority: err }'), hosts)).toEqual([]);
    expect(found('{ id: pd, kind: pagerduty, token: "secret:pd", from: kim@example.com, services: [PABC123] }')).toEqual([]);
    expect(found('{ id: og, kind: opsgenie, api-key: "secret:og", url: "https://api.eu.opsgenie.com" }')).toEqual([]);
    expect(found('{ id: jsm, kind: opsgenie, cloud: c1, user: kim@example.com, token: "secret:jsm" }')).toEqual([]);
    expect(found('{ id: am, kind: alertmanager, url: "https://am.example.com", identity: "secret:am", ca: ~/ca.pem }')).toEqual([]);
  });

  it('names the host that is not there, and what does not go together', () => {
    expect(found(log(', file: /var/log/app.log').replace('api-01', 'api-02'), hosts)[0]).toMatch(/^5:\d+ unknown-name .*api-02.*/);
    expect(found(log(', file: /a, journal: {}'), hosts)[0]).toMatch(/either file or journal/);
    expect(found(log(', file: app.log'), hosts)[0]).toMatch(/wrong-form|absolute path/);
    expect(found(log(', file: /a').replace('(?P<what>', '(?<=x'), hosts)[0]).toMatch(/RE2/);
    expect(found('{ id: og, kind: opsgenie, cloud: c1 }').join()).toMatch(/all three/);
    expect(found('{ id: og, kind: opsgenie, api-key: hunter2 }').join()).toMatch(/secret/);
    expect(found('{ id: am, kind: alertmanager, url: "http://am", cert: /c.pem }').join()).toMatch(/belong together/);
  });

  it('says that a kind goes through no proxy, where one is named', () => {
    expect(found(imap(', proxy: "http://proxy:3128"'))).toEqual([expect.stringMatching(/^5:\d+ no-proxy a source of the kind "imap" goes through no proxy/)]);
    expect(found('{ id: p, kind: probe, url: "https://a.example/", proxy: "http://proxy:3128" }')).toEqual([expect.stringMatching(/no-proxy .*"probe"/)]);
    expect(found('{ id: p, kind: webhook, token: "secret:t", proxy: x }')).toEqual([expect.stringMatching(/no-proxy/)]);
    expect(found('{ id: am, kind: alertmanager, url: "https://am.example.com", proxy: "http://proxy:3128" }')).toEqual([]);
  });

  it('names the place of a mistake', () => {
    expect(found(imap(`, rules: [{ subject: '(?<=x)' }]`))[0]).toMatch(/^5:\d+ wrong-value the value of "subject" is refused: .*RE2/);
    expect(found(imap(`, rules: [{ subjekt: 'x' }]`)).join('\n')).toMatch(/unknown-key the key "subjekt"/);
    expect(found(imap(', watchdog: { when: "nonsense", every: 1h }'))[0]).toMatch(/bad-matcher/);
    expect(found(imap(', watchdog: { when: \'a="b"\' }'))[0]).toMatch(/missing-key the key "every"/);
    expect(found(imap(', tls: none'))[0]).toMatch(/without TLS only this machine/);
    expect(found(imap(', token: "secret:t"'))[0]).toMatch(/either password or token, or oauth/);
    expect(found('{ id: logs, kind: imap, host: mail.example.com, user: kim, password: hunter2 }').join('\n')).toMatch(/plain-secret/);
    expect(found('{ id: hook, kind: webhook, token: "secret:t", listen: "9094" }')[0]).toMatch(/wrong-form the value of "listen"/);
  });
});
