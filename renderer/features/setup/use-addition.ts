import { useCallback, useEffect, useState } from 'react';
import type { Failure } from '../../../core/errors';
import type { Addition, AdditionDraft } from '../../../core/workspace/addition';
import { desk } from '../../desk';
import { useActs } from '../../stores/act-store';

/** How long typing must rest before the lines are asked for, ms. */
const restBefore = 200;

interface Drafted {
  readonly of: string;
  readonly draft: AdditionDraft;
}

/** An addition under way: its lines as they would be written, and what came of writing them. */
export interface UnderWay {
  readonly draft: AdditionDraft | null;
  /** False while the lines shown are those of what was typed before. */
  readonly current: boolean;
  readonly failure: Failure | null;
  readonly tried: boolean;
  /** Writes what is shown. True when it was done. */
  readonly save: () => Promise<boolean>;
}

/** Asks what an addition would write, as it is typed; an answer about something older is thrown away. */
export function useAddition(addition: Addition): UnderWay {
  const text = JSON.stringify(addition);
  const [drafted, setDrafted] = useState<Drafted | null>(null);
  const [failed, setFailed] = useState<{ readonly of: string; readonly failure: Failure } | null>(null);
  const [tried, setTried] = useState(false);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(() => {
      void desk()
        .setup.draft(JSON.parse(text) as Addition)
        .then((answer) => {
          if (gone) return;
          if (answer.ok) setDrafted({ of: text, draft: answer.value });
          else setFailed({ of: text, failure: answer.error });
        });
    }, restBefore);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [text, round]);
  const draft = drafted?.draft ?? null;
  const current = drafted?.of === text;
  const seen = draft?.seen ?? '';
  const save = useCallback(async (): Promise<boolean> => {
    setTried(true);
    if (!current) return false;
    const answer = await desk().setup.save({ addition: JSON.parse(text) as Addition, seen });
    if (answer.ok) {
      useActs.getState().settle(answer, (act) => act);
      return true;
    }
    // The file may have changed meanwhile: what is shown next is what would be written now.
    setFailed({ of: text, failure: answer.error });
    setRound((before) => before + 1);
    return false;
  }, [current, text, seen]);
  return { draft, current, failure: failed?.of === text ? failed.failure : null, tried, save };
}
