import { argv, stdin, stdout } from 'node:process';
import { takeDeskLock } from '../../main/adapters/desk-lock/desk-lock';

// Waits for a line on stdin, so that many start at once; then holds what it got until stdin ends.
const [, , folder = '', boot = ''] = argv;
stdin.setEncoding('utf8');
stdout.write('ready\n');
stdin.once('data', () => {
  const lock = takeDeskLock(folder, boot);
  stdout.write(lock.ok ? 'won\n' : `lost ${String(lock.error.values['pid'])}\n`);
});
stdin.on('end', () => undefined);
