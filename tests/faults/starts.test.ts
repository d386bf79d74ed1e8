import { afterAll, beforeAll, expect, it } from 'vitest';
import { createNodeProcessHost } from '../../main/platform/node-process-host';
import { buildWorker } from '../lab/support/ssh-bench';
import { throwawayMissing } from '../lab/support/throwaway-host';
import { chance } from '../support/chance';
import { faultHost, type FaultHost } from './support/fault-host';
import { FaultLane, type LaneStep } from './support/fault-lane';

// R1 and R2: a step starts at most once, and its true outcome and every byte come back, whatever strikes.
const full = process.env.BREAKGLASS_FAULTS === 'full';
const steps = Number(process.env.BREAKGLASS_STEPS ?? (full ? 1_000 : 100));
const size = { steps, faults: steps * 3, ...(full ? { hosts: 10, longOnes: 60 } : { hosts: 2, longOnes: 0 }) };
const seed = Number(process.env.BREAKGLASS_SEED ?? 20_261_122);
const lanesInAll = 10;

let hosts: FaultHost[] = [];
let lanes: FaultLane[] = [];

beforeAll(async () => {
  const processes = createNodeProcessHost(await buildWorker());
  hosts = await Promise.all(Array.from({ length: size.hosts }, () => faultHost()));
  lanes = await Promise.all(
    Array.from({ length: lanesInAll }, (_, index) => {
      const host = hosts[index % hosts.length];
      if (host === undefined) throw new Error('no host');
      return FaultLane.open(index, host, index < 8 ? processes : null, chance(seed + index), size.longOnes);
    }),
  );
});

afterAll(async () => {
  for (const lane of lanes) await lane.close();
  for (const host of hosts) await host.stop();
});

function count<T>(all: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts;
}

const lines = (counts: ReadonlyMap<string, number>): string =>
  [...counts].sort((a, b) => b[1] - a[1]).map(([name, number]) => `  ${String(number).padStart(6)} ${name}`).join('\n');

it(`${String(size.steps)} steps under ${String(size.faults)} faults start once and tell the truth`, async () => {
  const done: LaneStep[] = [];
  await Promise.all(
    lanes.map(async (lane) => {
      for (let index = 0; index < size.steps / lanesInAll; index += 1) done.push(await lane.step(size.faults / size.steps));
    }),
  );
  const starts = hosts.flatMap((host) => host.starts());
  const doubles = starts.length - new Set(starts).size;
  const struck = new Map<string, number>();
  for (const lane of lanes) for (const [fault, number] of lane.struck) struck.set(fault, (struck.get(fault) ?? 0) + number);
  const faults = [...struck.values()].reduce((sum, number) => sum + number, 0);
  const looks = done.reduce((sum, step) => sum + step.looks, 0);
  const wrong = done.filter(({ verdict }) => verdict === 'WRONG');
  console.log(
    [
      `seed ${String(seed)}: ${String(done.length)} steps, ${String(faults)} faults, ${String(looks)} look-ups, ${String(starts.length)} starts, ${String(doubles)} double, ${String(wrong.length)} wrong`,
      ...(throwawayMissing === null ? [] : [`  faults of the host itself: not run (${throwawayMissing})`]),
      lines(count(done.map(({ verdict }) => verdict))),
      lines(struck),
    ].join('\n'),
  );
  expect(wrong).toEqual([]);
  expect(doubles).toBe(0);
  expect(faults).toBe(size.faults);
}, 3_600_000);
