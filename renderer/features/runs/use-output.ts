import { useEffect, useState } from 'react';
import type { Cell } from '../../../core/run/run';
import { desk } from '../../desk';
import { MergedOutput } from './merged-output';
import { OutputPages, type OutputLines } from './output-pages';

/** Whose output is shown: a step's on one host, or on all of them. */
export interface OutputOf {
  readonly run: string;
  readonly position: number;
  /** Null: all hosts, merged. */
  readonly host: string | null;
}

/** Faster than this nobody reads, ms: what streams is drawn twenty times a second, and the frames between are left to the person. */
const pace = 50;

/** Output that grows with what the cells say. Redrawn at a pace of its own, however much comes. */
export function useOutput(of: OutputOf, cells: readonly Cell[]): { readonly output: OutputLines | null; readonly version: number } {
  const [held, setHeld] = useState<{ readonly output: OutputLines; readonly key: string } | null>(null);
  const [version, setVersion] = useState(0);
  const shown = of.host === null ? cells : cells.filter((cell) => cell.host === of.host);
  // A new attempt is another output: the key names exactly what is read.
  const key = `${of.run}/${String(of.position)}/${of.host ?? '*'}/${shown.map((cell) => `${cell.host}.${String(cell.attempt)}`).join(',')}`;

  useEffect(() => {
    let rest: ReturnType<typeof setTimeout> | null = null;
    let missed = false;
    const changed = (): void => {
      missed = rest !== null;
      if (rest !== null) return;
      setVersion((before) => before + 1);
      rest = setTimeout(() => {
        rest = null;
        if (missed) changed();
      }, pace);
    };
    const sources = shown.map(({ host, attempt }) => ({
      host,
      ask: (from: number, max: number) => desk().runs.output({ run: of.run, position: of.position, host, attempt, from, max }),
    }));
    const [only] = sources;
    if (only === undefined) return;
    const output = of.host === null ? new MergedOutput(sources, changed) : new OutputPages(only.host, only.ask, changed);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- a reader has to be closed, so it is made where it is closed
    setHeld({ output, key });
    return () => {
      if (rest !== null) clearTimeout(rest);
      output.close();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key stands for all that the output is made of
  }, [key]);

  useEffect(() => {
    held?.output.grow(cells);
  }, [held, cells]);
  return { output: held?.key === key ? held.output : null, version };
}
