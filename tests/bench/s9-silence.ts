import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sirenEntrySchema } from '../../core/workspace/files';
import type { Workspace } from '../../core/workspace/workspace';
import { openJournal } from '../../main/adapters/journal-file/open-journal';
import { sessionSigner } from '../../main/adapters/signer/session-signer';
import { openSiren } from '../../main/adapters/sirens/registry';
import { createSystemIds } from '../../main/adapters/system/system-ids';
import { createSystemSchedule } from '../../main/adapters/system/system-schedule';
import { startPretendSiren } from '../../main/drill/pretend-siren';
import { createSirenDesk } from '../../main/services/siren-desk';
import { createDriverContext } from '../support/driver-context';
import { percentile, type Bench, type Deadline, type Side } from './support/measure';
import { silenceUnderLoad } from './support/silence-under-load';
import { watchedWire, type Wire } from './support/watched-wire';

const pin = '000042';
const sirens = 10;
/** One siren does not ring again within three seconds. */
const apartMs = 3_100;

/** From the call that the key makes to the first byte at the device, and from a ring to its confirmed sound. */
export const silence: Bench = {
  id: 's9',
  title: 'Silence, and a ring until it sounds',
  rounds: 200,
  async run({ rounds, quick }) {
    const folder = mkdtempSync(join(tmpdir(), 'breakglass-bench-siren-'));
    const context = createDriverContext({ pin });
    const schedule = createSystemSchedule();
    const ids = createSystemIds();
    const journal = await openJournal({ root: folder, op: 'kim', dev: 'laptop', app: 'bench', signer: sessionSigner(), clock: context.clock, ids, schedule, keys: () => [], log: () => undefined });
    if (!journal.ok) throw new Error(JSON.stringify(journal.error));
    const devices = await Promise.all(Array.from({ length: sirens }, () => startPretendSiren({ pin, now: Date.now })));
    const wires = await Promise.all(devices.map((device) => watchedWire(Number(new URL(device.url).port))));
    const entries = wires.map(({ url }, at) => sirenEntrySchema.parse({ id: `bed-${at}`, owner: 'kim', driver: 'dlink-hnap', config: { url, pin: 'secret:pin' } }));
    const workspace = { settings: { timezone: 'UTC' }, people: [], sirens: entries } as unknown as Workspace;
    const desk = createSirenDesk({
      workspace: { get: () => workspace, onChanged: () => () => undefined },
      journal: journal.value,
      clock: context.clock,
      schedule,
      ids,
      actor: { me: () => ({ person: 'kim', name: 'Kim', role: 'operator', device: 'laptop', keyId: '', publicKey: '', signer: 'session', vouched: false }), may: () => true },
      open: (each) => openSiren(each, context, null),
      duty: () => null,
      outputs: () => Promise.reject(new Error('silent')),
    });
    try {
      await desk.start();
      const toWire: number[] = [];
      const toSound: number[] = [];
      const floor: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const at = round % sirens;
        const wire = wires[at];
        if (wire === undefined) throw new Error('no wire');
        if (at === 0 && round > 0) await new Promise((resolve) => setTimeout(resolve, apartMs));
        const rang = performance.now();
        const rung = await desk.ring({ to: `bed-${at}`, reason: 'bench', volume: 20, seconds: 60, caseId: null });
        if (!rung.ok || rung.value.rings[0]?.state !== 'confirmed') throw new Error(`the ring was not confirmed: ${JSON.stringify(rung)}`);
        toSound.push(performance.now() - rang);
        const command = wire.first('SetAlarmDismissed');
        const pressed = performance.now();
        const silenced = desk.silence({ siren: `bed-${at}` });
        toWire.push((await command) - pressed);
        if (!(await silenced).ok || devices[at]?.sounding() === true) throw new Error('the silence was not confirmed');
        floor.push(await bareRequest(wire));
      }
      const count = quick ? 10 : 100;
      const { idle, loaded } = await silenceUnderLoad(count, Math.min(rounds, 100));
      const called = { name: 'Breakglass', command: 'sirens.silence(the one that sounds) to the first byte of SetAlarmDismissed at the device' };
      return {
        comparisons: [
          {
            what: 'silence to the first byte at the device',
            unit: 'ms',
            ours: { ...called, values: toWire },
            peer: { name: 'a bare socket', command: 'net.connect + write, to the first byte at the device', values: floor },
            limit: null,
          },
        ],
        deadlines: [
          { what: 'silence to the first byte, p50', unit: 'ms', value: percentile(toWire, 0.5), atMost: 50, of: { ...called, values: toWire } },
          { what: 'silence to the first byte, p99', unit: 'ms', value: percentile(toWire, 0.99), atMost: 50, of: { ...called, values: toWire } },
          p99('the same, a relay behind a jump host', idle.behind),
          p99(`the same, a relay in reach, while ${String(count)} hosts stream`, loaded.near),
          p99(`the same, a relay behind a jump host, while ${String(count)} hosts stream`, loaded.behind),
          {
            what: 'ring to confirmed sounding, p99',
            unit: 'ms',
            value: percentile(toSound, 0.99),
            atMost: 3_000,
            of: { name: 'Breakglass', command: 'sirens.ring to the device saying that it sounds', values: toSound },
          },
        ],
        notes: [`${rounds} trials on ten pretend DCH-S220, which live in this process: their work counts as ours. The real device answers more slowly.`, `Under load, medians: in reach ${percentile(loaded.near, 0.5).toFixed(1)} ms, behind the jump host ${percentile(loaded.behind, 0.5).toFixed(1)} ms (alone ${percentile(idle.behind, 0.5).toFixed(1)} ms); console, hosts, devices and whoever listens at the wire share the processors.`],
      };
    } finally {
      void desk.close();
      await journal.value.close();
      for (const wire of wires) wire.stop();
      for (const device of devices) await device.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function p99(what: string, values: readonly number[]): Deadline {
  const of: Side = { name: 'Breakglass', command: 'sirens.silence(one that sounds) to the first byte of the relay’s `on=false` at the device, through the whole console', values };
  return { what: `${what}, p99`, unit: 'ms', value: percentile(values, 0.99), atMost: 50, of };
}

async function bareRequest(wire: Wire): Promise<number> {
  const arrived = wire.first('bare-request');
  const began = performance.now();
  const socket = connect({ port: wire.port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => undefined);
  socket.write('GET /bare-request HTTP/1.1\r\nHost: siren\r\nConnection: close\r\n\r\n');
  const took = (await arrived) - began;
  socket.destroy();
  return took;
}
