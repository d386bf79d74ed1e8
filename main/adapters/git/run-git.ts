import { spawn } from 'node:child_process';

/** A remote that answers slower than this is down, ms. */
const patience = 60_000;

/** More than a team writes in years; a remote that sends more is not a journal's. Blocks of 512 bytes: 256 MiB. */
const largestFile = 524_288;

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
  readonly code: number | null;
  readonly out: Buffer;
  readonly err: string;
}

/** Runs git in a repository of our own, until `stop`. Never throws; no git at all is code null. */
export function runGit(repository: string, args: readonly string[], input: Uint8Array | null = null, stop?: AbortSignal): Promise<GitAnswer> {
  const command = ['git', '--git-dir', repository, ...hardened, ...args];
  // SECURITY: a hostile remote cannot fill the disk: no file that git writes grows beyond the limit.
  const [program, words] = process.platform === 'win32' ? [command[0] ?? 'git', command.slice(1)] : ['/bin/sh', ['-c', `ulimit -f ${String(largestFile)}; exec "$@"`, 'sh', ...command]];
  return new Promise((resolve) => {
    const child = spawn(program, words, { env: environment(), stdio: ['pipe', 'pipe', 'pipe'], detached: process.platform !== 'win32', cwd: repository, windowsHide: true });
    const out: Buffer[] = [];
    let size = 0;
    let err = '';
    const end = (): void => {
      // The group, so that the ssh below it goes, too.
      try {
        if (child.pid !== undefined) process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
      } catch {
        // It ended by itself meanwhile.
      }
    };
    const timer = setTimeout(() => {
      err += '\nno answer within 60 s';
      end();
    }, patience);
    if (stop?.aborted === true) end();
    else stop?.addEventListener('abort', end, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > largestOutput) end();
      else out.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (err.length < 20_000) err += chunk.toString('utf8');
    });
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ code: null, out: Buffer.alloc(0), err: error.message });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      stop?.removeEventListener('abort', end);
      resolve({ code, out: Buffer.concat(out), err });
    });
    child.stdin.end(input ?? undefined);
  });
}
