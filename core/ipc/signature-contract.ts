import { z } from 'zod';
import { signatureQuestionSchema } from '../approval/signature';
import { call, type Contract } from './kit';

const nothing = z.void();

/** The signature window holds one thing to be signed, in words, and two answers. */
export const signatureContract = {
  signature: {
    request: call(nothing, z.object({ question: signatureQuestionSchema, locale: z.enum(['en', 'ko']), theme: z.enum(['dark', 'light', 'night']) })),
    /** `typed` is checked by the main process against what the question asks for. */
    sign: call(z.object({ typed: z.string().max(200) }), nothing),
    refuse: call(nothing, nothing),
  },
} as const satisfies Contract;
