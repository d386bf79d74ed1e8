import { RE2JS } from 're2js';
import { z } from 'zod';
import { wellFormed } from '../journal/canonical';
import type { Heard } from './heard';
import { labelFingerprint } from './label-fingerprint';

/** A mail as the rules see it. All of it is hostile text. */
export interface Mail {
  readonly subject: string;
  /** `Name <address>`, as far as there is one. */
  readonly from: string;
  /** Plain text, the beginning of it. */
  readonly body: string;
  /** When it came to the mailbox, epoch ms. */
  readonly receivedAt: number;
  readonly messageId: string;
}

const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** A text that is compiled when it is read, so that `check` names the place of a mistake. */
const expression = z.string().min(1).max(1_000).transform((text, context) => {
  try {
    // SECURITY: mails are hostile and rules may be careless; RE2 searches in linear time whatever either of them holds.
    return RE2JS.compile(text);
  } catch (error) {
    context.addIssue(`${error instanceof Error ? error.message : 'not a regular expression'} (RE2 syntax: no look-around, no back-references)`);
    return z.NEVER;
  }
});

/** What a mail means: the first rule whose expressions are all found decides. Named groups `(?P<name>...)` become labels. */
export const mailRuleSchema = z
  .strictObject({
    subject: expression.optional(),
    from: expression.optional(),
    body: expression.optional(),
    labels: z.record(z.string().regex(labelName), z.string().max(1_000)).default({}),
    /** `resolves`: ends every alert of this mailbox that has all the labels that this mail gives, if every named group was found. */
    means: z.enum(['fires', 'resolves', 'ignore']).default('fires'),
  })
  .superRefine((rule, context) => {
    const patterns = [rule.subject, rule.from, rule.body].filter((each) => each !== undefined);
    if (patterns.length === 0) context.addIssue('a rule needs at least one of subject, from, body');
    const named = namesOf(rule).length > 0 || Object.keys(rule.labels).length > 0;
    if (rule.means === 'resolves' && !named) context.addIssue('a rule that resolves needs labels or named groups: without them it would end every alert of the mailbox');
  });
export type MailRule = z.infer<typeof mailRuleSchema>;

const longestLabel = 1_000;
const longestBody = 4_000;

/** A mail in the words of alerts, or null where a rule says to ignore it. A mail that no rule matches is an alert: nothing is lost. */
export function heardMail(mail: Mail, rules: readonly MailRule[]): Heard | null {
  for (const rule of rules) {
    const labels = labelsBy(rule, mail);
    if (labels === null) continue;
    switch (rule.means) {
      case 'ignore':
        return null;
      case 'resolves':
        // An optional group that found nothing would end alerts of every value: such a mail is shown, and ends none.
        if (namesOf(rule).some((name) => !Object.hasOwn(labels, name))) return fires(mail, {});
        return { kind: 'ends-all', labels, heardAt: mail.receivedAt };
      case 'fires':
        return fires(mail, labels);
    }
  }
  return fires(mail, {});
}

function fires(mail: Mail, found: Readonly<Record<string, string>>): Heard {
  const subject = cut(mail.subject, longestLabel);
  const labels = { alertname: subject === '' ? 'Mail' : subject, ...(Object.keys(found).length === 0 ? { from: cut(mail.from, longestLabel) } : {}), ...found };
  const annotations = { summary: subject, description: cut(mail.body, longestBody), from: cut(mail.from, longestLabel), message_id: cut(mail.messageId, longestLabel) };
  return { kind: 'fires', fingerprint: labelFingerprint('mail', labels), labels, annotations, startsAt: mail.receivedAt, heardAt: mail.receivedAt };
}

function labelsBy(rule: MailRule, mail: Mail): Readonly<Record<string, string>> | null {
  const captured: [string, string][] = [];
  for (const [pattern, text] of [[rule.subject, mail.subject], [rule.from, mail.from], [rule.body, mail.body]] as const) {
    if (pattern === undefined) continue;
    const matcher = pattern.matcher(text);
    if (!matcher.find()) return null;
    for (const name of groupNames(pattern)) {
      const value = matcher.group(name);
      if (value !== null) captured.push([name, cut(value, longestLabel)]);
    }
  }
  return { ...Object.fromEntries(captured), ...rule.labels };
}

/** Every label that a rule's expressions promise. */
function namesOf({ subject, from, body }: Partial<Readonly<Record<'subject' | 'from' | 'body', RE2JS | undefined>>>): readonly string[] {
  return [subject, from, body].flatMap((pattern) => (pattern === undefined ? [] : groupNames(pattern)));
}

function groupNames(pattern: RE2JS): readonly string[] {
  return Object.keys(pattern.namedGroups()).filter((name) => labelName.test(name));
}

/** On one line of its own value: ends of lines and spaces at the edges say nothing about which alert it is. */
function cut(text: string, length: number): string {
  return wellFormed(text).trim().slice(0, length);
}
