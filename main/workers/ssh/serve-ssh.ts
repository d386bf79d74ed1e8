import type { Result } from '../../../core/errors';
import { FileSteps } from '../../adapters/ssh/file-steps';
import { LogReading } from '../../adapters/ssh/log-reading';
import { isByteCall, isFileCall, isHttpCall, isLogCall, isTerminalCall, type FromWorker, type SshCall, type ToWorker } from '../../adapters/ssh/messages';
import { SshSteps } from '../../adapters/ssh/ssh-steps';
import { TerminalSessions } from '../../adapters/ssh/terminal-sessions';
import type { Clock } from '../../ports/clock';
import type { Ids } from '../../ports/ids';
import type { RemoteBytes, RemoteHttp, StepProgress } from '../../ports/ssh';
import { createForwardedBytes } from './forwarded-bytes';
import { createForwardedHttp } from './forwarded-http';

/** Answers a console's messages; `closed` is called when it asked to end. The console is trusted: it is our own parent. */
export function serveSsh(
  post: (message: FromWorker) => void,
  parts: { readonly clock: Clock; readonly ids: Ids; readonly closed: () => void },
): (message: unknown) => void {
  const asked = new Map<number, (value: Result<string>) => void>();
  let steps: SshSteps | null = null;
  let files: FileSteps | null = null;
  let terminals: TerminalSessions | null = null;
  let logs: LogReading | null = null;
  let http: RemoteHttp | null = null;
  let bytes: RemoteBytes | null = null;
  let questions = 0;

  const secret = (name: string): Promise<Result<string>> =>
    new Promise((resolve) => {
      questions += 1;
      asked.set(questions, resolve);
      post({ kind: 'ask-secret', id: questions, name });
    });

  const answer = async (id: number, name: SshCall, args: readonly unknown[]): Promise<void> => {
    if (steps === null || files === null || terminals === null || logs === null || http === null || bytes === null) throw new Error('called before it was opened');
    const all = name === 'start' || name === 'attach' ? [...args, progressTo(post, id)] : args;
    const method = methodOf(name, { steps, files, terminals, logs, http, bytes });
    post({ kind: 'done', id, value: await method(...all) });
  };

  /** The recordings first: what a terminal said must be on disk before its line goes. */
  const close = async (): Promise<void> => {
    await terminals?.close();
    await files?.close();
    await steps?.close();
  };

  return (data) => {
    const message = data as ToWorker;
    switch (message.kind) {
      case 'open':
        steps = new SshSteps({ ...message.settings, ...parts, secret });
        files = new FileSteps(steps, { ...message.settings, clock: parts.clock });
        logs = new LogReading({ ...parts, pool: steps.lines });
        terminals = new TerminalSessions({ ...message.settings, ...parts, pool: steps.lines });
        http = createForwardedHttp(steps.lines, message.settings.roots);
        bytes = createForwardedBytes(steps.lines, parts.ids);
        return;
      case 'secret':
        asked.get(message.id)?.(message.value);
        asked.delete(message.id);
        return;
      case 'close-keys':
        steps?.lines.closeKeys();
        return;
      case 'close':
        void close().finally(parts.closed);
        return;
      case 'call':
        answer(message.id, message.name, message.args).catch((error: unknown) => {
          post({ kind: 'threw', id: message.id, message: error instanceof Error ? error.message : String(error) });
        });
    }
  };
}

interface Parts {
  readonly steps: SshSteps;
  readonly files: FileSteps;
  readonly terminals: TerminalSessions;
  readonly logs: LogReading;
  readonly http: RemoteHttp;
  readonly bytes: RemoteBytes;
}

/** The part of the worker that answers a call. */
function methodOf(name: SshCall, { steps, files, terminals, logs, http, bytes }: Parts): (...values: readonly unknown[]) => Promise<unknown> {
  const method = isLogCall(name) ? logs[name].bind(logs) : isHttpCall(name) ? http[name].bind(http) : isByteCall(name) ? bytes[name].bind(bytes) : isTerminalCall(name) ? terminals[name].bind(terminals) : isFileCall(name) ? files[name].bind(files) : steps[name].bind(steps);
  return method as (...values: readonly unknown[]) => Promise<unknown>;
}

function progressTo(post: (message: FromWorker) => void, id: number) {
  return (at: StepProgress): void => {
    post({ kind: 'progress', id, at });
  };
}
