import { spawnSync } from 'node:child_process';
import { stdin, stdout } from 'node:process';
import { longestInput, type TerminalSize } from '../../core/terminal/terminal';

/** A real terminal that a shell can be put through. */
export interface ShellScreen {
  size(): TerminalSize;
  /** Hands every key over as it is typed, Ctrl-C too, until the returned function is called. */
  take(typed: (text: string) => void, resized: (size: TerminalSize) => void): () => void;
  /** Shows output that was made inert; resolves when the terminal has taken it. */
  show(text: string): Promise<void>;
}

/** The terminal that this process stands at; null where its input or output is none. */
export function systemScreen(): ShellScreen | null {
  if (!stdin.isTTY || !stdout.isTTY) return null;
  const size = (): TerminalSize => ({ columns: Math.max(2, stdout.columns), rows: Math.max(2, stdout.rows) });
  return {
    size,
    take(typed, resized) {
      const hear = (chunk: string): void => {
        for (let at = 0; at < chunk.length; at += longestInput) typed(chunk.slice(at, at + longestInput));
      };
      const measure = (): void => {
        resized(size());
      };
      stdin.setEncoding('utf8');
      stdin.setRawMode(true);
      // Node's raw mode leaves the output's newlines translated, which moves the cursor of full-screen programs. Leaving it
      // restores this, too; where there is no stty it is as Node left it.
      spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] });
      stdin.on('data', hear);
      stdout.on('resize', measure);
      stdin.resume();
      return () => {
        stdin.off('data', hear);
        stdout.off('resize', measure);
        stdin.setRawMode(false);
        stdin.pause();
      };
    },
    show: (text) =>
      new Promise((resolve) => {
        stdout.write(text, () => {
          resolve();
        });
      }),
  };
}
