import { z } from 'zod';
import { fail, ok, type Result } from '../../../core/errors';
import { mayHaveArrived } from '../../../core/siren/seen';
import type { SirenAbout } from '../../../core/siren/siren';
import { defineSiren } from '../../ports/siren';
import { createHnapLine, type Errand } from './dlink-hnap/hnap-line';
import type { HnapFields } from './dlink-hnap/hnap-soap';
import { secretReferenceSchema } from '../../../core/vault/secret-reference';

/** A late ring wakes for nothing, and a console must not wait longer for an answer. Ms. */
const patienceMs = 10_000;
/** How long to look for the effect of a command whose answer was lost, ms. */
const lookMs = 5_000;
/** The only dead-man timer is in the device, so no ring is longer than this, seconds. */
const longestSeconds = 180;
const sounds = ['emergency', 'fire', 'ambulance', 'police', 'door-chime', 'beep'] as const;

/** D-Link DCH-S220 Wi-Fi siren over HNAP1 (plain HTTP in the local network). */
export const dlinkHnap = defineSiren({
  kind: 'dlink-hnap',
  title: 'D-Link DCH-S220',
  config: z.strictObject({
    /** `http://ADDRESS`; the device speaks no TLS. */
    url: z.url({ protocol: /^http$/ }),
    /** The six digits on the label. They stay text, zeros in front included. */
    pin: secretReferenceSchema,
    sound: z.enum(sounds).default('emergency'),
  }),
  overHttp: true,
  can: { readBack: true, volume: true, duration: true, reboot: true },
  open({ url, pin, sound }, context) {
    const line = createHnapLine({ url, pin }, context);
    let turn = 0;
    let busy = 0;
    let about: SirenAbout | null = null;

    const errand = (ms: number, mine: number): Errand => ({ deadline: context.clock.mono() + ms, wanted: () => mine === turn });
    const during = async <T>(work: () => Promise<T>): Promise<T> => {
      busy += 1;
      try {
        return await work();
      } finally {
        busy -= 1;
      }
    };

    /** Once per opened siren: a plug or a camera at this address would be rung for ever without a sound. */
    const identify = async (job: Errand): Promise<Result<void>> => {
      if (about !== null) return ok(undefined);
      const settings = await line.call('GetDeviceSettings', [], job);
      if (!settings.ok) return settings;
      const model = settings.value.get('ModelName') ?? '';
      const modules = settings.value.get('ModuleTypes') ?? '';
      if (!model.startsWith('DCH-S220') && !modules.includes('Audio Renderer')) return fail('siren-not-a-siren', { url, model });
      about = { model, firmware: told(settings.value, 'FirmwareVersion'), hardware: told(settings.value, 'HardwareVersion'), address: told(settings.value, 'DeviceMacId') };
      return ok(undefined);
    };

    const look = async (job: Errand): Promise<Result<'quiet' | 'sounding'>> => {
      const action = 'GetSirenAlarmSettings';
      const settings = await line.call(action, [['ModuleID', '1'], ['Controller', '1']], job);
      if (!settings.ok) return settings;
      switch (settings.value.get('IsSounding')) {
        case 'true':
          return ok('sounding');
        case 'false':
          return ok('quiet');
        default:
          return fail('siren-garbled', { url, action, why: 'IsSounding is neither true nor false' });
      }
    };

    const play = async (volume: number, seconds: number, job: Errand): Promise<Result<void>> => {
      const sent = await line.call(
        'SetSoundPlay',
        [
          ['ModuleID', '1'],
          ['Controller', '1'],
          ['SoundType', String(sounds.indexOf(sound) + 1)],
          ['Volume', String(clamp(volume, 1, 100))],
          ['Duration', String(clamp(seconds, 1, longestSeconds))],
        ],
        job,
      );
      return sent.ok ? ok(undefined) : sent;
    };

    return {
      ring: ({ volume, seconds }) => {
        // Only a ring or a read of ours can be in the way, and this ring is newer.
        if (busy > 0) line.drop();
        const mine = ++turn;
        const job = errand(patienceMs, mine);
        return during(async () => {
          const sent = await play(volume, seconds, job);
          if (sent.ok || !mayHaveArrived(sent.error.code)) return sent;
          // Did it ring? Never send again without looking: a second ring would start the sound anew.
          const seen = await look(errand(lookMs, mine));
          if (!seen.ok) return sent;
          return seen.value === 'sounding' ? ok(undefined) : play(volume, seconds, job);
        });
      },
      read: () => {
        const job = errand(patienceMs, turn);
        return during(async () => {
          const known = await identify(job);
          return known.ok ? look(job) : known;
        });
      },
      silence: () => {
        line.drop();
        const job = errand(patienceMs, ++turn);
        return during(async () => {
          const sent = await line.call('SetAlarmDismissed', [['ModuleID', '1'], ['Controller', '1']], job);
          return sent.ok ? ok(undefined) : sent;
        });
      },
      reboot: () => {
        line.drop();
        const job = errand(patienceMs, ++turn);
        return during(async () => {
          const sent = await line.call('Reboot', [], job);
          line.drop();
          return sent.ok ? ok(undefined) : sent;
        });
      },
      about: () => about,
      close: () => {
        turn += 1;
        line.drop();
      },
    };
  },
});

/** A field as the device gives it, cut to what fits on a card. */
function told(fields: HnapFields, name: string): string {
  return (fields.get(name) ?? '').slice(0, 40);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(value)));
}
