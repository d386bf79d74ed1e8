import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Host } from '../host/host';
import { plainSsh } from '../host/ssh-settings';
import { hashPlan, isIntact } from './hash-plan';
import { makeExecPlan } from './make-exec-plan';
import { makePlan, type PlanAnswer, type PlanQuestion } from './make-plan';
import { readValue } from './param-values';
import { planSchema } from './plan';
import { matchesAlert, prefill } from './prefill';
import { readRunbook } from './read-runbook';
import type { Runbook } from './runbook';

const host = (name: string, extra: Partial<Host> = {}): Host => ({ name, address: `${name}.example.com`, port: 22, groups: ['api'], labels: {}, danger: 'prod', hostKeys: [], ...extra });
const hosts = [host('api-01', { address: '10.0.0.1' }), host('api-02', { address: '10.0.0.2', user: 'deploy' }), host('db-01', { groups: ['db'], address: '10.0.0.3', jump: 'bastion' }), host('bastion', { groups: [], address: '10.0.0.9' })];
const sh = (attributes: string, body = 'true'): string => `\`\`\`sh {${attributes}}\n${body}\n\`\`\`\n`;

function runbook(text: string): Runbook {
  const { runbook: read, findings } = readRunbook('runbooks/x.md', text);
  if (read === null) throw new Error(JSON.stringify(findings));
  return read;
}

const question = (text: string, extra: Partial<PlanQuestion> = {}): PlanQuestion => ({
  runbook: runbook(text),
  values: {},
  on: [],
  hosts,
  policies: { 'two-people-for': [] },
  commit: null,
  defaultUser: 'me',
  secretVersion: () => 'v1',
  ...extra,
});
const plan = (text: string, extra: Partial<PlanQuestion> = {}): PlanAnswer => makePlan(question(text, extra));
const problems = (answer: PlanAnswer): string[] => answer.problems.map(({ param, en }) => `${param ?? '-'}: ${en}`);

