import { z } from 'zod';
import { failures, type FailureCode } from './errors';

/** The closed set of failure codes, as a schema for the boundary. */
export const failureCodeSchema = z.custom<FailureCode>((value) => typeof value === 'string' && Object.hasOwn(failures, value));

/** A failure as it crosses to a window. */
export const failureSchema = z.object({
  code: failureCodeSchema,
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
