import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineDiff } from './line-diff';
import { makePlan } from './make-plan';
import type { Plan } from './plan';
import { planDiff } from './plan-diff';
import type { DiffLine } from './plan-diff-schema';
import { readRunbook } from './read-runbook';

const hosts = ['a', 'b', 'c'].map((name) => ({ name, address: `10.0.0.${String(name.charCodeAt(0))}`, port: 22, groups: ['all'], labels: {}, danger: 'stage' as const, hostKeys: [] }));
const block = (attributes: string, body = 'true'): string => `\`\`\`sh {${attributes}}\n${body}\n\`\`\`\n`;

function planOf(text: string, values: Record<string, string> = {}, on = ['all'], inventory = hosts): Plan {
  const { runbook, findings } = readRunbook('runbooks/t.md', text);
  if (runbook === null) throw new Error(JSON.stringify(findings));
  const { plan, problems } = makePlan({ runbook, values, on, hosts: inventory, policies: { 'two-people-for': [] }, commit: null, defaultUser: 'me', secretVersion: () => '' });
  if (plan === null) throw new Error(JSON.stringify(problems));
  return plan.plan;
}

const lastRun = { kind: 'run', run: 'r1', at: 5, by: 'kim' } as const;
const words = (line: DiffLine): string => `${line.kind} ${line.parts.map(({ text, codePoint }) => (codePoint ? `<${text}>` : text)).join('')}`;

describe('planDiff', () => {
  const text = `# T\n${block('name=a, timeout=20s', 'one\ntwo')}${block('name=b')}`;

  it('says "the same" of the same bytes on the same hosts', () => {
    expect(planDiff({ with: lastRun, plan: planOf(text), text }, planOf(text), text)).toMatchObject({ same: true, steps: [], params: [], text: [], planned: true, with: lastRun });
  });

  it('names hosts that came and went, and what changed about one that stayed', () => {
    const other = hosts.map((host) => (host.name === 'b' ? { ...host, port: 2222 } : host));
    const diff = planDiff({ with: lastRun, plan: planOf(text, {}, ['a', 'b']), text }, planOf(text, {}, ['b', 'c'], other), text);
    expect(diff.same).toBe(false);
    expect(diff.targets).toEqual({ added: ['c'], removed: ['a'], changed: [{ name: 'b: port', before: '22', after: '2222' }] });
    expect(diff.steps[0]?.attributes).toContainEqual({ name: 'targets', before: 'a, b', after: 'b, c' });
  });

  it('names steps that came and went, their attributes, and their lines', () => {
    const now = `# T\n${block('name=new')}${block('name=a, timeout=30s, sudo=true', 'one\ntwo!')}`;
    const diff = planDiff({ with: lastRun, plan: planOf(text), text }, planOf(now), now);
    expect(diff.steps.map(({ name, change }) => `${name} ${change}`)).toEqual(['new added', 'a changed', 'b removed']);
    const changed = diff.steps[1];
    expect(changed?.attributes).toEqual([{ name: 'timeoutMs', before: '20000', after: '30000' }, { name: 'sudo', before: 'false', after: 'true' }]);
    expect(changed?.lines.map(words)).toEqual(['same one', 'removed two', 'added two!', 'same ']);
  });

  it('sees steps that only changed places', () => {
    const now = `# T\n${block('name=b')}${block('name=a, timeout=20s', 'one\ntwo')}`;
    expect(planDiff({ with: lastRun, plan: planOf(text), text }, planOf(now), now).steps).toEqual([
      { name: '', title: '', change: 'changed', attributes: [{ name: 'order', before: 'a, b', after: 'b, a' }], lines: [] },
    ]);
  });

  it('sees a changed parameter, and prose that changed around equal steps', () => {
    const front = '---\nparams:\n  n: { type: integer }\n---\n';
    const prose = `${front}# T\nCareful.\n${block('name=a')}`;
    const before = `${front}# T\n${block('name=a')}`;
    const diff = planDiff({ with: lastRun, plan: planOf(before, { n: '1' }), text: before }, planOf(prose, { n: '2' }), prose);
    expect(diff.params).toEqual([{ name: 'n', before: '1', after: '2' }]);
    expect(diff.steps).toEqual([]);
    expect(diff.text?.map(words)).toContain('added Careful.');
  });

  it('compares as much as is left: no earlier plan, no earlier text', () => {
    expect(planDiff({ with: lastRun, plan: null, text: `${text}\n` }, planOf(text), text)).toMatchObject({ same: false, planned: false, steps: [] });
    expect(planDiff({ with: lastRun, plan: planOf(text), text: null }, planOf(text), text)).toMatchObject({ same: true, text: null });
    expect(planDiff({ with: lastRun, plan: planOf(`${text}\nmore\n`), text: null }, planOf(text), text)).toMatchObject({ same: false, text: null, steps: [] });
  });
});

describe('lineDiff', () => {
  it.each([
    ['a trailing space', 'rm x', 'rm x ', ['removed rm x', 'added rm x<U+0020>']],
    ['a no-break space', 'rm x', 'rm\u00a0x', ['removed rm x', 'added rm<U+00A0>x']],
    ['a letter of another script', 'scope', 'ѕсоре', ['removed scope', 'added <U+0455><U+0441><U+043E><U+0440><U+0435>']],
    ['an accent written in two ways', 'é', 'e\u0301', ['removed <U+00E9>', 'added e<U+0301>']],
    ['a tab for a space', 'a b', 'a\tb', ['removed a b', 'added a<U+0009>b']],
    ['a carriage return', 'a', 'a\r', ['removed a', 'added a<U+000D>']],
    ['another Korean word', '서버를 재시작', '서버를 다시 시작', ['removed 서버를 재시작', 'added 서버를 다시 시작']],
  ])('shows %s', (_, before, after, expected) => {
    expect(lineDiff(before, after).map(words)).toEqual(expected);
  });

  it('leaves out what is equal and far from a change, and says how much', () => {
    const many = Array.from({ length: 100 }, (_, index) => `line ${String(index)}`);
    const diff = lineDiff(many.join('\n'), many.with(50, 'other').join('\n'));
    expect(diff.map(words)).toEqual(['gap ', 'same line 47', 'same line 48', 'same line 49', 'removed line 50', 'added other', 'same line 51', 'same line 52', 'same line 53', 'gap ']);
    expect(diff[0]?.skipped).toBe(47);
  });

  it('is not slow, and still right, where two texts have nothing in common', () => {
    const lines = (letter: string): string => Array.from({ length: 20_000 }, (_, index) => `${letter}${String(index)}`).join('\n');
    const began = performance.now();
    const diff = lineDiff(lines('a'), lines('b'));
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(diff.filter(({ kind }) => kind === 'added')).toHaveLength(20_000);
  });

  it('gives both texts back, line by line', () => {
    const line = fc.constantFrom('a', 'b', 'c ', 'с', '\u200b', 'ab', '');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), fc.array(line, { maxLength: 20 }), (before, after) => {
        const diff = lineDiff(before.join('\n'), after.join('\n'));
        expect(diff.length === 0).toBe(before.join('\n') === after.join('\n'));
        const count = (...kinds: DiffLine['kind'][]): number => diff.reduce((sum, { kind, skipped }) => sum + (kinds.includes(kind) ? 1 : 0) + (kind === 'gap' ? skipped : 0), 0);
        if (diff.length === 0) return;
        expect(count('same', 'removed')).toBe(before.join('\n').split('\n').length);
        expect(count('same', 'added')).toBe(after.join('\n').split('\n').length);
      }),
    );
  });
});
