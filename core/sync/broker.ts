import { z } from 'zod';
import { secretReferenceSchema } from '../vault/secret-reference';

/** Where consoles hear of each other at once: `sync.broker` of breakglass.yaml. Nothing depends on it. */
export const brokerSchema = z.strictObject({
  url: z.url({ protocol: /^mqtts?$/ }),
  /** What the topics of this team begin with. */
  topic: z.string().max(100).regex(/^[a-zA-Z0-9_-]+(?:\/[a-zA-Z0-9_-]+)*$/, 'broker-topic').default('breakglass'),
  user: z.string().max(200).optional(),
  password: secretReferenceSchema.optional(),
});
export type Broker = z.infer<typeof brokerSchema>;
