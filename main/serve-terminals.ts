import { deskAddress } from './adapters/desk-lock/runtime-folder';
import { serveDesk } from './adapters/desk-lock/serve-desk';
import { openHost } from './cli/open-host';
import { outline, runProgram } from './cli/program';
import { tame, type Terminal } from './cli/terminal';
import type { Console, TerminalServer } from './console';
import { composeFiles, type Desk } from './compose';
import { composeCheck } from './compose-check';
import { deviceName } from './open-identity';
import type { Platform } from './platform/platform';
import type { Preferences } from './ports/preferences';
import { terminalView } from './terminal-view';

/**
 * Takes commands from terminals of this user while the desk is open here (decisions.md 1). A question that a terminal
 * cannot answer from there is not asked: a plan is approved with --yes, a secret is typed into the secret window.
 */
export async function serveTerminals(
  desk: Desk,
  calls: Console['handlers'],
  options: { readonly platform: Platform; readonly preferences: Preferences; readonly appVersion: string },
): Promise<TerminalServer> {
  const address = deskAddress(desk.root, deviceName());
  if (!address.ok) {
    options.platform.log(`terminals are not served: ${address.error.code}`);
    return { idle: () => Promise.resolve(), close: () => Promise.resolve() };
  }
  const offline = { files: composeFiles(), check: composeCheck(options.platform.environment) };
  return serveDesk(address.value, async ({ argv, cwd, json }, stream) => {
    // What was written first must leave first: each piece waits for the one before it.
    let written: Promise<void> = Promise.resolve();
    const terminal: Terminal = {
      json,
      locale: outline(argv).lang === 'ko' ? 'ko' : outline(argv).lang === 'en' ? 'en' : options.preferences.get().locale,
      cwd,
      // Keys do not travel through the desk's socket: the terminal opens in a window of this console.
      screen: null,
      interrupted: stream.signal,
      out: (line) => {
        written = written.then(() => stream.out(`${tame(line, json)}\n`));
      },
      err: (line) => {
        written = written.then(() => stream.err(`${tame(line, json)}\n`));
      },
      ask: (question, hidden) => (hidden ? options.platform.secretPrompt.ask({ name: question.replace(/[:\s]+$/, ''), purpose: 'terminal' }) : Promise.resolve(null)),
    };
    const view = terminalView(desk, calls);
    const host = openHost(terminal, () => desk.root, () => Promise.resolve({ ok: true, value: { desk: view, giveBack: () => Promise.resolve() } }));
    const exit = await runProgram(argv, options.appVersion, host, offline);
    await written;
    return exit;
  });
}
