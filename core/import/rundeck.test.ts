import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRunbook } from '../runbook/read-runbook';
import { importRundeck } from './rundeck';

const read = (text: string, taken: readonly string[] = []) => importRundeck({ name: 'jobs.yaml', text }, (path) => taken.includes(path));
const about = (text: string): string[] => read(text).findings.map(({ rule, message }) => `${rule}: ${message.en}`);

/** A job with these steps. */
const job = (commands: readonly object[], more: object = {}): string =>
  JSON.stringify([{ name: 'Restart it', nodefilters: { filter: 'tags: api' }, sequence: { strategy: 'step-first', keepgoing: false, commands }, ...more }]);

/** The one runbook of an import, read as Breakglass reads it. */
const made = (text: string) => {
  const { files } = read(text);
  const [file] = files;
  const { runbook, findings } = readRunbook(file?.path ?? '', file?.text ?? '');
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (runbook === null) throw new Error('no runbook');
  return runbook;
};

const restart = `
- defaultTab: nodes
  name: Restart API
  group: ops/api
  uuid: 3f1c-11
  description: |-
    Restarts a *worker*.
    \`\`\`sh
    rm -rf /
    \`\`\`
  timeout: 1h 30m
  nodefilters:
    filter: 'tags: api'
    dispatch: { threadcount: '2', keepgoing: true }
  schedule: { time: { hour: '04' } }
  options:
    - { name: Worker Name, required: true, regex: '[a-z]+', description: which one }
    - { name: mode, enforced: true, values: [soft, hard], value: soft }
    - { name: token, secure: true, storagePath: keys/token, valueExposed: true }
  sequence:
    keepgoing: false
    strategy: node-first
    commands:
      - description: Look first
        exec: 'systemctl status \${option.Worker Name} --mode "\${option.mode}"'
      - exec: systemctl status api
      - script: |-
          #!/bin/bash
          echo "@option.mode@ $RD_OPTION_MODE"
        args: '--mode \${option.mode}'
        errorhandler: { exec: 'systemctl start api', keepgoingOnSuccess: true }
      - jobref: { name: Other job, group: ops }
      - scripturl: https://example.com/x.sh
`;

