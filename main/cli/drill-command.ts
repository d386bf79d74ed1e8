import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Result } from '../../core/errors';
import { playDrill, type DrillLine } from './drill-auto';
import type { CommandHost } from './command-host';
import { complain, type Exit } from './terminal';
import type { TerminalDesk } from './terminal-desk';

/** How the command comes by a drill. `D` is an open drill; what it is made of is not this file's business. */
interface DrillStage<D> {
  /** The independent journal verifier. */
  readonly script: string;
  start(dir: string | null, asRoot: boolean): Promise<Result<D>>;
  take(drill: D): Promise<void>;
  view(drill: D): TerminalDesk;
  close(): Promise<void>;
}

/** drill: the whole loop on pretend hosts. */
export function drillCommand<D extends { readonly root: string; readonly drill: (DrillLine & { readonly scenarios: readonly { readonly id: string; readonly title: { readonly en: string; readonly ko: string } }[] }) | null }>(
  program: Command,
  host: CommandHost,
  stage: DrillStage<D>,
): void {
  const { terminal } = host;
  program
    .command('drill')
    .description('practise the whole loop on pretend hosts')
    .argument('[scenario]', 'what to play', 'stuck-worker')
    .option('--auto', 'play it to the end and check that everything holds')
    .option('--dir <dir>', 'keep the workspace there')
    .option('--as-root', 'run the pretend hosts’ commands with root’s powers')
    .action(async (scenario: string, options: { auto?: boolean; dir?: string; asRoot?: boolean }) => {
      const started = await stage.start(options.dir === undefined ? null : resolve(terminal.cwd, options.dir), options.asRoot === true);
      if (!started.ok) {
        host.finish(complain(terminal, started.error));
        return;
      }
      await stage.take(started.value);
      try {
        host.finish(await play(started.value, scenario, options.auto === true));
      } finally {
        await stage.close();
      }
    });

  async function play(open: D, scenario: string, auto: boolean): Promise<Exit> {
    const { drill } = open;
    if (drill === null) return 1;
    if (auto) return (await playDrill(stage.view(open), drill, stage.script, terminal)) ? 0 : 1;
    const playing = await drill.play(scenario);
    if (!playing.ok) return complain(terminal, playing.error);
    terminal.out(`drill in ${open.root}`);
    terminal.out(`use it from another terminal: breakglass -C ${open.root} alerts`);
    terminal.err('ends with Ctrl-C');
    return new Promise((resolve) => {
      terminal.interrupted.addEventListener('abort', () => {
        resolve(130);
      });
    });
  }
}
