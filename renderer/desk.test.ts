import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mainContract } from '../core/ipc/contract';
import { connect } from './desk';

describe('the desk', () => {
  beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));
  afterEach(() => void vi.restoreAllMocks());

  it('hands over a good answer, parsed', async () => {
    const desk = connect(mainContract, {
      workspace: { recent: async () => ({ ok: true, value: [{ path: '/w', name: 'w', more: 1 }] }) },
    });
    expect(await desk.workspace.recent()).toEqual({ ok: true, value: [{ path: '/w', name: 'w' }] });
  });

  it('hands over an expected failure as it is', async () => {
    const error = { code: 'not-found', values: { what: 'alert', name: 'x' } };
    const desk = connect(mainContract, { alerts: { ack: async () => ({ ok: false, error }) } });
    expect(await desk.alerts.ack({ ids: ['x'] })).toEqual({ ok: false, error });
  });

  it.each([
    ['a value of another shape', async () => ({ ok: true, value: [{ path: 7 }] })],
    ['an unknown failure', async () => ({ ok: false, error: { code: 'made-up', values: {} } })],
    ['something else altogether', async () => 'hello'],
    ['a rejection', async () => Promise.reject(new Error('gone'))],
    ['a bridge without it', undefined],
  ])('turns %s into a named problem', async (_, recent) => {
    const desk = connect(mainContract, recent === undefined ? {} : { workspace: { recent } });
    expect(await desk.workspace.recent()).toEqual({
      ok: false,
      error: { code: 'internal-error', values: { reference: 'workspace.recent' } },
    });
  });

  it('passes on good pushes only, and stops when told', () => {
    let tell: (payload: unknown) => void = () => undefined;
    let stopped = false;
    const onChanged = (listener: unknown): (() => void) => {
      tell = listener as typeof tell;
      return () => void (stopped = true);
    };
    const seen: unknown[] = [];
    const stop = connect(mainContract, { alerts: { onChanged } }).alerts.onChanged((payload) => seen.push(payload));
    tell({ revision: 3 });
    tell({ revision: 'three' });
    expect(seen).toEqual([{ revision: 3 }]);
    stop();
    expect(stopped).toBe(true);
  });
});
