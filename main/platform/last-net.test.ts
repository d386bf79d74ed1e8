import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { Failure } from '../../core/errors';
import { spreadLastNet } from './last-net';

it('logs what nobody caught with its stack, and shows it under the same reference, also to who listens later', () => {
  const from = new EventEmitter();
  const [said, early, late]: [string[], Failure[], Failure[]] = [[], [], []];
  const net = spreadLastNet((line) => said.push(line), from);
  net.on((problem) => early.push(problem));
  expect([net.caught(), early]).toEqual([false, []]);
  from.emit('unhandledRejection', new Error('ENOSPC'));
  net.on((problem) => late.push(problem));
  expect(early).toMatchObject([{ code: 'internal-error' }]);
  expect(late).toEqual(early);
  expect(net.caught()).toBe(true);
  expect(said).toEqual([expect.stringMatching(new RegExp(`^bug ${String(early[0]?.values['reference'])} that nobody caught: Error: ENOSPC\\n +at `))]);
});
