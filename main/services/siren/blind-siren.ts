import type { Failure } from '../../../core/errors';
import type { Blind } from '../../../core/ipc/frame';

/** That nothing, or nothing good, is known of a siren since then (epoch ms). */
export function blindSiren(id: string, name: string, since: number, problem: Failure): Blind {
  return { id, kind: 'siren', name, since, problem };
}
