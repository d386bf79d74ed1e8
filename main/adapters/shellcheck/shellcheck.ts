import { spawn } from 'node:child_process';
import { z } from 'zod';
import type { ShellChecker, ShellRemark } from '../../ports/shell-checker';

/** Longest that one block may take, ms. */
const patience = 10_000;
const mostAnswer = 4 * 1024 * 1024;

// SECURITY: a fixed list. The block goes in on stdin; nothing of it is ever an argument, and no file of the workspace
// (.shellcheckrc, `source`) is read.
const args = ['--format=json1', '--shell=sh', '--norc', '--severity=info', '-'];

const answerSchema = z.object({
  comments: z.array(z.object({ line: z.number().int(), column: z.number().int(), level: z.string(), code: z.number().int(), message: z.string() })),
});

/** ShellCheck from the PATH. Asked once whether it is there; where it is not, every answer is null. */
export function createShellcheck(environment: Readonly<Record<string, string | undefined>>): ShellChecker {
  let absent = false;
  return {
    async check(script, variables) {
      if (absent) return null;
      // Parameters are variables that have a value: said in one line of its own, which the answer's places are less by.
      const known = variables.map((name) => `"\${${name}:=}"`).join(' ');
      const answer = await ask(`: ${known}\n${script}`, environment);
      if (answer === 'absent') absent = true;
      return typeof answer === 'string' || answer === null ? null : answer.map((remark) => ({ ...remark, line: remark.line - 1 })).filter(({ line }) => line >= 1);
    },
  };
}

function ask(text: string, environment: Readonly<Record<string, string | undefined>>): Promise<ShellRemark[] | 'absent' | null> {
  return new Promise((resolve) => {
    const child = spawn('shellcheck', args, { env: { PATH: environment['PATH'], LC_ALL: 'C.UTF-8' }, timeout: patience, stdio: ['pipe', 'pipe', 'ignore'] });
    const pieces: Buffer[] = [];
    let size = 0;
    child.on('error', (error) => {
      resolve('code' in error && error.code === 'ENOENT' ? 'absent' : null);
    });
    // Whoever ends early closes the pipe; the answer, or its absence, is what counts.
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size > mostAnswer) child.kill('SIGKILL');
      else pieces.push(piece);
    });
    child.on('close', () => {
      resolve(read(Buffer.concat(pieces).toString('utf8')));
    });
    child.stdin.end(text);
  });
}

function read(text: string): ShellRemark[] | null {
  try {
    const { comments } = answerSchema.parse(JSON.parse(text));
    return comments.map(({ line, column, level, code, message }) => ({ line, column, code, severe: level === 'error', message }));
  } catch {
    return null;
  }
}
