import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heardMail, mailRuleSchema, type Mail, type MailRule } from './mail-rules';

const rule = (written: unknown): MailRule => mailRuleSchema.parse(written);
const mail = (subject: string, more: Partial<Mail> = {}): Mail => ({ subject, from: 'Log <log@example.com>', body: '', receivedAt: 5, messageId: '<1@x>', ...more });

describe('rules for mails', () => {
  const rules = [
    rule({ subject: '^OK: (?P<alertname>\\S+)', means: 'resolves' }),
    rule({ subject: 'newsletter', means: 'ignore' }),
    rule({ subject: '^\\[(?P<severity>\\w+)\\] (?P<alertname>.+?)(?: on (?P<instance>\\S+))?$', from: '@example\\.com', labels: { team: 'pay' } }),
  ];

  it('make labels of named groups, first match wins', () => {
    expect(heardMail(mail('[critical] Disk on db-01'), rules)).toMatchObject({ kind: 'fires', labels: { severity: 'critical', alertname: 'Disk', instance: 'db-01', team: 'pay' }, annotations: { summary: '[critical] Disk on db-01' } });
    expect(heardMail(mail('[critical] Disk'), rules)).toMatchObject({ labels: { alertname: 'Disk' } });
    expect(heardMail(mail('OK: Disk'), rules)).toEqual({ kind: 'ends-all', labels: { alertname: 'Disk' }, heardAt: 5 });
    expect(heardMail(mail('our newsletter'), rules)).toBeNull();
  });

  it.each(['RESOLVED(?: on (?P<host>\\S+))?', 'RESOLVED(?: (?P<host>db\\S+))?(?: (?P<alertname>\\w+))?', 'gone (?P<constructor>\\S+)|RESOLVED'])('a mail without a named group of %s ends nothing and is shown', (subject) => {
    expect(heardMail(mail('RESOLVED db-01'), [rule({ subject, means: 'resolves', labels: { team: 'pay' } })])).toMatchObject({ kind: 'fires', labels: { alertname: 'RESOLVED db-01', from: 'Log <log@example.com>' } });
  });

  it('the same labels are the same alert, whatever else the mail says', () => {
    const print = (each: Mail): unknown => (heardMail(each, rules) as { fingerprint?: string } | null)?.fingerprint;
    expect(print(mail('[critical] Disk on db-01', { body: 'one' }))).toBe(print(mail('[critical] Disk on db-01', { body: 'two', receivedAt: 9 })));
    expect(print(mail('[critical] Disk on db-01'))).not.toBe(print(mail('[critical] Disk on db-02')));
  });

  it.each([
    [{ means: 'fires' }, 'at least one'],
    [{ subject: '(?<=x)y' }, 'RE2'],
    [{ subject: '(' }, 'RE2'],
    [{ subject: '^OK', means: 'resolves' }, 'every alert'],
    [{ subject: 'x', labels: { 'no-dash': 'x' } }, ''],
    [{ subject: 'x', mean: 'fires' }, ''],
  ])('%j is refused', (written, why) => {
    const read = mailRuleSchema.safeParse(written);
    expect(read.success).toBe(false);
    expect(JSON.stringify(read.error?.issues)).toContain(why);
  });

  it('no mail is lost: without a rule that ignores it, every mail is heard', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (subject, from, body) => {
        const heard = heardMail({ subject, from, body, receivedAt: 1, messageId: '' }, rules.filter(({ means }) => means === 'fires'));
        expect(heard?.kind).toBe('fires');
        expect(JSON.stringify(heard)).not.toMatch(/\\ud[89a-f]/);
      }),
    );
  });

  it('a hostile mail does not stop a careless rule', () => {
    const careless = [rule({ body: '(a+)+$' })];
    const began = performance.now();
    heardMail(mail('x', { body: `${'a'.repeat(20_000)}!` }), careless);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
