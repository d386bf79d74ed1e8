import { z } from 'zod';
import { failures, type FailureCode } from '../errors';

/** The closed set of failure codes, as a schema for the boundary. */
export const failureCodes = z.custom<FailureCode>((value) => typeof value === 'string' && Object.hasOwn(failures, value));
