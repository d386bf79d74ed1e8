import { fail, type Result } from '../../../core/errors';
import type { Siren } from '../../ports/siren';

/** The conversation with a device. */
export type Talk = Pick<Siren, 'ring' | 'read' | 'silence'>;

/**
 * A mistake in a driver must neither end the process nor a ring: what is thrown becomes a failure after which nobody
 * knows whether the command arrived. A call is on its way when this returns, as it is with the driver itself.
 */
export function carefulTalk(siren: Talk, id: string): Talk {
  const attempt = <T>(action: string, begin: () => Promise<Result<T>>): Promise<Result<T>> => {
    const broke = (cause: unknown): Result<T> => fail('siren-cut', { url: id, action, why: (cause instanceof Error ? cause.message : String(cause)).slice(0, 200) });
    try {
      return begin().catch(broke);
    } catch (cause) {
      return Promise.resolve(broke(cause));
    }
  };
  return {
    ring: (request) => attempt('ring', () => siren.ring(request)),
    read: () => attempt('read', () => siren.read()),
    silence: () => attempt('silence', () => siren.silence()),
  };
}
