import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';

/** Whether a small disk can be had here: a container's root may not mount. */
export const canMount = userInfo().uid === 0 && spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' }).status === 0;
