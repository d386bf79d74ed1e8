import { stringify } from 'yaml';
import { startPretendShelly } from '../../support/pretend-shelly';
import type { AuditedDesk } from './audited-desk';
import { watchedWire, type Wire } from './watched-wire';
import { withAuditedHosts } from './with-audited-hosts';

const line = '2026-11-22T02:10:00.000Z api-01 worker[812]: GET /v1/orders 200 in 12 ms, queue 4, retry 0';
/** Behind the jump host, and as many in reach. */
const sirens = 10;
/** One siren does not ring again within three seconds. */
const apartMs = 3_100;

/** From the call that the key makes to the first byte at a device, ms. */
interface Silences {
  readonly near: readonly number[];
  readonly behind: readonly number[];
}

interface Bed {
  readonly id: string;
  readonly wire: Wire;
  readonly sounding: () => boolean;
}

/**
 * Ten relays in reach and ten behind the first of many hosts, each rung and silenced in turn: first alone, then while
 * every host streams a megabyte, over and over.
 */
export async function silenceUnderLoad(hosts: number, trials: number): Promise<{ readonly idle: Silences; readonly loaded: Silences }> {
  const devices = await Promise.all(Array.from({ length: 2 * sirens }, () => startPretendShelly({ password: null })));
  const beds = await Promise.all(devices.map(async ({ url, sounding }, at): Promise<Bed> => ({ id: `bed-${String(at)}`, wire: await watchedWire(Number(new URL(url).port)), sounding })));
  const entries = beds.map(({ id, wire: { url } }, at) => ({ id, owner: 'kim', driver: 'shelly', config: { url }, ...(at < sirens ? {} : { jump: 'host-1' }) }));
  try {
    return await withAuditedHosts(
      hosts,
      { talk: `yes '${line}' | head -c 1000000` },
      async ({ names }, desk) => {
        await desk.run('talk', names);
        const idle = await silenceAll(desk, beds, trials);
        let done = false;
        const talking = (async () => {
          while (!done) await desk.run('talk', names);
        })();
        try {
          return { idle, loaded: await silenceAll(desk, beds, trials) };
        } finally {
          done = true;
          await talking;
        }
      },
      { 'sirens.yaml': stringify({ version: 1, sirens: entries }) },
    );
  } finally {
    for (const { wire } of beds) wire.stop();
    for (const device of devices) await device.stop();
  }
}

async function silenceAll(desk: AuditedDesk, beds: readonly Bed[], trials: number): Promise<Silences> {
  const near: number[] = [];
  const behind: number[] = [];
  for (let trial = 0; trial < 2 * trials; trial += 1) {
    const at = trial % beds.length;
    if (at === 0) await new Promise((resolve) => setTimeout(resolve, apartMs));
    const bed = beds[at];
    if (bed !== undefined) (at < sirens ? near : behind).push(await silence(desk, bed));
  }
  return { near, behind };
}

async function silence({ sirens: desk }: AuditedDesk, { id, wire, sounding }: Bed): Promise<number> {
  const rung = await desk.ring({ to: id, reason: 'bench', volume: 20, seconds: 60, caseId: null });
  if (!rung.ok) throw new Error(`the ring was not sent: ${JSON.stringify(rung)}`);
  const command = wire.first('on=false');
  const pressed = performance.now();
  const silenced = desk.silence({ siren: id });
  const took = (await command) - pressed;
  if (!(await silenced).ok || sounding()) throw new Error('the silence was not confirmed');
  return took;
}
