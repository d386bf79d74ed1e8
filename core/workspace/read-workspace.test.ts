import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formatFindings } from './format-findings';
import { readWorkspace } from './read-workspace';

const kinds = {
  sources: new Map<string, z.ZodType>([
    ['alertmanager', z.strictObject({ url: z.string(), token: z.string().optional() })],
    ['probe', z.strictObject({ url: z.string(), expect: z.number().int().optional(), headers: z.record(z.string(), z.string()).optional() })],
  ]),
  sirens: new Map<string, z.ZodType>([['dlink-hnap', z.strictObject({ url: z.url(), pin: z.string() })], ['speaker', z.strictObject({})]]),
};

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKUzm9wrqMjUhzlwhYKDm9WxKRwV5MH+FTEH6Au6EKS0';
const raw = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';

const good: Readonly<Record<string, string>> = {
  'breakglass.yaml': `version: 1
name: acme
timezone: Asia/Seoul
grading:
  - { when: 'severity="critical"', grade: 911 }
  - { when: 'severity="warning"', grade: 912, within: 8h }
sources:
  - { id: am, kind: alertmanager, url: "http://127.0.0.1:9093", every: 15s }
`,
  'team.yaml': `people:
  - { id: kim, name: Kim, role: operator, timezone: Asia/Seoul, sirens: [bed], devices: [{ id: laptop, sign: "ed25519:${raw}", agree: "x25519:${raw}" }] }
`,
  'hosts.yaml': `hosts:
  - { name: api-01, address: 127.0.0.2, groups: [api], hostKeys: ["${key}"] }
  - { name: db-01, address: 127.0.0.3, jump: api-01 }
`,
  'sirens.yaml': `sirens:
  - { id: bed, owner: kim, driver: dlink-hnap, config: { url: "http://192.0.2.10", pin: "secret:bed-pin" }, jump: api-01 }
`,
  'duty.yaml': `feeds:
  - { id: main, file: duty.ics, people: { "Kim on call": kim } }
escalation:
  - { id: default, levels: [{ who: on-duty, after: 0s }, { who: kim, after: 5m }] }
`,
  'services.yaml': `services:
  - { id: api, needs: [api-01, api, "outside:aws/us-east-1"], runbooks: [runbooks/look.md] }
`,
  'runbooks/look.md': '# Look\n```sh {name=look, danger=read}\nuptime\n```\n',
};

function check(change: Readonly<Record<string, string>>, others: readonly string[] = ['duty.ics']) {
  return readWorkspace({ root: '/ws', texts: new Map(Object.entries({ ...good, ...change })), others: new Set(others), findings: [] }, kinds);
}

/** The good workspace with one piece of one file replaced: the findings, each with the text that stands at its place. */
function swap(file: string, from: string, to: string): { rule: string; at: string; hint: string }[] {
  const text = good[file] ?? '';
  if (!text.includes(from)) throw new Error(`the test's own text lacks ${from}`);
  const changed = text.replace(from, () => to);
  const { workspace, findings } = check({ [file]: changed });
  expect(workspace === null).toBe(findings.some(({ severity }) => severity === 'error'));
  expect(findings.map((found) => found.file)).toEqual(findings.map(() => file));
  return findings.map(({ line, column, rule, hint }) => ({ rule, at: (changed.split('\n')[line - 1] ?? '').slice(column - 1), hint: hint.en }));
}

