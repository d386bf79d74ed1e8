import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createShellcheck } from './shellcheck';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'shellcheck-'))));
afterAll(() => rm(folder, { recursive: true }));

/** A program of that name which notes what it was given and answers as it is told. */
async function standIn(body: string): Promise<Record<string, string>> {
  await writeFile(join(folder, 'shellcheck'), `#!/bin/sh\n${body}\n`);
  await chmod(join(folder, 'shellcheck'), 0o755);
  return { PATH: `${folder}:/usr/bin:/bin` };
}

describe('shellcheck', () => {
  it('gets the script on stdin and nothing of it as an argument; its places are the script\'s', async () => {
    const env = await standIn(`printf '%s\\n' "$@" > '${folder}/args'; cat > '${folder}/stdin'
      echo '{"comments":[{"line":3,"column":4,"level":"info","code":2086,"message":"quote it"},{"line":1,"column":1,"level":"error","code":1,"message":"ours"}]}'; exit 1`);
    expect(await createShellcheck(env).check('echo a\nrm $x\n', ['host', 'x'])).toEqual([{ line: 2, column: 4, code: 2086, severe: false, message: 'quote it' }]);
    const { readFile } = await import('node:fs/promises');
    expect(await readFile(join(folder, 'stdin'), 'utf8')).toBe(': "${host:=}" "${x:=}"\necho a\nrm $x\n');
    expect((await readFile(join(folder, 'args'), 'utf8')).split('\n').slice(0, 5)).toEqual(['--format=json1', '--shell=sh', '--norc', '--severity=info', '-']);
  });

  it('says nothing where there is none, and is asked once', async () => {
    const checker = createShellcheck({ PATH: join(folder, 'nowhere') });
    expect([await checker.check('rm $x', []), await checker.check('rm $x', [])]).toEqual([null, null]);
  });

  it('says nothing where the answer is none', async () => {
    expect(await createShellcheck(await standIn('cat > /dev/null; echo "no json"')).check('true', [])).toBeNull();
  });
});
