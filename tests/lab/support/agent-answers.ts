import { spawnSync } from 'node:child_process';

/** Waits until an ssh-agent takes questions: its socket is in the folder a moment before it listens there. */
export async function agentAnswers(socket: string): Promise<void> {
  const mute = 2; // what ssh-add ends with where no agent answers
  while (spawnSync('ssh-add', ['-l'], { stdio: 'ignore', env: { PATH: process.env['PATH'], SSH_AUTH_SOCK: socket } }).status === mute) await new Promise((resolve) => setTimeout(resolve, 10));
}