describe('a Rundeck job', () => {
  it('becomes a runbook that passes check, with all of it in the runbook or in the findings', () => {
    const text = restart.replace('Worker Name} --mode', 'mode} --mode');
    const { files } = read(text);
    expect(files.map(({ path }) => path)).toEqual(['runbooks/imported/ops/api/restart-api.md']);
    const runbook = made(text);
    expect(runbook.title).toBe('Restart API');
    expect(runbook.params).toMatchObject([
      { name: 'worker_name', type: 'string', required: true, regex: '[a-z]+', title: 'which one' },
      { name: 'mode', type: 'enum', values: ['soft', 'hard'], default: 'soft' },
      { name: 'token', type: 'secret', required: false },
    ]);
    expect(runbook.steps.map(({ name, kind, on, batch, when, timeoutMs }) => ({ name, kind, on, batch, when: when?.is, timeoutMs }))).toMatchObject([
      { name: 'step-1', kind: 'sh', on: 'api', batch: 2, timeoutMs: 5_400_000 },
      { name: 'step-2', kind: 'sh' },
      { name: 'step-3', kind: 'sh' },
      { name: 'step-3-handler', kind: 'sh', when: 'failed' },
      { name: 'step-4', kind: 'manual' },
      { name: 'step-5', kind: 'manual' },
    ]);
    expect(runbook.steps[0]?.script).toBe('systemctl status "$mode" --mode "${mode}"\n');
    expect(runbook.steps[2]?.script).toBe(`bash -c '#!/bin/bash\necho "\${mode} \${mode}"' bash --mode "$mode"\n`);
    const said = about(text).join('\n');
    for (const word of ['schedule', 'Other job', 'scripturl', 'node-first', 'keepgoing', 'storagePath', 'worker_name', 'timeout', 'defaultTab', 'error handler']) expect(said).toContain(word);
  });

  it('lets nothing that was written about it become a step', () => {
    expect(made(restart).steps.every(({ script }) => !script.includes('rm -rf'))).toBe(true);
  });

  it.each([
    ['outside of quotes', 'echo ${option.mode}', 'echo "$mode"'],
    ['in double quotes', 'echo "a ${option.mode} b"', 'echo "a ${mode} b"'],
    ['in single quotes', "echo 'a ${option.mode} b'", `echo 'a '"$mode"' b'`],
    ['unquoted on purpose', 'echo ${unquotedoption.mode}', 'echo "$mode"'],
    ['behind an escaped quote', 'echo \\" ${option.mode}', 'echo \\" "$mode"'],
    ['behind an apostrophe in a comment', "# don't\necho ${option.mode}", `# don't\necho "$mode"`],
    ['behind another variable', 'echo "${HOME}" ${option.mode}', 'echo "${HOME}" "$mode"'],
    ['as the environment', 'echo $RD_OPTION_MODE ${RD_OPTION_MODE}', 'echo "$mode" "$mode"'],
    ['as the environment in a substitution', 'echo $(cat $RD_OPTION_MODE)', 'echo $(cat ${mode})'],
  ])('puts a variable where an option stands %s', (_where, exec, script) => {
    expect(made(job([{ exec }], { options: [{ name: 'mode' }] })).steps[0]?.script).toBe(`${script}\n`);
  });

  it.each([
    ['in a here-document', 'cat <<EOF\n${option.mode}\nEOF'],
    ['in a command substitution', 'echo $(cat ${option.mode})'],
    ['in backticks', 'echo `cat ${option.mode}`'],
    ['of another job', 'echo ${option.other}'],
    ['of Rundeck', 'echo ${globals.region}'],
    ['of a node', 'echo @node.name@'],
    ['of the environment of Rundeck', 'echo $RD_JOB_NAME'],
  ])('makes a step by hand of a value %s', (_where, exec) => {
    const text = job([{ exec }], { options: [{ name: 'mode' }] });
    expect(made(text).steps).toMatchObject([{ kind: 'manual' }]);
    expect(about(text).join()).toContain('import-by-hand');
  });

  it.each([
    [{ script: 'print(1)', scriptInterpreter: 'python3' }],
    [{ script: '#!/usr/bin/perl\nprint 1' }],
    [{ script: 'echo', args: '$(reboot)' }],
    [{ scriptfile: '/opt/x.sh' }],
    [{ type: 'plugin', configuration: {}, nodeStep: true }],
    [{ exec: '' }],
    [{}],
  ])('keeps the place of what it cannot run: %j', (step) => {
    expect(made(job([{ exec: 'true' }, step, { exec: 'reboot' }])).steps.map(({ kind }) => kind)).toEqual(['sh', 'manual', 'sh']);
  });

  it('never overwrites: a taken path gets a number, also among its own', () => {
    const two = JSON.stringify([...(JSON.parse(job([{ exec: 'a' }])) as object[]), ...(JSON.parse(job([{ exec: 'b' }])) as object[])]);
    expect(read(two, ['runbooks/imported/restart-it.md']).files.map(({ path }) => path)).toEqual(['runbooks/imported/restart-it-2.md', 'runbooks/imported/restart-it-3.md']);
  });

  it.each([
    ['no job', '[]'],
    ['another file', 'hosts: []'],
    ['broken YAML', '- [\n'],
    ['an alias bomb', `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'.split('').map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'.charAt(at)}`).join(',')}]`).join('\n')}`],
    ['ten megabytes', 'x'.repeat(10_000_000)],
    ['depth', '['.repeat(5_000)],
  ])('refuses %s with a reason', (_what, text) => {
    const { files, findings } = read(text);
    expect(files).toEqual([]);
    expect(findings.length).toBe(1);
  });

  it('never throws, and whatever it writes passes check', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom('${option.a}', '@option.a@', "'", '"', '```', '---', '$(', '`', '<<EOF', '\n```\n', '~~~', '# x'));
    const command = fc.oneof(fc.record({ exec: text }), fc.record({ script: text, args: text }), fc.record({ jobref: fc.record({ name: text }) }), fc.record({ exec: text, description: text, errorhandler: fc.record({ exec: text }) }));
    const option = fc.record({ name: fc.oneof(fc.constant('a'), text), value: text, regex: text, required: fc.boolean(), secure: fc.boolean(), values: fc.array(text, { maxLength: 3 }), enforced: fc.boolean() }, { requiredKeys: ['name'] });
    const any = fc.record({ name: text, group: text, description: text, options: fc.array(option, { maxLength: 3 }), sequence: fc.record({ commands: fc.array(command, { maxLength: 4 }) }), timeout: text, nodefilters: fc.record({ filter: text }), [`strange`]: text });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 3 }), (jobs) => {
        const { files, findings } = read(JSON.stringify(jobs));
        for (const { path, text: written } of files) {
          expect(path).toMatch(/^runbooks\/imported\/[a-z0-9/-]+\.md$/);
          const { runbook } = readRunbook(path, written);
          // Each step of the job has its place: a runbook that lost one in the middle would be another runbook.
          expect(runbook).not.toBeNull();
        }
        expect(files.length + findings.filter(({ message }) => /^The job|^the job/.test(message.en)).length).toBe(jobs.length);
        expect(findings.some(({ message }) => message.en.includes('strange'))).toBe(true);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });
});
