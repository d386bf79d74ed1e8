import { useEffect, useState } from 'react';
import type { OutputLines } from './output-pages';

interface Found {
  readonly text: string;
  readonly matchCase: boolean;
  /** How many lines hold it; null while it is looked for. */
  readonly hits: number | null;
  /** The hit in view, from 0. */
  readonly at: number;
  /** Its line, or -1. */
  readonly line: number;
  /** Rises with every wish to see a hit. */
  readonly turn: number;
  readonly look: (text: string) => void;
  readonly toggleCase: () => void;
  readonly turnBy: (by: 1 | -1) => void;
}

/** While output comes, a search is repeated at most this often, milliseconds. */
const pace = 400;

/** Finds a text in all of the output, also in what is not in memory. */
export function useFind(output: OutputLines | null, version: number): Found {
  const [text, setText] = useState('');
  const [matchCase, setMatchCase] = useState(false);
  const [lines, setLines] = useState<readonly number[] | null>(null);
  const [chosen, setChosen] = useState({ at: 0, turn: 0 });

  useEffect(() => {
    if (output === null || text === '') return;
    const timer = setTimeout(() => {
      void output.find(text, matchCase).then((found) => {
        if (found !== null) setLines(found);
      });
    }, lines === null ? 0 : pace);
    return () => {
      clearTimeout(timer);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `lines` only says whether this is the first time
  }, [output, version, text, matchCase]);

  const count = lines?.length ?? 0;
  const at = count === 0 ? -1 : ((chosen.at % count) + count) % count;
  const restart = (): void => {
    setLines(null);
    setChosen((before) => ({ at: 0, turn: before.turn + 1 }));
  };
  return {
    text,
    matchCase,
    hits: text === '' ? 0 : lines === null ? null : count,
    at,
    line: text === '' || at < 0 ? -1 : (lines?.[at] ?? -1),
    turn: chosen.turn,
    look: (next) => {
      setText(next);
      restart();
    },
    toggleCase: () => {
      setMatchCase((before) => !before);
      restart();
    },
    turnBy: (by) => {
      setChosen((before) => ({ at: before.at + by, turn: before.turn + 1 }));
    },
  };
}
