import { beforeEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../../core/errors';
import { mainContract } from '../../core/ipc/contract';
import { connect, setDesk } from '../desk';
import { attempt, lastUndoable, perform, useActs } from './act-store';

const act = (undo: string | null) => ({ en: 'Done.', ko: '했습니다.', undo });
const acts = () => useActs.getState();

describe('acts', () => {
  beforeEach(() => useActs.setState({ log: [], toasts: [], problems: [] }));

  it('show what they did and keep it in the log when the toast is gone', async () => {
    expect(await perform(Promise.resolve(ok(act('u1'))))).toBe(true);
    const number = acts().toasts[0] ?? expect.fail('no toast');
    acts().dismissToast(number);
    expect(acts().toasts).toEqual([]);
    expect(lastUndoable(acts().log)?.act.undo).toBe('u1');
  });

  it('that fail leave a panel, once for the same cause, until it is dismissed', async () => {
    expect(await perform(Promise.resolve(fail('not-found', { what: 'alert', name: 'x' })))).toBe(false);
    await attempt(Promise.resolve(fail('not-found', { what: 'alert', name: 'x' })));
    expect(acts().problems).toHaveLength(1);
    acts().dismissProblem(acts().problems[0]?.number ?? -1);
    expect(acts().problems).toEqual([]);
  });

  it('that were cancelled are no problem', async () => {
    expect(await attempt(Promise.resolve(fail('cancelled', {})))).toBe(false);
    expect(acts().problems).toEqual([]);
  });

  it('are undone once, however often it is asked', async () => {
    const asked: unknown[] = [];
    const undo = async (input: unknown) => {
      asked.push(input);
      return { ok: true, value: act(null) };
    };
    setDesk(connect(mainContract, { alerts: { undo } }));
    await perform(Promise.resolve(ok(act('u1'))));
    const number = acts().log[0]?.number ?? -1;
    await Promise.all([acts().undo(number), acts().undo(number)]);
    expect(asked).toEqual([{ undo: 'u1' }]);
    expect(acts().log).toHaveLength(2);
  });
});
