import { useEffect, useRef, useState } from 'react';
import { desk } from '../../desk';
import { append, emptyOutput, type OutputText } from './output.logic';

/** Fetched at once, bytes: the renderer asks for more when it has drawn this. */
const piece = 131_072;

/** A transcript larger than this is shown from here on, counted from its end, bytes; the whole is on disk. */
const tail = 8_388_608;

export interface CellAddress {
  readonly run: string;
  readonly position: number;
  readonly host: string;
  readonly attempt: number;
}

/** A cell's output, growing with `bytes` (what the main process says has come). One page is under way at a time. */
export function useOutput(cell: CellAddress | null, bytes: number): { readonly output: OutputText; readonly skipped: number } {
  const [shown, setShown] = useState<{ readonly output: OutputText; readonly skipped: number }>({ output: emptyOutput, skipped: 0 });
  const wanted = useRef(bytes);
  const pull = useRef<() => void>(() => undefined);
  const key = cell === null ? '' : `${cell.run}/${String(cell.position)}/${cell.host}/${String(cell.attempt)}`;
  const address = useRef(cell);

  useEffect(() => {
    address.current = cell;
  });

  useEffect(() => {
    const from = address.current;
    let ended = false;
    let busy = false;
    let next = Math.max(0, wanted.current - tail);
    setShown({ output: emptyOutput, skipped: next });
    const fetchMore = async (): Promise<void> => {
      if (busy || from === null) return;
      busy = true;
      while (!ended && next < wanted.current) {
        const page = await desk().runs.output({ ...from, from: next, max: piece });
        if (ended || !page.ok || page.value.next <= next) break;
        next = page.value.next;
        setShown((before) => ({ ...before, output: append(before.output, page.value.text) }));
      }
      busy = false;
    };
    pull.current = () => void fetchMore();
    pull.current();
    return () => {
      ended = true;
    };
  }, [key]);

  useEffect(() => {
    wanted.current = bytes;
    pull.current();
  }, [bytes, key]);
  return shown;
}
