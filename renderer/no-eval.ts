import { z } from 'zod';

// SECURITY: zod may compile schemas with `new Function`, and probes for it when the first schema is made. The windows'
// policy forbids eval, so the probe alone would be reported as a violation. Each window imports this file first.
z.config({ jitless: true });
