import type { Failure } from '../../../core/errors';

/** Ends a request with a failure that is already in words. */
export class Ended extends Error {
  constructor(readonly failure: Failure) {
    super(failure.code);
  }
}