describe('makePlan', () => {
  it('freezes hosts with everything that decides where the bytes go', () => {
    const { plan: made } = plan(sh('on=db-01, danger=read'));
    expect(made?.plan.targets).toEqual([{ name: 'db-01', user: 'me', address: '10.0.0.3', port: 22, danger: 'prod', hostKeys: [], identity: null, jump: ['bastion'], transport: 'ssh2', why: { code: 'default', detail: '' }, ssh: plainSsh }]);
    expect(made?.plan.jumps.map(({ name, address }) => [name, address])).toEqual([['bastion', '10.0.0.9']]);
    expect(planSchema.safeParse(made?.plan).success).toBe(true);
  });

  it('names a host once, however often and by whichever name it was asked for', () => {
    const asked = plan(`---\ntitle: x\nparams:\n  h: { type: host, many: true }\n---\n${sh('on=h, danger=read')}`, { values: { h: 'api-01, 10.0.0.1, api-02, api-01' } });
    expect(problems(asked)).toEqual([]);
    expect([asked.plan?.plan.params['h'], asked.plan?.plan.steps[0]?.targets]).toEqual(['api-01\napi-02', ['api-01', 'api-02']]);
  });

  it('runs a check where its step ran, unless the check says where', () => {
    const { plan: made } = plan(`${sh('name=here, danger=read')}${sh('name=there, on=db-01, danger=read')}${sh('name=one, on=api-01, check=here')}${sh('name=two, on=api-02, check=there')}`);
    expect(made?.plan.steps.map(({ name, targets }) => [name, targets])).toEqual([['one', ['api-01']], ['here', ['api-01']], ['two', ['api-02']], ['there', ['db-01']]]);
  });

  it('puts a check right after its step, and what only a rollback names behind everything', () => {
    const { plan: made } = plan(`${sh('name=serves, on=api, danger=read')}${sh('name=undo, on=api')}${sh('name=one, on=api, check=serves, rollback=undo')}${sh('name=two, on=api, check=serves')}`);
    expect(made?.plan.steps.map(({ position, name, checks, order }) => [position, name, checks, order])).toEqual([
      [1, 'one', null, 'forward'],
      [2, 'serves', 'one', 'forward'],
      [3, 'two', null, 'forward'],
      [4, 'serves', 'two', 'forward'],
      [5, 'undo', null, 'rollback'],
    ]);
  });

  it.each([
    ['read', sh('danger=read'), ['api'], { kind: 'press', word: null, hosts: 2, production: 2 }],
    ['change', sh('danger=change'), ['api'], { kind: 'press-with-count', word: null, hosts: 2 }],
    ['destroy on a group', sh('danger=destroy'), ['api'], { kind: 'type-name', word: 'api' }],
    ['destroy on a host', sh('danger=destroy'), ['api-02'], { kind: 'type-name', word: 'api-02' }],
    ['destroy on hosts of no one group', sh('danger=destroy'), ['api-01', 'db-01'], { kind: 'type-name', word: 'api-01' }],
    ['the whole fleet', sh('danger=change'), ['api', 'db', 'bastion'], { kind: 'type-count', word: '4' }],
    ['reading the whole fleet', sh('danger=read'), ['api', 'db', 'bastion'], { kind: 'press', word: null }],
    ['no danger said', '```sh\ntrue\n```\n', ['api-01'], { kind: 'press-with-count', danger: 'change' }],
  ])('demands by the ladder: %s', (_, text, on, demand) => {
    expect(plan(text, { on }).demand).toMatchObject(demand);
  });

  it('takes one host first for destroy, and stops at the first failure on production only', () => {
    expect(plan(sh('danger=destroy'), { on: ['api'] }).plan?.plan.steps[0]).toMatchObject({ canary: true, stopAfterFailures: 1 });
    const lab = hosts.map((each) => ({ ...each, danger: 'lab' as const }));
    expect(plan(sh('danger=change'), { on: ['api'], hosts: lab }).plan?.plan.steps[0]).toMatchObject({ canary: false, stopAfterFailures: 2 });
    // Production that the step does not touch does not count.
    expect(plan(sh('danger=change'), { on: ['api'], hosts: [...lab, host('db-09', { groups: ['db'] })] }).plan?.plan.steps[0]).toMatchObject({ stopAfterFailures: 2 });
  });

  it('freezes whom a step runs as, and the code by which it says that nothing was changed', () => {
    const [first, second] = plan(`${sh('name=a, user=app, unchanged=3')}${sh('when=a:changed')}`, { on: ['api'] }).plan?.plan.steps ?? [];
    expect(first).toMatchObject({ user: 'app', unchanged: 3 });
    expect(second).toMatchObject({ user: null, unchanged: null, when: { step: 'a', is: 'changed' } });
  });

  it('says once that the host is missing, and not again for each step that goes there', () => {
    const text = `---\nparams: { host: { type: host } }\n---\n${sh('name=a, on=host')}${sh('name=b, on=host')}`;
    expect(plan(text, {}).problems.map(({ param, en }) => [param, en])).toEqual([['host', 'A value is needed.']]);
  });

  it.each([
    ['no hosts chosen', sh('name=a'), {}, '-: Choose the hosts: the step "a" does not name any.'],
    ['hosts nobody asked for', sh('on=api'), { on: ['api'] }, '-: Every step names its own hosts, so that no hosts can be chosen.'],
    ['an unknown host', sh('name=a'), { on: ['nope'] }, '-: "nope" is neither a host nor a group.'],
    ['an unknown on', sh('name=a, on=nope'), {}, '-: The step "a" is to run on "nope", which is no host, group or host parameter.'],
    ['an unknown value', sh('on=api'), { values: { x: '1' } }, 'x: The runbook has no parameter "x".'],
    ['an unknown jump', sh('on=api-01'), { hosts: [host('api-01', { jump: 'gone' })] }, '-: The host "api-01" is reached through "gone", which hosts.yaml does not have.'],
    ['a jump in a circle', sh('on=a'), { hosts: [host('a', { jump: 'b' }), host('b', { jump: 'a' })] }, '-: The way to the host "a" goes in a circle.'],
    ['each without a parameter', sh('name=a, on=api, each=host'), {}, '-: The step "a" says each=host, so `on` must name a host parameter.'],
  ])('says what is wrong: %s', (_, text, extra, expected) => {
    expect(problems(plan(text, extra))).toContain(expected);
  });

  it('asks for two people by the policy', () => {
    const people = (text: string, wanted: ('change' | 'destroy' | 'prod')[]): number | undefined => plan(text, { on: ['api'], policies: { 'two-people-for': wanted } }).plan?.plan.approval.people;
    expect([people(sh('danger=change'), ['destroy']), people(sh('danger=destroy'), ['destroy']), people(sh('danger=change'), ['prod']), people(sh('danger=read'), ['prod'])]).toEqual([1, 2, 2, 1]);
  });

  it('keeps a secret by name and version, never by value', () => {
    const text = `---\nparams: { token: { type: secret } }\n---\n${sh('on=api')}`;
    expect(plan(text, { values: { token: 'secret:api-token' } }).plan?.plan).toMatchObject({ params: {}, secrets: [{ param: 'token', name: 'api-token', version: 'v1' }] });
    expect(problems(plan(text, { values: { token: 'hunter2' } }))[0]).toContain('secret:NAME');
  });

  it('has the same hash for the same question, and another for anything that changes what happens', () => {
    const text = `---\nparams: { v: { default: a } }\n---\n${sh('on=db-01')}`;
    const base = plan(text).plan?.hash;
    const changed: Partial<PlanQuestion>[] = [
      { values: { v: 'b' } },
      { commit: 'abc' },
      { defaultUser: 'root' },
      { runbook: runbook(text.replace('true', 'false')) },
      { runbook: runbook(text.replace('on=db-01', 'on=db-01, timeout=1s')) },
      { runbook: runbook(text.replace('on=db-01', 'on=db-01, sudo=true')) },
      ...(['address', 'user', 'identity', 'jump'] as const).map((key) => ({ hosts: hosts.map((each) => (each.name === 'db-01' ? { ...each, [key]: key === 'jump' ? 'api-01' : 'x' } : each)) })),
      { hosts: hosts.map((each) => (each.name === 'bastion' ? { ...each, hostKeys: ['ssh-ed25519 AAAA'] } : each)) },
      { hosts: hosts.map((each) => (each.name === 'db-01' ? { ...each, port: 2222 } : each)) },
    ];
    expect(plan(text).plan?.hash).toBe(base);
    const hashes = changed.map((extra) => plan(text, extra).plan?.hash);
    expect(new Set([base, ...hashes]).size).toBe(changed.length + 1);
  });

  it('finds any byte of a kept plan that was altered', () => {
    const made = plan(sh('on=api')).plan;
    if (made === null) throw new Error('no plan');
    expect(isIntact(made)).toBe(true);
    expect(isIntact({ ...made, plan: { ...made.plan, params: { x: '1' } } })).toBe(false);
    expect(hashPlan(made.plan).hash).toBe(made.hash);
  });

  it('makes the same kind of plan of an ad-hoc command', () => {
    const exec = makeExecPlan({ on: ['api'], hosts, policies: { 'two-people-for': [] }, defaultUser: 'me', script: 'uptime' });
    expect(exec.plan?.plan).toMatchObject({ runbook: { path: 'exec', title: 'uptime' }, approval: { danger: 'change' } });
    expect(exec.plan?.plan.steps[0]?.script).toBe('uptime\n');
    expect(makeExecPlan({ on: ['api'], hosts, policies: { 'two-people-for': [] }, defaultUser: 'me', script: 'a\u202eb' }).plan).toBeNull();
  });
});

