import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from './nearest';
import { readRunbook } from './read-runbook';
import type { DocNode } from './runbook';
import { anyCharacter } from '../../tests/support/any-character';

const path = 'runbooks/x.md';
const block = (info: string, body = 'true'): string => `\`\`\`${info}\n${body}\n\`\`\`\n`;

/** `line:column rule`, as `check` would print it. */
function found(text: string): string[] {
  return readRunbook(path, text).findings.map(({ line, column, rule }) => `${String(line)}:${String(column)} ${rule}`);
}

const example = `---
title: Restart a stuck API worker
grade: [911]
matches: [{ alertname: ApiWorkerStuck }]
params:
  host: { type: host, from: instance, group: api }
  grace: { type: duration, default: 30s, max: 5m }
owner: kim
drill-every: 90d
---
## See which worker is stuck
\`\`\`sh {name=look, on=host, danger=read, timeout=20s}
systemctl status api-worker --no-pager
\`\`\`
## Restart it
Customers see errors for about ten seconds.
\`\`\`sh {name=restart, on=host, danger=change, check=serves, rollback=undo, batch=1, sudo=true}
systemctl restart api-worker
\`\`\`
\`\`\`sh {name=serves, on=host, danger=read, timeout=30s}
curl -fsS http://127.0.0.1:8080/health
\`\`\`
\`\`\`sh {name=undo, on=host, danger=change, sudo=true}
systemctl start api-worker-previous
\`\`\`
`;

