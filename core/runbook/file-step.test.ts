import fc from 'fast-check';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isHostPath, isWorkspacePath } from './file-step';
import { parseSize } from './file-step-attributes';
import { filesToMeasure, freezeFile } from './file-step-plan';
import { getScript, putScript, readGetAnswer } from './file-step-scripts';
import { readRunbook } from './read-runbook';
import type { RunbookStep } from './runbook';

const sha256 = 'a'.repeat(64);

function read(attributes: string, kind = 'put'): ReturnType<typeof readRunbook> {
  return readRunbook('runbooks/a.md', `---\nparams:\n  log: { type: path }\n---\n## A\n\`\`\`${kind} {${attributes}}\nWhat it is for.\n\`\`\`\n`);
}
const rules = (attributes: string, kind?: string): string[] => read(attributes, kind).findings.map(({ rule }) => rule);
function step(attributes: string, kind?: string): RunbookStep {
  const [first] = read(attributes, kind).runbook?.steps ?? [];
  if (first === undefined) throw new Error(`no step: ${rules(attributes, kind).join()}`);
  return first;
}

describe('paths', () => {
  const part = fc.constantFrom('..', '.', '', 'etc', 'a b', '…', '\n', '\\', '.git');
  const path = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/'));

  it('on a host say one place only', () => {
    fc.assert(fc.property(fc.oneof(path, path.map((each) => `/${each}`), fc.string()), (text) => !isHostPath(text) || (posix.normalize(text) === text && text.startsWith('/') && text.length > 1)), { numRuns: 2_000 });
    expect(isHostPath('/etc/app.conf')).toBe(true);
    expect(isHostPath(`/${'x'.repeat(1_024)}`)).toBe(false);
  });

  it('of the workspace never lead out of it, nor into git or our own folder', () => {
    fc.assert(fc.property(fc.oneof(path, fc.string()), (text) => {
      if (!isWorkspacePath(text)) return true;
      const inside = posix.relative('/ws', posix.resolve('/ws', text));
      return inside === text && inside !== '..' && !inside.startsWith('../') && !/^\.(?:git|breakglass)(?:\/|$)/.test(inside);
    }), { numRuns: 2_000 });
    expect(isWorkspacePath('files/.app.conf')).toBe(true);
    for (const bad of ['/etc/passwd', '../x', 'files/../../x', '.breakglass/key', 'a\\..\\b', '']) expect(isWorkspacePath(bad)).toBe(false);
  });
});

describe('attributes', () => {
  it('are read whole, in both spellings', () => {
    expect(step('name=conf, danger=change, from=files/app.conf, to=/etc/app.conf, mode=0644, owner=root:adm').file).toEqual({ kind: 'put', from: 'files/app.conf', to: '/etc/app.conf', mode: '0644', owner: 'root:adm' });
    expect(step('"from": "/var/log/x", "max": "2MiB", "danger": "read"', 'get').file).toEqual({ kind: 'get', from: '/var/log/x', maxBytes: 2_097_152 });
    expect(step('from=/var/log/x', 'get').file).toMatchObject({ maxBytes: 10_485_760 });
    expect(readRunbook('runbooks/a.md', '```put {from=a, to=/b}\n```\n').findings).toEqual([]);
  });

  it.each([
    ['put', 'from=/etc/passwd, to=/x', 'bad-value'],
    ['put', 'from=../x, to=/x', 'bad-value'],
    ['put', 'from=a, to=x', 'bad-value'],
    ['put', 'from=a, to=/x/', 'bad-value'],
    ['put', 'from=a, to=/x/../y', 'bad-value'],
    ['put', 'from=a, to=/x, mode=4755', 'bad-value'],
    ['put', 'from=a, to=/x, mode=u+x', 'bad-value'],
    ['put', 'from=a, to=/x, owner="root; id"', 'bad-value'],
    ['put', 'from=a, to=/x, owner=-R', 'bad-value'],
    ['put', 'to=/x', 'attribute-missing'],
    ['put', 'from=a', 'attribute-missing'],
    ['put', 'from=a, to=/x, danger=read', 'put-reads'],
    ['put', 'from=a, to=/x, max=1MiB', 'attribute-not-for-kind'],
    ['put', 'from=a, to=/x, cwd=/tmp', 'attribute-not-for-kind'],
    ['get', 'from=a', 'bad-value'],
    ['get', 'from=/a, max=65MiB', 'bad-value'],
    ['get', 'from=/a, to=/b', 'attribute-not-for-kind'],
    ['get', 'from=/a, user=bob', 'attribute-not-for-kind'],
    ['sh', 'from=/a', 'attribute-not-for-kind'],
    ['wait', 'to=/a', 'attribute-not-for-kind'],
  ])('%s {%s} is %s', (kind, attributes, rule) => {
    expect(rules(attributes, kind)).toContain(rule);
    expect(read(attributes, kind).runbook).toBeNull();
  });

  it('sizes are whole and bounded', () => {
    expect(['1', '64KiB', '64MiB', '67108864', '67108865', '65MiB', '0', '1.5MiB', '1GiB', '-1', ''].map(parseSize)).toEqual([1, 65_536, 67_108_864, 67_108_864, null, null, null, null, null, null, null]);
  });
});

describe('the plan', () => {
  const put = step('from=files/a, to=$log');
  const facts = new Map([['files/a', { bytes: 3, sha256 }]]);

  it('names the file by size and hash, and its place by the value of a parameter', () => {
    expect(filesToMeasure([put, put, step('from=/a', 'get')])).toEqual(['files/a']);
    expect(freezeFile(put, { log: '/var/x' }, facts)).toEqual({ file: { kind: 'put', from: 'files/a', to: '/var/x', bytes: 3, sha256, mode: null, owner: null }, script: putScript, unchanged: 3 });
    expect(freezeFile(step('from=$log', 'get'), { log: '/var/x' }, facts)).toEqual({ file: { kind: 'get', from: '/var/x', maxBytes: 10_485_760 }, script: getScript });
  });

  it('is refused where the file or the place cannot be said', () => {
    for (const value of ['', 'x', '/a/../b', '/a\n/b']) expect(freezeFile(put, { log: value }, facts)).toMatchObject({ param: null });
    expect(freezeFile(put, {}, facts)).toMatchObject({ param: null });
    expect(freezeFile(step('from=$constructor', 'get'), {}, facts)).toMatchObject({ param: null });
    expect(freezeFile(put, { log: '/x' }, new Map([['files/a', 'ELOOP']]))).toMatchObject({ en: expect.stringContaining('ELOOP') as string });
  });
});

describe('the answer of a get', () => {
  it('is its last line and nothing else', () => {
    expect(readGetAnswer(`noise\nget: /a, b, 12 bytes, sha256 ${sha256}\n`)).toEqual({ bytes: 12, sha256 });
    expect(readGetAnswer('get: /a, 12 bytes, sha256 -\n')).toEqual({ bytes: 12, sha256: null });
    for (const text of ['', 'there is no /a', `get: /a, -1 bytes, sha256 ${sha256}`, `get: /a, 12 bytes, sha256 ${sha256}\nmore`, `get: /a, 9999999999 bytes, sha256 -`]) expect(readGetAnswer(text)).toBeNull();
  });
});
