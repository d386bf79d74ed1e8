import { describe, expect, it } from 'vitest';
import { rebuildRun } from '../../../core/run/rebuild-run';
import { getScript, putScript } from '../../../core/runbook/file-step-scripts';
import { sha256Hex } from '../../../core/runbook/sha256';
import type { StepBody } from '../../ports/ssh';
import { RunWorld, settle } from '../../../tests/support/run-world';

const files = `---
params:
  key: { type: secret }
---
\`\`\`put {name=conf, from=files/app.conf, to=/etc/app.conf, mode=0640, sudo=true}
\`\`\`
\`\`\`sh {name=reload, when=conf:changed}
true
\`\`\`
\`\`\`get {name=log, danger=read, from=/var/log/app.log, max=1MiB}
\`\`\`
`;

function world(): RunWorld {
  const made = new RunWorld([{}], files);
  made.files.set('files/app.conf', 'key=1\n');
  made.secrets.set('api-key', 'hunter2');
  return made;
}
const values = { key: 'secret:api-key' };

describe('steps that move a file', () => {
  it('are told the file that was frozen and the fixed script, and nothing of parameters and secrets', async () => {
    const sent: StepBody[] = [];
    const w = world();
    w.servers.onTouch = (what, _, body) => void (what === 'start' && body !== null && sent.push(body));
    await w.run(['api'], values);
    await settle();
    expect(sent.map(({ file, script, secrets, sudo }) => ({ file, script, secrets, sudo }))).toEqual([
      {
        file: { kind: 'put', from: 'files/app.conf', to: '/etc/app.conf', bytes: 6, sha256: sha256Hex('key=1\n'), mode: '0640', owner: null, sudo: true },
        script: putScript,
        secrets: {},
        sudo: true,
      },
      { script: 'true\n', secrets: { key: 'hunter2' }, sudo: false },
      { file: { kind: 'get', from: '/var/log/app.log', maxBytes: 1_048_576, sudo: false }, script: getScript, secrets: {}, sudo: false },
    ]);
  });

  it('that found the file in place say that nothing changed', async () => {
    const w = world();
    w.servers.code = (_, body) => (body.file?.kind === 'put' ? 3 : 0);
    expect(await w.cells(await w.run(['api'], values))).toEqual(['1.h1: ok', '2.h1: skipped', '3.h1: ok']);
  });

  it('are not run when the file changes after the plan was shown', async () => {
    const w = world();
    const { hash } = await w.plan(values, ['api']);
    w.answer = ({ plan, demand }) => {
      w.files.set('files/app.conf', 'key=2\n');
      return { hash: plan.hash, typed: demand.word ?? '' };
    };
    await w.runner.request({ hash, reason: 'test', caseId: null });
    await settle();
    expect(w.servers.startCalls.size).toBe(0);
    expect(w.entries.at(-1)).toMatchObject({ code: 'RUN-REFUSED', data: { why: 'plan-changed' } });
  });

  it('make no plan without their file', async () => {
    const w = world();
    w.files.delete('files/app.conf');
    const answer = await w.desk.plan({ path: 'runbooks/x.md', values, on: ['api'] });
    expect(answer).toMatchObject({ value: { plan: null, problems: [{ en: expect.stringContaining('files/app.conf') as string }] } });
  });

  it('have their file back after a restart, as the journal says', async () => {
    const w = world();
    const { plan } = (await w.plan(values, ['api'])).plan;
    const data = { run: 'r', position: 3, step: 'log', host: 'h1', attempt: 1, caseId: null, outcome: { kind: 'ok' }, word: 'ok', bytes: 1, sha256: null, truncated: false, problem: null };
    const file = { bytes: 4, sha256: sha256Hex('tail') };
    const { steps } = rebuildRun(plan, [{ at: 1, op: 'kim', code: 'STEP-OUTCOME', data: { ...data, file } }]);
    expect(steps[2]?.cells[0]).toMatchObject({ outcome: { kind: 'ok' }, file, moved: 4 });
  });
});
