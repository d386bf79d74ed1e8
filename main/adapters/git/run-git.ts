import { spawn } from 'node:child_process';

/** How long a command may be silent, and may take at all, ms; and how long it has to tidy up when it is told to end. */
export interface GitPatience {
  readonly silent: number;
  readonly whole: number;
  readonly tidy: number;
}

/** A slow line is not a dead one: where `--progress` is asked for, git speaks once a second while bytes come or go. */
const usual: GitPatience = { silent: 60_000, whole: 900_000, tidy: 2_000 };

/** More than a team writes in years; a remote that sends more is not a journal's. Blocks of 512 bytes: 256 MiB. */
const largestFile = 524_288;

/** So much of what git says beside its output is kept, characters. */
const mostSaid = 20_000;

/** Output that is read of one command, bytes. */
const largestOutput = 512 * 1024 * 1024;

/** SECURITY: asks nothing, forwards nothing, runs nothing here. */
export const sshCommand = 'ssh -o BatchMode=yes -o ConnectTimeout=10 -o ForwardAgent=no -o ClearAllForwardings=yes -o PermitLocalCommand=no';

// SECURITY: no hooks, no monitor, no helper, no filter, no submodule, no link that leads out; only named protocols.
const hardened = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.symlinks', 'false'],
  ['core.pager', 'cat'],
  ['core.attributesFile', '/dev/null'],
  ['core.sshCommand', sshCommand],
  ['credential.helper', ''],
  ['protocol.allow', 'never'],
  ['protocol.ssh.allow', 'always'],
  ['protocol.https.allow', 'always'],
  ['protocol.file.allow', 'always'],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['fetch.fsckObjects', 'true'],
  ['http.followRedirects', 'false'],
  ['safe.bareRepository', 'explicit'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['gpg.program', '/bin/false'],
  // SECURITY: a commit's parents are what the commit says, not what a file beside it says that nobody signed.
  ['core.commitGraph', 'false'],
  ['core.multiPackIndex', 'false'],
  ['advice.graftFileDeprecated', 'false'],
].flatMap(([name, value]) => ['-c', `${name ?? ''}=${value ?? ''}`]);

/** Nothing of the user's own git configuration, and nothing of the repository's but what we wrote ourselves. */
function environment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SSH_AUTH_SOCK', 'SystemRoot', 'SSL_CERT_FILE'];
  const own = Object.fromEntries(kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
  return {
    ...own,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    // SECURITY: no object stands for another one, and no commit has other parents than it names.
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_GRAFT_FILE: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '/bin/false',
    SSH_ASKPASS_REQUIRE: 'never',
    GIT_PROTOCOL_FROM_USER: '0',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
  };
}

/** What a git command said. */
export interface GitAnswer {
  /** Null where there is no git, or it was ended. */
  readonly code: number | null;
  readonly out: Buffer;
  /** The end of what it said, without its progress. */
  readonly err: string;
  /** Why it was ended before its time, or never began; null where it ended by itself. */
  readonly ended: string | null;
}

/** What git says of its progress, each over the one before it. */
const progress = /^(?:remote: )?[A-Z][a-z]+(?: [a-z]+)?: +(?:\d+% \(|\d+, done)|^(?:remote: )?Total \d/;

/** Runs git in a repository of our own, until `stop`. Never throws. */
export function runGit(repository: string, args: readonly string[], { input = null, patience = usual, stop }: { readonly input?: Uint8Array | null; readonly patience?: GitPatience; readonly stop?: AbortSignal } = {}): Promise<GitAnswer> {
  const command = ['git', '--git-dir', repository, ...hardened, ...args];
  // SECURITY: a hostile remote cannot fill the disk: no file that git writes grows beyond the limit.
  const [program, words] = process.platform === 'win32' ? [command[0] ?? 'git', command.slice(1)] : ['/bin/sh', ['-c', `ulimit -f ${String(largestFile)}; exec "$@"`, 'sh', ...command]];
  return new Promise((resolve) => {
    const child = spawn(program, words, { env: environment(), stdio: ['pipe', 'pipe', 'pipe'], detached: process.platform !== 'win32', cwd: repository, windowsHide: true });
    const out: Buffer[] = [];
    let size = 0;
    let err = '';
    let ended: string | null = null;
    let killing: NodeJS.Timeout | undefined;
    const kill = (signal: 'SIGTERM' | 'SIGKILL'): void => {
      // The group, so that the ssh below it goes, too.
      try {
        if (child.pid !== undefined) process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
      } catch {
        // It ended by itself meanwhile.
      }
    };
    const end = (why: string): void => {
      if (ended !== null) return;
      ended = why;
      // Asked to end, git takes its locks away. The half pack that it was writing it leaves where it is.
      kill('SIGTERM');
      killing = setTimeout(() => {
        kill('SIGKILL');
      }, patience.tidy);
    };
    const silent = setTimeout(() => {
      end(`no answer within ${String(Math.round(patience.silent / 1_000))} s`);
    }, patience.silent);
    const whole = setTimeout(() => {
      end(`not done within ${String(Math.round(patience.whole / 60_000))} min`);
    }, patience.whole);
    const hangUp = (): void => {
      end('the console closes');
    };
    if (stop?.aborted === true) hangUp();
    else stop?.addEventListener('abort', hangUp, { once: true });
    const settle = (answer: Pick<GitAnswer, 'code' | 'out'>): void => {
      for (const timer of [silent, whole, killing]) clearTimeout(timer);
      stop?.removeEventListener('abort', hangUp);
      const said = err.split(/[\r\n]/).filter((line) => !progress.test(line));
      resolve({ ...answer, err: said.join('\n'), ended });
    };
    child.stdout.on('data', (chunk: Buffer) => {
      silent.refresh();
      size += chunk.length;
      if (size > largestOutput) end('too much output');
      else out.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      silent.refresh();
      err = (err + chunk.toString('utf8')).slice(-mostSaid);
    });
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => {
      ended ??= `git does not run: ${error.message}`;
      settle({ code: null, out: Buffer.alloc(0) });
    });
    child.on('close', (code) => {
      settle({ code, out: Buffer.concat(out) });
    });
    child.stdin.end(input ?? undefined);
  });
}