describe('a good workspace', () => {
  it('has no finding and is whole', () => {
    const { workspace, findings } = check({});
    expect(findings).toEqual([]);
    expect(workspace).toMatchObject({ settings: { grading: [{ grade: '911', ring: 'ask' }, { grade: '912', within: 28_800_000 }], sources: [{ every: 15_000 }] }, hosts: [{ name: 'api-01', address: '127.0.0.2', danger: 'prod' }, {}] });
    expect(workspace?.hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

/** Name, file, what is replaced, by what, and every finding that it must give: rule, the text that stands at its place, a piece of the hint. */
const cases: readonly (readonly [string, string, string, string, readonly (readonly [string, string, string])[]])[] = [
  ['an unknown key at the top', 'breakglass.yaml', 'name: acme', 'nmae: acme', [['unknown-key', 'nmae:', '"name"'], ['missing-key', 'version', 'name: text']]],
  ['an unknown key in a rule', 'breakglass.yaml', 'within: 8h', 'witin: 8h', [['unknown-key', 'witin:', '"within"']]],
  ['a bad duration', 'breakglass.yaml', 'within: 8h', 'within: 8 hours', [['wrong-form', '8 hours', '30s, 5m']]],
  ['a bad grade, with the nearest', 'breakglass.yaml', 'grade: 911', 'grade: 912a', [['not-one-of', '912a', '"912"']]],
  ['a version from the future', 'breakglass.yaml', 'version: 1', 'version: 2', [['not-one-of', '2', 'Allowed: 1']]],
  ['a time zone that is none', 'breakglass.yaml', 'Asia/Seoul', 'Asia/Soul', [['bad-timezone', 'Asia/Soul', 'Asia/Seoul']]],
  ['an offset as time zone', 'breakglass.yaml', 'Asia/Seoul', '"+09:00"', [['bad-timezone', '"+09:00"', 'Asia/Seoul']]],
  ['a source slower than 30 s', 'breakglass.yaml', '15s', '31s', [['source-too-slow', '31s', 'law 8']]],
  ['a source that hammers', 'breakglass.yaml', '15s', '10ms', [['source-too-fast', '10ms', '1s']]],
  ['an unknown kind of source', 'breakglass.yaml', 'kind: alertmanager', 'kind: alertmanger', [['unknown-name', 'alertmanger', '"alertmanager"']]],
  ['a driver key that is unknown', 'breakglass.yaml', 'url: "http', 'urll: "http', [['unknown-key', 'urll:', '"url"'], ['missing-key', '{ id: am', 'url: text']]],
  ['a driver key of the wrong type', 'breakglass.yaml', '"http://127.0.0.1:9093"', '[1]', [['wrong-type', '[1]', 'Found a list']]],
  ['a plain token', 'breakglass.yaml', 'every: 15s', 'token: hunter2', [['plain-secret', 'hunter2', 'vault set']]],
  ['a password in an address', 'breakglass.yaml', 'http://127', 'http://kim:hunter2@127', [['password-in-url', '"http://kim', 'secret:NAME']]],
  ['a condition that cannot be read', 'breakglass.yaml', 'severity="critical"', 'severity=critical', [['bad-matcher', 'critical\'', 'job=~']]],
  ['a rule behind one that takes all', 'breakglass.yaml', 'severity="critical"', 'alertname=~".+"', [['rule-never-matches', '\'severity="warning"\'', 'move this rule up']]],
  ['the same rule twice', 'breakglass.yaml', 'severity="warning"', 'severity="critical"', [['rule-never-matches', '\'severity="critical"\', grade: 912', 'move this rule up']]],
  ['a rule that an earlier pattern covers', 'breakglass.yaml', 'severity="critical"', 'severity=~"warn.*"', [['rule-never-matches', '\'severity="warning"\'', 'move this rule up']]],
  ['within where it means nothing', 'breakglass.yaml', 'grade: 911', 'grade: 911, within: 1h', [['key-without-effect', 'within: 1h', 'grade 912']]],
  ['two sources of one name', 'breakglass.yaml', 'sources:\n', 'sources:\n  - { id: am, kind: probe, url: x }\n', [['duplicate-name', 'am, kind: alertmanager', 'line 8']]],
  ['publishers, which nothing uses yet', 'breakglass.yaml', 'sources:', 'publishers: [{ id: x, kind: slack }]\nsources:', [['not-used-yet', 'publishers:', 'ignored']]],
  ['a person with an unknown siren', 'team.yaml', '[bed]', '[bde]', [['unknown-name', 'bde', '"bed"']]],
  ['an unknown role', 'team.yaml', 'role: operator', 'role: opertor', [['not-one-of', 'opertor', '"operator"']]],
  ['a device key that is too short', 'team.yaml', `ed25519:${raw}`, 'ed25519:AAAA', [['bad-device-key', '"ed25519:AAAA"', '32 bytes']]],
  ['a private-looking agree key', 'team.yaml', `x25519:${raw}`, 'x25519:zzz', [['bad-device-key', '"x25519:zzz"', '32 bytes']]],
  ['one key for two devices', 'team.yaml', '[{ id: laptop', `[{ id: desk, sign: "ed25519:${raw}" }, { id: laptop`, [['key-used-twice', '"ed25519:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", agree', 'who signed']]],
  ['an unknown jump host', 'hosts.yaml', 'jump: api-01', 'jump: api-1', [['unknown-name', 'api-1', '"api-01"']]],
  ['a jump circle', 'hosts.yaml', 'groups: [api]', 'jump: db-01, groups: [api]', [['jump-loop', 'db-01, groups', 'circle'], ['jump-loop', 'api-01 }', 'circle']]],
  ['a host that jumps through itself', 'hosts.yaml', 'jump: api-01', 'jump: db-01', [['jump-loop', 'db-01 }', 'circle']]],
  ['a host key that is none', 'hosts.yaml', key, 'ssh-ed25519 AAAA', [['bad-host-key', '"ssh-ed25519 AAAA"', 'ssh-keyscan']]],
  ['a host key whose bytes say another type', 'hosts.yaml', key, key.replace('ssh-ed25519', 'ssh-rsa'), [['bad-host-key', '"ssh-rsa', 'ssh-keyscan']]],
  ['two hosts of one name, letter case aside', 'hosts.yaml', 'name: db-01', 'name: API-01', [['duplicate-name', 'API-01', 'line 2']]],
  ['a group named like a host', 'hosts.yaml', 'groups: [api]', 'groups: [db-01]', [['duplicate-name', 'db-01, address', 'line 2']]],
  ['a port out of range', 'hosts.yaml', 'jump: api-01', 'port: 70000', [['out-of-range', '70000', 'Change']]],
  ['an unknown siren driver', 'sirens.yaml', 'dlink-hnap', 'dlink', [['unknown-name', 'dlink,', 'dlink-hnap, speaker']]],
  ['a plain pin', 'sirens.yaml', '"secret:bed-pin"', '"123456"', [['plain-secret', '"123456"', 'vault set']]],
  ['a secret that is for a host alone', 'sirens.yaml', 'secret:bed-pin', 'secret:sudo-password.db-01', [['secret-reserved', '"secret:sudo', 'another name']]],
  ['a secret without a good name', 'sirens.yaml', 'secret:bed-pin', 'secret:Bed Pin', [['secret-name', '"secret:Bed', 'Lower-case']]],
  ['a driver key that is missing', 'sirens.yaml', ', pin: "secret:bed-pin"', '', [['missing-key', '{ url', 'pin: text']]],
  ['an address that is none', 'sirens.yaml', '"http://192.0.2.10"', 'bedroom', [['wrong-form', 'bedroom', 'https://host']]],
  ['an unknown owner', 'sirens.yaml', 'owner: kim', 'owner: lee', [['unknown-name', 'lee', 'Known here: kim']]],
  ['a night without quotes is fine, a bad hour is not', 'sirens.yaml', ', jump: api-01', ', volume: { night: { from: "25:00", to: 07:00, max: 40 } }', [['wrong-form', '"25:00"', '22:00']]],
  ['a feed without a place', 'duty.yaml', 'file: duty.ics, ', '', [['feed-place', '{ id: main', 'exactly one']]],
  ['a feed with two places', 'duty.yaml', 'file: duty.ics', 'file: duty.ics, url: "https://x.example/a.ics"', [['feed-place', '{ id: main', 'exactly one']]],
  ['a feed over plain http', 'duty.yaml', 'file: duty.ics', 'url: "http://calendar.example.com/x.ics"', [['feed-url', '"http://calendar', '127.0.0.1']]],
  ['a feed from a script address', 'duty.yaml', 'file: duty.ics', 'url: "file:///etc/passwd"', [['feed-url', '"file:', '127.0.0.1']]],
  ['a feed file that is not there', 'duty.yaml', 'duty.ics', 'dtuy.ics', [['file-not-found', 'dtuy.ics', 'Paths start']]],
  ['a feed that names nobody known', 'duty.yaml', 'call": kim', 'call": kimm', [['unknown-name', 'kimm', '"kim"']]],
  ['an escalation to nobody', 'duty.yaml', 'who: on-duty', 'who: onduty', [['unknown-name', 'onduty', '"on-duty"']]],
  ['levels that do not rise', 'duty.yaml', 'after: 5m', 'after: 0s', [['levels-not-rising', '0s }]', 'rises']]],
  ['a need that is nowhere', 'services.yaml', '[api-01', '[api-02', [['unknown-name', 'api-02', '"api-01"']]],
  ['a runbook that is nowhere', 'services.yaml', 'runbooks/look.md', 'runbooks/lok.md', [['file-not-found', 'runbooks/lok.md', '"runbooks/look.md"']]],
  ['the same key twice', 'hosts.yaml', 'address: 127.0.0.2', 'address: 127.0.0.2, address: 127.0.0.9', [['duplicate-key', 'address: 127.0.0.9', 'Keep one']]],
  ['a tab as indentation', 'hosts.yaml', 'hosts:\n  - {', 'hosts:\n\t- {', [['tab', '\t-', 'spaces']]],
  ['a quote that stays open', 'team.yaml', 'name: Kim', 'name: "Kim', []],
  ['a key that reaches behind the object', 'hosts.yaml', 'jump: api-01', 'labels: { __proto__: x }', [['reserved-key', '__proto__', 'another name']]],
  ['two documents', 'hosts.yaml', 'hosts:', 'version: 1\n---\nhosts:', [['several-documents', '---', 'one document']]],
  ['a tag that would make an object', 'hosts.yaml', '127.0.0.3', '!!js/function x', []],
  ['an alias to nowhere', 'hosts.yaml', '127.0.0.3', '*x', []],
  ['a file that is a list', 'services.yaml', good['services.yaml'] ?? '', '- a\n', [['wrong-type', '- a', 'Found a list']]],
];

describe('every mistake has its place and its hint', () => {
  it.each(cases)('%s', (_name, file, from, to, expected) => {
    const found = swap(file, from, to);
    if (expected.length === 0) expect(found.length).toBeGreaterThan(0);
    else expect(found.map(({ rule }) => rule).sort()).toEqual(expected.map(([rule]) => rule).sort());
    for (const [rule, at, hint] of expected) {
      expect(found.filter((each) => each.rule === rule && each.at.startsWith(at)).map((each) => each.hint)).toEqual([expect.stringContaining(hint)]);
    }
  });

  it('never repeats a secret', () => {
    for (const locale of ['en', 'ko'] as const) {
      const { findings } = check({ 'sirens.yaml': (good['sirens.yaml'] ?? '').replace('"secret:bed-pin"', 'hunter2') });
      expect(formatFindings(findings, locale).join('\n')).not.toContain('hunter2');
    }
  });

  it('does not blame other files for a broken one', () => {
    const { findings } = check({ 'hosts.yaml': 'hosts: [\n' });
    expect(new Set(findings.map(({ file }) => file))).toEqual(new Set(['hosts.yaml']));
  });
});

describe('hostile files', () => {
  it('refuses an alias bomb quickly', () => {
    const bomb = ['a: &a ["x","x","x","x","x","x","x","x","x"]'];
    for (let n = 1; n < 9; n += 1) {
      const [before, name] = ['abcdefghi'.charAt(n - 1), 'abcdefghi'.charAt(n)];
      bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(',')}]`);
    }
    expect(check({ 'hosts.yaml': bomb.join('\n') }).findings.map(({ rule }) => rule)).toEqual(['too-many-aliases']);
  });

  it.each([['brackets', '['.repeat(50_000)], ['braces', '{a: '.repeat(40_000)], ['dashes', '- '.repeat(60_000)], ['blocks', Array.from({ length: 500 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')]])(
    'survives nesting: %s',
    (_name, text) => {
      const { workspace, findings } = check({ 'hosts.yaml': text });
      expect(workspace).toBeNull();
      expect(findings.length).toBeGreaterThan(0);
    },
  );

  it('shows control and bidirectional characters as code points', () => {
    const { findings } = check({ 'hosts.yaml': '"\\u001b[31m\\u202ehosts": []\n' });
    const [line] = formatFindings(findings, 'en');
    expect(line).toContain('\\u{1b}[31m\\u{202e}hosts');
    expect(line).toMatch(/^hosts\.yaml:1:1: error unknown-key: .+ — .+$/);
  });

  it('never throws and always answers in both languages', () => {
    const pieces = fc.array(fc.constantFrom('hosts:', '- ', '{', '}', '[', ']', ':', '\n', '  ', '\t', '&a', '*a', '!!', '? ', '---', '"', "'", '|', '>', '#', '__proto__', 'name', '\u0000', '\u2028', '💥', '\ud800', '%YAML 1.1', '<<: '), { maxLength: 60 });
    fc.assert(
      fc.property(pieces, fc.constantFrom(...Object.keys(good)), (parts, file) => {
        const { findings } = check({ [file]: parts.join('') });
        for (const { line, column, message, hint } of findings) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
          for (const text of [message.en, message.ko, hint.en, hint.ko]) expect(text).not.toMatch(/^$|\{[a-z]+\}$|at .*\.ts:/);
        }
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('finds one broken value anywhere at the line where it stands', () => {
    const lines = Object.entries(good).filter(([file]) => file.endsWith('.yaml')).flatMap(([file, text]) => text.trimEnd().split('\n').map((_, index) => ({ file, index })));
    fc.assert(
      fc.property(fc.constantFrom(...lines), ({ file, index }) => {
        const text = (good[file] ?? '').split('\n').map((line, at) => (at === index ? `${line}\n${/^ */.exec(line)?.[0] ?? ''}@bad` : line)).join('\n');
        const { workspace, findings } = check({ [file]: text });
        expect(workspace).toBeNull();
        expect(findings.some((found) => found.file === file && Math.abs(found.line - (index + 2)) <= 1)).toBe(true);
      }),
    );
  });
});
