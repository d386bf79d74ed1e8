import { z } from 'zod';
import { ok, type Result } from '../../../core/errors';
import { matcherText, toSourceMatcher } from '../../../core/mute/source-matchers';
import type { SourceSilence, SourceSilences } from '../../ports/source-silences';

const moment = z.string().transform((text, context) => {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) context.addIssue('not a time');
  return ms;
});

/** What API v2 answers to GET /silences, as far as it is used. `isEqual` is missing before 0.22 and then true. */
const silencesSchema = z
  .array(
    z.object({
      id: z.string().min(1).max(200),
      matchers: z.array(z.object({ name: z.string(), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean().default(true) })),
      startsAt: moment,
      endsAt: moment,
      createdBy: z.string(),
      comment: z.string(),
      status: z.object({ state: z.enum(['pending', 'active', 'expired']) }),
    }),
  )
  .max(100_000);

const madeSchema = z.object({ silenceID: z.string().min(1) });

/** How a request is sent: with the source's address, credentials and limits. */
export type AskSilences = <T>(method: 'GET' | 'POST' | 'DELETE', path: string, schema: z.ZodType<T>, body?: unknown) => Promise<Result<T>>;

/** The silences of an Alertmanager, API v2. A cluster gossips them: one member is enough. */
export function alertmanagerSilences(ask: AskSilences): SourceSilences {
  return {
    async list() {
      const answer = await ask('GET', '/api/v2/silences', silencesSchema);
      if (!answer.ok) return answer;
      return ok(
        answer.value.flatMap(({ id, matchers, startsAt, endsAt, createdBy, comment, status }): SourceSilence[] =>
          status.state === 'expired' ? [] : [{ id, when: matcherText(matchers), why: comment, by: createdBy, from: startsAt, until: endsAt, state: status.state }],
        ),
      );
    },
    async create({ matchers, why, by, from, until }) {
      const body = {
        matchers: matchers.map(toSourceMatcher),
        startsAt: new Date(from).toISOString(),
        endsAt: new Date(until).toISOString(),
        createdBy: by,
        comment: why,
      };
      const made = await ask('POST', '/api/v2/silences', madeSchema, body);
      return made.ok ? ok({ id: made.value.silenceID }) : made;
    },
    async expire(id) {
      const gone = await ask('DELETE', `/api/v2/silence/${encodeURIComponent(id)}`, z.unknown());
      return gone.ok ? ok(undefined) : gone;
    },
  };
}
