import { expect, it } from 'vitest';
import { failure, ok, type Failure } from '../../core/errors';
import { blindWatch } from './say-blind';
import type { Terminal } from './terminal';
import type { TerminalDesk } from './terminal-desk';

it('says what cannot be seen when it changes, and knows at each look whether there is anything', async () => {
  const said: string[] = [];
  let blind: { readonly kind: string; readonly problem: Failure }[] = [];
  let sources: { readonly id: string; readonly state: string; readonly problem: Failure | null }[] = [];
  const terminal = { locale: 'en', json: false, err: (line: string) => void (line.startsWith('breakglass:') && said.push(line)) } as unknown as Terminal;
  const desk = { calls: { app: { frame: async () => ok({ blind, sources }) } } } as unknown as TerminalDesk;
  const look = blindWatch(desk, terminal, ['source']);
  expect([await look(), said.length]).toEqual([false, 0]);
  sources = [{ id: 'am', state: 'seen', problem: failure('http-refused', { address: 'am:9093' }) }];
  expect([await look(), await look(), said.length]).toEqual([true, true, 1]);
  blind = [{ kind: 'source', problem: failure('http-refused', { address: 'am:9093' }) }, { kind: 'calendar', problem: failure('internal-error', { reference: 'x' }) }];
  sources = [{ id: 'am', state: 'blind', problem: failure('http-refused', { address: 'am:9093' }) }];
  expect([await look(), said.length]).toEqual([true, 1]);
  [blind, sources] = [[], []];
  expect([await look(), said.length]).toEqual([false, 1]);
});
