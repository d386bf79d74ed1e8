import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { fail, ok } from '../../../core/errors';
import type { Claim } from '../../../core/run/claim';
import { findSsh } from '../../../main/adapters/ssh/create-ssh-config';
import { createSsh, type SshOptions } from '../../../main/adapters/ssh/create-ssh';
import { createSystemClock } from '../../../main/adapters/system/system-clock';
import { createSystemIds } from '../../../main/adapters/system/system-ids';
import type { Clock } from '../../../main/ports/clock';
import type { Worker } from '../../../main/ports/process-host';
import type { StepBody } from '../../../main/ports/ssh';
import { serveSsh } from '../../../main/workers/ssh/serve-ssh';

/** The worker in this process: the same code, with an array of listeners where the pipe would be. */
export function inlineWorker(clock: Clock = createSystemClock()): Worker {
  const toConsole = new Set<(message: unknown) => void>();
  const exits = new Set<(code: number | null) => void>();
  const receive = serveSsh(
    (message) => {
      const copy: unknown = structuredClone(message);
      for (const listener of toConsole) listener(copy);
    },
    {
      clock,
      ids: createSystemIds(),
      closed: () => {
        for (const listener of exits) listener(0);
      },
    },
  );
  return {
    post: (message) => {
      receive(structuredClone(message));
    },
    onMessage: (listener) => {
      toConsole.add(listener);
      return () => toConsole.delete(listener);
    },
    onExit: (listener) => {
      exits.add(listener);
      return () => exits.delete(listener);
    },
    kill: () => undefined,
  };
}

/** Builds the real worker into the cache folder, beside node_modules, and gives that folder. */
export async function buildWorker(): Promise<URL> {
  const root = join(import.meta.dirname, '../../..');
  const outDir = join(root, '.cache/lab-workers');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(root, 'main/workers/ssh/worker.ts'),
      outDir,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'ssh-worker.js', format: 'es' } },
    },
  });
  return pathToFileURL(`${outDir}/`);
}

export interface SshBench {
  readonly ssh: ReturnType<typeof createSsh>;
  readonly transcripts: string;
  /** Ends it and removes the transcripts. */
  readonly stop: () => Promise<void>;
}

/** A console's SSH side with a folder of its own, no agent and no known hosts unless given. */
export function sshBench(overrides: Partial<SshOptions> = {}, secrets: Readonly<Record<string, string>> = {}): SshBench {
  const transcripts = mkdtempSync(join(tmpdir(), 'breakglass-transcripts-'));
  const ssh = createSsh({
    spawn: () => inlineWorker(),
    home: transcripts,
    agent: null,
    knownHosts: [],
    openssh: findSsh(process.env['PATH']),
    transcripts,
    workspace: transcripts,
    roots: [],
    secret: async (name) => {
      const value = secrets[name];
      return value === undefined ? fail('vault-no-secret', { name }) : ok(value);
    },
    clock: createSystemClock(),
    log: () => undefined,
    ...overrides,
  });
  return {
    ssh,
    transcripts,
    stop: async () => {
      await ssh.close();
      rmSync(transcripts, { recursive: true, force: true });
    },
  };
}

let runs = 0;
const session = createSystemIds().next();

/** A claim that nobody had before. */
export function freshClaim(target = 'api-01'): Claim {
  runs += 1;
  return { run: `${session}${String(runs).padStart(6, '0')}`, target, position: 1, attempt: 1 };
}

export function stepBody(claim: Claim, script: string, overrides: Partial<StepBody> = {}): StepBody {
  return {
    script,
    params: {},
    secrets: {},
    sudo: false,
    cwd: null,
    timeoutMs: 30_000,
    transcript: `${claim.run}/${claim.target}-${String(claim.position)}.${String(claim.attempt)}`,
    ...overrides,
  };
}
