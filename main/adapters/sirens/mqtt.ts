import { z } from 'zod';
import { fail, ok, type Result } from '../../../core/errors';
import { secretReferenceSchema } from '../../../core/vault/secret-reference';
import { defineSiren } from '../../ports/siren';
import { createMqttLine, freshSeconds } from './mqtt/mqtt-line';
import { shapeSchema, sirenShapes, stateIn } from './mqtt/siren-shapes';

/** How long a device may take to publish its new state after a command, ms. */
const echoMs = 2_000;
const lookEveryMs = 50;
/** A topic that commands go to: no wildcards, nothing of the broker's own. */
const topic = z.string().min(1).max(200).regex(/^[^#+$\0][^#+\0]*$/, 'a topic without # and +');

/**
 * A siren behind an MQTT 5 broker. A ring expires there after ten seconds and is never retained, so that none sounds
 * late; `siren-nobody-listens` is the broker's own word that it reached nobody. A broker's "taken" is not "sounding":
 * only a device that publishes its state can be confirmed.
 */
export const mqtt = defineSiren({
  kind: 'mqtt',
  title: 'MQTT',
  config: z.strictObject({
    url: z.url({ protocol: /^mqtts?$/ }).refine((url) => !url.includes('@'), 'a login stands in user and password, not in the address'),
    /** `zigbee2mqtt/NAME` for Zigbee2MQTT; the command topic of the device else. */
    topic,
    shape: shapeSchema.default('zigbee2mqtt'),
    /** Where the device publishes `ON` and `OFF`, or JSON with a `state`. Without it the siren cannot be read. */
    'state-topic': topic.optional(),
    user: z.string().max(200).optional(),
    password: secretReferenceSchema.optional(),
  }),
  overBytes: true,
  can: { readBack: true, volume: true, duration: true },
  canWith: ({ shape, 'state-topic': state }) => ({ ...sirenShapes[shape].can, readBack: sirenShapes[shape].can.readBack && state !== undefined }),
  open({ url, topic: base, shape, 'state-topic': stateTopic, user, password }, context) {
    const form = sirenShapes[shape];
    const state = form.can.readBack ? stateTopic : undefined;
    const line = createMqttLine({ url, user, password, listen: state === undefined ? [] : [state] }, context);
    let busy = 0;
    /** When the last command was on its way, by the monotonic clock: an older state is not its effect. */
    let commandedAt = -Infinity;

    const tell = async (text: string, expires: number | null): Promise<Result<void>> => {
      busy += 1;
      try {
        commandedAt = context.clock.mono();
        return await line.publish(`${base}${form.suffix}`, text, expires);
      } finally {
        busy -= 1;
      }
    };

    const pause = (): Promise<void> =>
      new Promise((resolve) => {
        context.schedule.after(lookEveryMs, resolve);
      });

    return {
      ring: ({ volume, seconds }) => {
        if (busy > 0) line.drop();
        return tell(form.ring(volume, seconds), freshSeconds);
      },
      async read() {
        if (state === undefined) return fail('siren-cannot-be-read', { siren: base });
        const deadline = context.clock.mono() + echoMs;
        const halfway = deadline - echoMs / 2;
        let asked = false;
        for (;;) {
          const heard = await line.heard(state);
          if (!heard.ok) return heard;
          const news = heard.value;
          // What was said before the last command says nothing about its effect.
          if (news !== null && news.at > commandedAt && (!news.kept || asked || commandedAt === -Infinity)) {
            const said = stateIn(news.text);
            return said === null ? fail('siren-garbled', { url, action: state, why: 'neither ON nor OFF' }) : ok(said);
          }
          if (context.clock.mono() >= deadline) return fail('siren-no-answer', { url, action: state, seconds: echoMs / 1_000 });
          // A device that was quiet already publishes nothing new; the broker still has its last word.
          if (!asked && context.clock.mono() >= halfway) {
            asked = true;
            const again = await line.again();
            if (!again.ok) return again;
          }
          await pause();
        }
      },
      silence: () => {
        if (busy > 0) line.drop();
        return tell(form.silence, null);
      },
      close: () => {
        line.drop();
      },
    };
  },
});