describe('readRunbook', () => {
  it('reads the example of the format', () => {
    const { runbook, findings } = readRunbook(path, example);
    expect(findings).toEqual([]);
    expect(runbook).toMatchObject({
      title: 'Restart a stuck API worker',
      grades: ['911'],
      matches: [{ alertname: 'ApiWorkerStuck' }],
      owner: 'kim',
      drillEveryMs: 7_776_000_000,
      params: [
        { name: 'host', type: 'host', from: 'instance', group: 'api', required: true },
        { name: 'grace', type: 'duration', default: '30s', max: 300_000, required: false },
      ],
    });
    expect(runbook?.steps.map(({ name, title, danger, timeoutMs, sudo }) => [name, title, danger, timeoutMs, sudo])).toEqual([
      ['look', 'See which worker is stuck', 'read', 20_000, false],
      ['restart', 'Restart it', 'change', 300_000, true],
      ['serves', 'serves', 'read', 30_000, false],
      ['undo', 'undo', 'change', 300_000, true],
    ]);
    expect(runbook?.steps[0]?.script).toBe('systemctl status api-worker --no-pager\n');
  });

  it('calls a named block by its name where the heading above it is taken', () => {
    const text = '# Clean up\n```sh {name=look}\nls\n```\n## Wipe\n```sh {name=wipe}\nrm x\n```\n```sh {name=see}\nls\n```\n```sh\nls -l\n```\n';
    expect(readRunbook('runbooks/a.md', text).runbook?.steps.map(({ title }) => title)).toEqual(['look', 'Wipe', 'see', 'Wipe']);
  });

  it('runs a runbook without any attribute: heading above is the title, danger is change', () => {
    const { runbook, findings } = readRunbook(path, '# Clean up\n\nFirst\n\n```sh\nrm -rf /tmp/cache\n```\n\n## Then\n\n```sh\ndf\n```\n');
    expect(findings).toEqual([]);
    expect(runbook?.title).toBe('Clean up');
    expect(runbook?.steps.map(({ name, title, danger, on }) => [name, title, danger, on])).toEqual([
      ['step-1', 'Clean up', 'change', null],
      ['step-2', 'Then', 'change', null],
    ]);
  });

  it('reads attributes as runme writes them', () => {
    const { runbook, findings } = readRunbook(path, block('sh {"name":"look","interactive":"false","danger":"read","sudo":true}'));
    expect(findings).toEqual([]);
    expect(runbook?.steps[0]).toMatchObject({ name: 'look', danger: 'read', sudo: true });
  });

  it('reads manual, wait, get and put, as a language or as an attribute', () => {
    const text = block('manual', 'Ring the customer.') + block('wait', '30s') + block('text {kind=manual, name=ask}', 'Ask Lee.') + block('get {from=/etc/hosts}', 'For the record.');
    const { runbook, findings } = readRunbook(path, text);
    expect(findings).toEqual([]);
    expect(runbook?.steps.map(({ kind, waitMs, danger }) => [kind, waitMs, danger])).toEqual([
      ['manual', null, 'read'],
      ['wait', 30_000, 'read'],
      ['manual', null, 'read'],
      ['get', null, 'change'],
    ]);
  });

  it('keeps values as they are written', () => {
    const { runbook } = readRunbook(path, `---\nparams:\n  v: { type: enum, values: [1.10, no, "yes"], default: 1.10 }\n---\n${block('sh')}`);
    expect(runbook?.params[0]).toMatchObject({ values: ['1.10', 'no', 'yes'], default: '1.10' });
  });

  it('has no raw HTML and no image in the document, and links are text with an address', () => {
    const { runbook } = readRunbook(path, `# T\n\n<script>alert(1)</script>\n\nA ![cat](http://evil/x.png) [link](javascript:alert) <b>b</b> [ref][r]\n\n[r]: http://a\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n${block('sh {name=go}')}`);
    const types = new Set<string>();
    const text: string[] = [];
    const visit = (node: DocNode): void => {
      types.add(node.type);
      text.push(node.text ?? '');
      node.children?.forEach(visit);
    };
    runbook?.doc.forEach(visit);
    expect([...types].sort()).toEqual(['cell', 'heading', 'link', 'paragraph', 'row', 'step', 'table', 'text']);
    expect(text.join('')).toContain('<script>alert(1)</script>');
    expect(JSON.stringify(runbook?.doc)).not.toContain('evil');
    expect(JSON.stringify(runbook?.doc)).toContain('"ref":"http://a"');
  });

  it.each([
    ['unknown attribute', block('sh {name=look, dangr=read}'), '1:19 unknown-attribute'],
    ['unknown attribute in JSON', block('sh {"name":"look","dangr":"read"}'), '1:22 unknown-attribute'],
    ['runme key that changes the run', block('sh {"background":"true"}'), '1:8 runme-refused'],
    ['bad danger', block('sh {danger=high}'), '1:15 bad-value'],
    ['bad timeout', block('sh {timeout=5}'), '1:16 bad-value'],
    ['attribute without value', block('sh {sudo}'), '1:8 attributes-broken'],
    ['attributes not closed', block('sh {name=look'), '1:7 attributes-broken'],
    ['twice the attribute', block('sh {name=a, name=b}'), '1:16 duplicate-attribute'],
    ['twice the key in JSON', block('sh {"name":"a","name":"b"}'), '1:19 duplicate-attribute'],
    ['language and attributes without a space', block('sh{name=a, x=1}'), '1:15 unknown-attribute'],
    ['attributes on a language that is not run', block('bash {name=a}'), '1:1 attributes-without-step'],
    ['a shell block that is not run', `${block('sh')}${block('bash')}`, '4:1 not-run'],
    ['a template', `${block('sh', 'a\nb {{ host }}')}`, '3:3 template-in-block'],
    ['a template in a quote', '> ```sh\n> echo ${option.host}\n> ```\n', '2:8 template-in-block'],
    ['Rundeck text', block('sh', 'echo @option.host@'), '2:6 template-in-block'],
    ['a fence never closed', '```sh\ntrue\n', '1:1 fence-not-closed'],
    ['missing check', block('sh {name=a, check=b}'), '1:1 missing-block'],
    ['missing rollback', block('sh {name=a, rollback=b}'), '1:1 missing-block'],
    ['check by a made-up name', `${block('sh {check=step-2}')}${block('sh')}`, '1:1 missing-block'],
    ['check of itself', block('sh {name=a, check=a}'), '1:1 wrong-block'],
    ['when of a later step', `${block('sh {when=b:ok}')}${block('sh {name=b}')}`, '1:1 wrong-block'],
    ['when changed of a step that does not say', `${block('sh {name=a}')}${block('sh {when=a:changed}')}`, '4:1 wrong-block'],
    ['a check with a code for unchanged', `${block('sh {name=a, check=b}')}${block('sh {name=b, danger=read, unchanged=1}')}`, '1:1 wrong-block'],
    ['unchanged of 0', block('sh {unchanged=0}'), '1:18 bad-value'],
    ['a secret as an argument', `---\nparams:\n  pw: { type: secret }\n---\n${block('sh {name=a}').replace('true', 'mysql -p"$pw"')}`, '6:10 secret-argument'],
    ['an exported secret in a list', `---\nparams:\n  pw: { type: secret }\n---\n- x\n\n  \`\`\`sh\n  export pw\n  \`\`\`\n`, '8:10 secret-exported'],
    ['twice the name', `${block('sh {name=a}')}${block('sh {name=a}')}`, '4:1 duplicate-name'],
    ['a check that is not read', `${block('sh {name=a, check=b}')}${block('sh {name=b}')}`, '4:1 check-changes'],
    ['empty', block('sh', ''), '1:1 empty-block'],
    ['wait without duration', block('wait', 'a while'), '1:1 wait-duration'],
    ['sudo on a manual step', block('manual {sudo=true}', 'x'), '1:12 attribute-not-for-kind'],
    ['bidi', `# T\n${block('sh', 'echo a\u202eb')}`, '3:7 hidden-character'],
    ['zero width in prose', 'a\u200bb\n', '1:2 hidden-character'],
    ['tag characters', `a${String.fromCodePoint(0xe0041)}\n`, '1:2 hidden-character'],
    ['byte order mark', '\ufeff# T\n', '1:1 hidden-character'],
    ['escape', block('sh', 'printf "\u001b[31m"'), '2:9 control-character'],
    ['NUL', 'a\u0000', '1:2 control-character'],
    ['lone carriage return', 'a\rb', '1:2 control-character'],
    ['lone surrogate', 'a\ud800b', '1:2 hidden-character'],
    ['unknown key', `---\ntitel: x\n---\n${block('sh')}`, '2:1 unknown-key'],
    ['unknown key of a parameter', `---\nparams:\n  host: { type: host, form: x }\n---\n${block('sh')}`, '3:23 unknown-key'],
    ['duplicate key', `---\ntitle: x\ntitle: y\n---\n${block('sh')}`, '3:1 duplicate-key'],
    ['__proto__ key', `---\n__proto__: x\n---\n${block('sh')}`, '2:1 unknown-key'],
    ['__proto__ label', `---\nmatches: [{ __proto__: x }]\n---\n${block('sh')}`, '2:13 bad-value'],
    ['alias', `---\ntitle: &a x\nowner: *a\n---\n${block('sh')}`, '2:1 front-matter-alias'],
    ['bad parameter name', `---\nparams: { PATH: { type: string } }\n---\n${block('sh')}`, '2:11 bad-value'],
    ['bad regex', `---\nparams: { a: { type: string, regex: "(" } }\n---\n${block('sh')}`, '2:37 bad-value'],
    ['look-behind is no RE2', `---\nparams: { a: { type: string, regex: "(?<=a)b" } }\n---\n${block('sh')}`, '2:37 bad-value'],
    ['a secret in plain text', `---\nparams: { a: { type: secret, default: hunter2 } }\n---\n${block('sh')}`, '2:39 bad-value'],
    ['default out of range', `---\nparams: { a: { type: duration, default: 10m, max: 5m } }\n---\n${block('sh')}`, '2:41 bad-value'],
    ['regex on a host', `---\nparams: { a: { type: host, regex: a } }\n---\n${block('sh')}`, '2:28 bad-value'],
    ['enum without values', `---\nparams: { a: { type: enum } }\n---\n${block('sh')}`, '2:14 bad-value'],
    ['nothing to run', '# T\n', '1:1 no-steps'],
    ['broken YAML', '---\ntitle: "x\n---\n', '2:10 front-matter-broken'],
  ])('finds: %s', (_, text, expected) => {
    expect(found(text)).toContain(expected);
  });

  it('keeps columns where lines end in CRLF, and gives the script plain line ends', () => {
    expect(found('# T\r\n```sh {dangr=read}\r\ntrue\r\n```\r\n')).toEqual(['2:8 unknown-attribute']);
    expect(readRunbook(path, '```sh\r\na\r\nb\r\n```\r\n').runbook?.steps[0]?.script).toBe('a\nb\n');
  });

  it('says what was probably meant, in both languages', () => {
    const [unknown] = readRunbook(path, block('sh {dangr=read}')).findings;
    expect(unknown?.hint).toEqual({ en: 'Known here: danger.', ko: '쓸 수 있는 것: danger.' });
    expect(nearest('rolback', ['check', 'rollback'])).toBe('rollback');
    expect(nearest('drill_every', ['drill-every'])).toBe('drill-every');
    expect(nearest('zebra', ['check', 'rollback'])).toBeNull();
  });

  it('gives no runbook where there is an error, and one where there are only warnings', () => {
    expect(readRunbook(path, block('sh {dangr=read}')).runbook).toBeNull();
    expect(readRunbook(path, '# T\n').runbook?.steps).toEqual([]);
  });

  it.each([
    ['too large', 'a'.repeat(262_145)],
    ['too large in bytes', '가'.repeat(100_000)],
    ['quote marks', '>'.repeat(200_000)],
    ['brackets', '['.repeat(200_000)],
    ['stars', '*a '.repeat(80_000)],
    ['stars in lines', `${'*a '.repeat(600)}\n`.repeat(100)],
    ['underscores in lines', `${'_a__b '.repeat(200)}\n`.repeat(200)],
    ['brackets in lines', `${'['.repeat(1900)}\n`.repeat(130)],
    ['backticks', Array.from({ length: 600 }, (_, index) => '`'.repeat(index % 300)).join('a')],
    ['nested lists', Array.from({ length: 300 }, (_, index) => `${' '.repeat(index)}- a`).join('\n')],
    ['YAML depth', `---\na: ${'['.repeat(1900)}\n---\n`],
    ['YAML depth over lines', `---\na: ${'[\n'.repeat(100_000)}\n---\n`],
    ['YAML bomb', `---\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n---\n`],
    ['table', `|${'a|'.repeat(900)}\n|${'-|'.repeat(900)}\n${`|${'b|'.repeat(900)}\n`.repeat(100)}`],
    ['entities', '&#0;&#x110000;&lt;'.repeat(10_000)],
  ])('answers soon and does not throw: %s', (_, text) => {
    // CPU time, because a machine that is busy with something else says nothing about the text.
    const started = process.cpuUsage();
    const { findings } = readRunbook(path, text);
    expect(findings.length).toBeGreaterThan(0);
    expect(process.cpuUsage(started).user).toBeLessThan(4_000_000);
  });

  it('never throws, whatever the text, and every finding stands inside the file', () => {
    const piece = fc.oneof(
      fc.constantFrom('---\n', '```sh {', '}', '\n', '```\n', '"', '=', 'name', 'danger=read', 'params:\n  ', '{', '[', '- ', '> ', '# ', ': ', '&a ', '*a', '!!x ', '| a |\n', '\t', '가'),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.string({ unit: anyCharacter, maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const { runbook, findings } = readRunbook(path, text);
        const lines = text.replaceAll('\r\n', '\n').split('\n');
        for (const { line, column } of findings) {
          expect(lines[line - 1]).toBeDefined();
          expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
        }
        expect(runbook === null).toBe(findings.some(({ severity }) => severity === 'error'));
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives any script to the step as it stands', () => {
    const line = fc.string({ unit: 'grapheme-ascii', maxLength: 30 }).filter((text) => !/\{\{|\$\{|@|`|\t/.test(text));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
        const script = lines.join('\n');
        fc.pre(script.trim() !== '');
        expect(readRunbook(path, block('sh', script)).runbook?.steps[0]?.script).toBe(`${script}\n`);
      }),
    );
  });
});
