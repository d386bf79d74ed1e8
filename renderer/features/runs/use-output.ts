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

/** Output that grows with what the cells say. Redrawn at most once a frame, however much comes. */
export function useOutput(of: OutputOf, cells: readonly Cell[]): { readonly output: OutputLines | null; readonly version: number } {
  const [held, setHeld] = useState<{ readonly output: OutputLines; readonly key: string } | null>(null);
  const [version, setVersion] = useState(0);
  const shown = of.host === null ? cells : cells.filter((cell) => cell.host === of.host);
  // A new attempt is another output: the key names exactly what is read.
  const key = `${of.run}/${String(of.position)}/${of.host ?? '*'}/${shown.map((cell) => `${cell.host}.${String(cell.attempt)}`).join(',')}`;

  useEffect(() => {
    let frame = 0;
    const changed = (): void => {
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        setVersion((before) => before + 1);
      });
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
      cancelAnimationFrame(frame);
      output.close();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key stands for all that the output is made of
  }, [key]);

  useEffect(() => {
    held?.output.grow(cells);
  }, [held, cells]);
  return { output: held?.key === key ? held.output : null, version };
}
