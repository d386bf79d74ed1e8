import { failure, type Result } from '../../../core/errors';
import type { Clock } from '../../ports/clock';
import type { Worker } from '../../ports/process-host';
import type { StepEnd, StepProgress } from '../../ports/ssh';
import type { TerminalEnd } from '../../../core/terminal/terminal';
import type { FromWorker, SshCall, SshPorts, SshSettings, ToWorker } from './messages';

export interface SshOptions extends SshSettings {
  /** Starts the worker; called again after one was lost. */
  readonly spawn: () => Worker;
  /** A value of the vault; goes to the worker at the moment of use and is never written. */
  readonly secret: (name: string) => Promise<Result<string>>;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

interface Waiting {
  readonly name: SshCall;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
  readonly progress: ((at: StepProgress) => void) | null;
}

/** The console's side of SSH: plain messages to a worker that holds lines, bytes and files. */
export function createSsh(options: SshOptions): SshPorts & { readonly closeKeys: () => void } {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let calls = 0;
  let closed = false;

  const lost = (code: number | null): void => {
    worker = null;
    options.log(`ssh worker ended (${String(code)}), ${String(waiting.size)} calls open`);
    for (const [id, call] of waiting) {
      waiting.delete(id);
      settleLost(call, options.clock.now());
    }
  };

  const receive = (from: Worker, data: unknown): void => {
    const message = data as FromWorker;
    if (message.kind === 'ask-secret') {
      void options.secret(message.name).then((value) => {
        // SECURITY: the worker that asked, or nobody: the next one counts its questions from one again.
        if (worker === from) from.post({ kind: 'secret', id: message.id, value } satisfies ToWorker);
      });
      return;
    }
    const call = waiting.get(message.id);
    if (call === undefined) return;
    if (message.kind === 'progress') {
      call.progress?.(message.at);
      return;
    }
    waiting.delete(message.id);
    if (message.kind === 'done') call.resolve(message.value as never);
    else call.reject(new Error(`ssh worker: ${message.message}`));
  };

  const post = (message: ToWorker): void => {
    worker?.post(message);
  };

  const open = (): void => {
    const { home, agent, knownHosts, openssh, transcripts, workspace, roots } = options;
    const spawned = options.spawn();
    worker = spawned;
    spawned.onMessage((data) => {
      receive(spawned, data);
    });
    spawned.onExit((code) => {
      if (worker === spawned) lost(code);
    });
    spawned.post({ kind: 'open', settings: { home, agent, knownHosts, openssh, transcripts, workspace, roots } } satisfies ToWorker);
  };

  const call = <N extends SshCall>(
    name: N,
    args: readonly unknown[],
    progress: ((at: StepProgress) => void) | null = null,
  ): ReturnType<SshPorts[N]> => {
    calls += 1;
    const id = calls;
    return new Promise((resolve, reject) => {
      const asked: Waiting = { name, resolve, reject, progress };
      // A worker that is started after the end would never be ended, and keep the program from leaving.
      if (closed) {
        settleLost(asked, options.clock.now());
        return;
      }
      if (worker === null) open();
      waiting.set(id, asked);
      post({ kind: 'call', id, name, args });
    }) as ReturnType<SshPorts[N]>;
  };

  return {
    prepare: (target, jumps, how = {}) => call('prepare', [target, jumps, how]),
    start: (claim, target, jumps, body, progress) => call('start', [claim, target, jumps, body], progress),
    attach: (claim, target, jumps, known, progress) => call('attach', [claim, target, jumps, known], progress),
    stop: (claim, target, jumps, record) => call('stop', [claim, target, jumps, record]),
    sweep: (target, jumps, record) => call('sweep', [target, jumps, record]),
    output: (transcript, fromByte, maxBytes) => call('output', [transcript, fromByte, maxBytes]),
    readLog: (question, target, jumps) => call('readLog', [question, target, jumps]),
    offer: (target, jumps) => call('offer', [target, jumps]),
    known: (target) => call('known', [target]),
    terminal: (begin, target, jumps) => call('terminal', [begin, target, jumps]),
    more: (terminal) => call('more', [terminal]),
    type: (terminal, text) => call('type', [terminal, text]),
    resize: (terminal, size) => call('resize', [terminal, size]),
    hangUp: (terminal) => call('hangUp', [terminal]),
    recording: (recording) => call('recording', [recording]),
    exportRecording: (recording, expected, file, replace) => call('exportRecording', [recording, expected, file, replace]),
    request: (target, jumps, request) => call('request', [target, jumps, request]),
    drop: (lane) => call('drop', [lane]),
    connect: (target, jumps, to) => call('connect', [target, jumps, to]),
    receive: (connection) => call('receive', [connection]),
    send: (connection, bytes) => call('send', [connection, bytes]),
    disconnect: (connection) => call('disconnect', [connection]),
    closeKeys: () => {
      post({ kind: 'close-keys' });
    },
    close: () =>
      new Promise((resolve) => {
        closed = true;
        const ending = worker;
        if (ending === null) {
          resolve();
          return;
        }
        ending.onExit(() => {
          resolve();
        });
        post({ kind: 'close' });
      }),
  };
}

/** A lost worker says nothing about the steps it watched: they go on at their servers (law 2). */
function settleLost(call: Waiting, now: number): void {
  const problem = failure('ssh-worker-lost', {});
  switch (call.name) {
    case 'start':
    case 'attach': {
      const end: StepEnd = { outcome: { kind: 'unknown', since: now }, bytes: 0, sha256: null, truncated: false, problem };
      call.resolve(end as never);
      return;
    }
    case 'prepare':
    case 'stop':
    case 'sweep':
    case 'readLog':
    case 'offer':
    case 'type':
    case 'recording':
    case 'exportRecording':
    case 'connect':
      call.resolve({ ok: false, error: problem } as never);
      return;
    case 'terminal': {
      const end: TerminalEnd = { how: 'line-lost', code: null, bytes: 0, sha256: null, recordingSha256: null, durationMs: 0, problem };
      call.resolve(end as never);
      return;
    }
    case 'more':
    case 'receive':
      call.resolve(null as never);
      return;
    case 'request':
      // What was under way may have arrived.
      call.resolve({ ok: false, error: failure('http-cut', { address: 'ssh', why: problem.code }) } as never);
      return;
    case 'send':
      call.resolve(false as never);
      return;
    case 'disconnect':
    case 'resize':
    case 'hangUp':
    case 'drop':
      call.resolve(undefined as never);
      return;
    case 'known':
      call.resolve({ state: 'unchecked', source: 'none', fingerprints: [] } as never);
      return;
    case 'output':
      call.resolve({ text: '', nextByte: 0, size: 0 } as never);
  }
}
