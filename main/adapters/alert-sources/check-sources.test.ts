import { describe, expect, it } from 'vitest';
import { readWorkspace } from '../../../core/workspace/read-workspace';
import { sourceKinds } from './registry';

const found = (source: string): string[] => {
  const text = `version: 1\nname: w\ntimezone: UTC\nsources:\n  - ${source}\n`;
  const { findings } = readWorkspace({ root: '/w', texts: new Map([['breakglass.yaml', text]]), others: new Set(), findings: [] }, { sources: sourceKinds, sirens: new Map() });
  return findings.filter(({ file }) => file === 'breakglass.yaml').map(({ line, column, rule, message }) => `${line}:${column} ${rule} ${message.en}`);
};
const imap = (more: string): string => `{ id: logs, kind: imap, host: mail.example.com, user: kim, password: "secret:p"${more} }`;

describe('check of sources', () => {
  it('is content with a mailbox, a webhook, a watchdog', () => {
    expect(found(imap(`, watchdog: { when: 'alertname="Heartbeat"', every: 1h }, rules: [{ subject: '^(?P<alertname>\\S+)' }]`))).toEqual([]);
    expect(found('{ id: hook, kind: webhook, token: "secret:t" }')).toEqual([]);
    expect(found('{ id: dns, kind: probe, url: "dns:///www.example.com", record: AAAA }')).toEqual([]);
  });

  it('names the place of a mistake', () => {
    expect(found(imap(`, rules: [{ subject: '(?<=x)' }]`))[0]).toMatch(/^5:\d+ wrong-value the value of "subject" is refused: .*RE2/);
    expect(found(imap(`, rules: [{ subjekt: 'x' }]`)).join('\n')).toMatch(/unknown-key the key "subjekt"/);
    expect(found(imap(', watchdog: { when: "nonsense", every: 1h }'))[0]).toMatch(/bad-matcher/);
    expect(found(imap(', watchdog: { when: \'a="b"\' }'))[0]).toMatch(/missing-key the key "every"/);
    expect(found(imap(', tls: none'))[0]).toMatch(/without TLS only this machine/);
    expect(found(imap(', token: "secret:t"'))[0]).toMatch(/either password or token/);
    expect(found('{ id: logs, kind: imap, host: mail.example.com, user: kim, password: hunter2 }').join('\n')).toMatch(/plain-secret/);
    expect(found('{ id: hook, kind: webhook, token: "secret:t", listen: "9094" }')[0]).toMatch(/wrong-form the value of "listen"/);
  });
});
