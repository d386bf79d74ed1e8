import { useCallback, useEffect, useState } from 'react';
import type { Failure, Result } from '../../../core/errors';
import type { EntryName } from '../../../core/workspace/addition';

interface EntryAnswer<T> {
  /** Null until it came. */
  readonly value: T | null;
  readonly failure: Failure | null;
  /** Asks anew; what came before stays until then. */
  readonly again: () => void;
}

/** What the main process says about an entry of a file, for a dialog that may be closed before it does. */
export function useEntryAnswer<T>({ kind, name }: EntryName, ask: (entry: EntryName) => Promise<Result<T>>): EntryAnswer<T> {
  const [value, setValue] = useState<T | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let gone = false;
    void ask({ kind, name }).then((answer) => {
      if (gone) return;
      if (answer.ok) setValue(answer.value);
      else setFailure(answer.error);
    });
    return () => {
      gone = true;
    };
  }, [ask, kind, name, round]);
  return { value, failure, again: useCallback(() => setRound((before) => before + 1), []) };
}
