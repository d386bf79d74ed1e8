import { expect, it } from 'vitest';
import { sshAgent } from './ssh-agent';

const pipe = '\\\\.\\pipe\\openssh-ssh-agent';

it.each([
  ['linux', { SSH_AUTH_SOCK: '/run/agent' }, [], '/run/agent'],
  ['linux', {}, [pipe], null],
  ['darwin', { SSH_AUTH_SOCK: '' }, [], null],
  ['win32', {}, [pipe], pipe],
  ['win32', {}, [], 'pageant'],
  ['win32', { SSH_AUTH_SOCK: 'C:\\agent.sock' }, [pipe], 'C:\\agent.sock'],
] as const)('on %s with %o and %o it is %s', (system, environment, there, agent) => {
  expect(sshAgent(environment, system, (path) => there.some((each) => each === path))).toBe(agent);
});
