import { failure, type Failure } from '../../../core/errors';
import type { Readiness } from '../../ports/ssh';

type Place = Pick<Readiness, 'bootId' | 'record'>;

/** What is told of a host that has no place for records. */
export const noPlace: Place = { bootId: '-', record: '' };

/**
 * Why a step must not start in this place: the intent names another, or another boot, because the line was a new one and
 * the host was asked again. Null: it may, or nobody wrote an intent.
 *
 * SECURITY: law 3. A look-up that asks where nothing was started tells a step that runs as never sent.
 */
export function recordMoved(host: string, intended: Place | undefined, found: Place): Failure | null {
  if (intended === undefined) return null;
  const isSame = intended.record === found.record && intended.bootId === found.bootId;
  return isSame ? null : failure('record-moved', { host });
}