describe('parameters', () => {
  const param = (yaml: string): Runbook['params'][number] => {
    const [first] = runbook(`---\nparams: { p: ${yaml} }\n---\n${sh('on=api')}`).params;
    if (first === undefined) throw new Error('no parameter');
    return first;
  };

  it.each([
    ['{ regex: "[a-z]+" }', 'abc', true],
    ['{ regex: "[a-z]+" }', 'abc1', false],
    ['{ regex: "a|b" }', 'ab', false],
    ['{ regex: "^(a+)+$" }', `${'a'.repeat(5_000)}!`, false],
    ['{ type: enum, values: [a, b] }', 'b', true],
    ['{ type: enum, values: [a, b] }', 'c', false],
    ['{ type: integer, min: 1, max: 10 }', '10', true],
    ['{ type: integer, min: 1, max: 10 }', '11', false],
    ['{ type: integer }', '1e3', false],
    ['{ type: integer }', '007', false],
    ['{ type: duration, max: 5m }', '300s', true],
    ['{ type: duration, max: 5m }', '301s', false],
    ['{ type: path }', '-rf', false],
    ['{ type: path }', '/var/log/x', true],
    ['{ type: secret }', 'secret:x', true],
    ['{ type: secret }', 'x', false],
    ['{}', '', false],
    ['{ required: false }', '', true],
    ['{}', 'a\u0000b', false],
    ['{}', 'a\u202eb', false],
    ['{}', 'x'.repeat(102_401), false],
    ['{}', '$(rm -rf /) `id` "; \'', true],
    ['{ many: true, type: integer }', '1, 2,3', true],
    ['{ many: true, type: integer }', '1, b', false],
  ])('%s takes %j: %s', (yaml, value, good) => {
    expect(readValue(param(yaml), value).problem === null).toBe(good);
  });

  it('reach the plan byte by byte, whatever they hold', () => {
    const text = `---\nparams: { p: { required: false } }\n---\n${sh('on=api', 'echo "$p"')}`;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (value) => {
        const answer = plan(text, { values: { p: value } });
        fc.pre(answer.plan !== null);
        expect(answer.plan?.plan.params).toEqual({ p: value });
        expect(answer.plan?.plan.steps[0]?.script).toBe('echo "$p"\n');
      }),
    );
  });

  it.each([
    ['a name with a port', 'api-01:9100', 'api-01', ''],
    ['an address with a port', '10.0.0.2:9100', 'api-02', ''],
    ['a bare name', 'api-02', 'api-02', ''],
    ['another group', 'db-01:9100', undefined, '"db-01" is not in the group "api".'],
    ['nobody', 'evil; rm -rf /', undefined, 'hosts.yaml has no host "evil; rm -rf /".'],
    ['no label', undefined, undefined, 'The alert has no label "instance".'],
  ])('are filled from a label: %s', (_, label, value, note) => {
    const { params } = runbook(`---\nparams: { host: { type: host, from: instance, group: api } }\n---\n${sh('on=host')}`);
    const filled = prefill({ params }, label === undefined ? {} : { instance: label }, hosts);
    expect([filled.values['host'], filled.notes[0]?.en ?? '']).toEqual([value, note]);
    expect(filled.notes.every(({ ko }) => ko !== '')).toBe(true);
  });

  it('take an IPv6 address, and no address that two hosts share', () => {
    const { params } = runbook(`---\nparams: { host: { type: host, from: i } }\n---\n${sh('on=host')}`);
    const six = [host('a', { address: '2001:db8::1' }), host('b', { address: '::2' }), host('c', { address: '::2' })];
    expect(prefill({ params }, { i: '[2001:db8::1]:9100' }, six).values).toEqual({ host: 'a' });
    expect(prefill({ params }, { i: '::2' }, six).notes[0]?.en).toContain('Several hosts');
  });

  it('never choose a secret by a label', () => {
    expect(readRunbook('x.md', `---\nparams: { t: { type: secret, from: instance } }\n---\n${sh('on=api')}`).runbook).toBeNull();
  });

  it('match an alert when all labels of any entry are equal', () => {
    const matches = [{ alertname: 'A', severity: 'critical' }, { alertname: 'B' }];
    expect([{ alertname: 'A' }, { alertname: 'A', severity: 'critical', x: 'y' }, { alertname: 'B' }, {}].map((labels) => matchesAlert({ matches }, labels as Record<string, string>))).toEqual([false, true, true, false]);
    expect(matchesAlert({ matches: [] }, { alertname: 'A' })).toBe(false);
  });
});
