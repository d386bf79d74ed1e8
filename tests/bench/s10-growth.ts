import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditedDesk } from './support/audited-desk';
import { appendTo, openBenchJournal } from './support/bench-journal';
import { ManyAlerts } from './support/many-alerts';
import { timed, type Bench, type Comparison } from './support/measure';
import { withAuditedHosts } from './support/with-audited-hosts';

/** Longest that a first poll may take before the bench gives up and says how far it came, ms. */
const patience = 120_000;

/** What is measured at several sizes, ten times as much each time. */
interface Growing {
  readonly what: string;
  readonly thing: string;
  readonly command: string;
  readonly sizes: readonly number[];
  /** What one size costs, ms. */
  readonly cost: (size: number) => Promise<number>;
  readonly rounds: number;
}

/** What ten times as many hosts, alerts and entries cost: less than eleven times as much, decade by decade. */
export const growth: Bench = {
  id: 's10',
  title: 'Growth: ten times as much of everything',
  rounds: 5,
  async run({ rounds, quick }) {
    const scale = quick ? 10 : 1;
    const decade = [1_000 / scale, 10_000 / scale] as const;
    return {
      comparisons: [...(await hosts(quick ? [2, 20] : [10, 100], rounds)), ...(await alerts(decade, rounds)), ...(await entries(decade, rounds))],
      notes: [
        'Each row is a decade: the larger size against the smaller. Lines to hosts are open. A desk is opened anew for each number of alerts, with an empty cache, so that the small sizes carry the same start; verifying is measured once each.',
      ],
    };
  },
};

/** A run of `true`, from its plan to its synced end. */
function hosts(sizes: readonly [number, number], rounds: number): Promise<Comparison[]> {
  return withAuditedHosts(sizes[1], { nothing: 'true' }, async ({ names }, desk) => {
    await desk.run('nothing', names);
    const cost = async (size: number): Promise<number> => (await desk.run('nothing', names.slice(0, size))).wall;
    return growing({ what: 'one audited step', thing: 'hosts', command: 'runbooks.plan + runs.request of a step `true`, until RUN-END is synced', sizes, cost, rounds });
  });
}

/** A desk that opens, reads an Alertmanager for the first time, and has graded, stored and listed all of it. */
function alerts(sizes: readonly number[], rounds: number): Promise<Comparison[]> {
  const cost = async (size: number): Promise<number> => {
    const source = await ManyAlerts.start(size);
    const settings = `version: 1\nname: bench\ntimezone: UTC\ngrading:\n  - { when: 'severity=~".+"', grade: 912 }\nsources:\n  - { id: am, kind: alertmanager, url: "${source.url}", every: 30s }\n`;
    const began = performance.now();
    const desk = await AuditedDesk.open({ all: [] }, {}, { 'breakglass.yaml': settings });
    try {
      // A workspace that is not in force has no source: without this look it would wait for its alerts for ever.
      if (desk.rejected() !== '') throw new Error(desk.rejected());
      for (const deadline = began + patience; desk.alerts() < size; ) {
        if (performance.now() > deadline) throw new Error(`${String(desk.alerts())} of ${String(size)} alerts after ${String(patience / 1_000)} s`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return performance.now() - began;
    } finally {
      await desk.close();
      await source.stop();
    }
  };
  return growing({ what: 'a first poll', thing: 'alerts', command: 'openDesk until every alert of an Alertmanager is graded and listed', sizes, cost, rounds });
}

/** A journal that is written, read at a start, and verified with every signature. */
async function entries(sizes: readonly number[], rounds: number): Promise<Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-bench-growth-'));
  const seed = randomBytes(32);
  const rootOf = (size: number): string => join(folder, String(size));
  const write = (size: number): Promise<number> =>
    timed(async () => {
      const journal = await openBenchJournal(rootOf(size), seed);
      for (let at = 0; at < size; at += 100) await Promise.all(Array.from({ length: Math.min(100, size - at) }, (_, more) => appendTo(journal, at + more)));
      await journal.close();
    });
  const read = (size: number): Promise<number> =>
    timed(async () => {
      const journal = await openBenchJournal(rootOf(size), seed);
      let seen = 0;
      await journal.replay(() => void (seen += 1));
      await journal.close();
      if (seen < size) throw new Error(`${String(seen)} of ${String(size)} entries were read`);
    });
  const verify = async (size: number): Promise<number> => {
    const journal = await openBenchJournal(rootOf(size), seed);
    const took = await timed(async () => {
      const report = await journal.verify();
      if (!report.ok) throw new Error(JSON.stringify(report));
    });
    await journal.close();
    return took;
  };
  try {
    const thing = 'entries';
    return [
      ...(await growing({ what: 'writing a journal', thing, command: 'journal.append, a hundred at once, each chained, signed, on disk', sizes, cost: write, rounds: 1 })),
      ...(await growing({ what: 'reading a journal at a start', thing, command: 'openJournal + journal.replay', sizes, cost: read, rounds })),
      ...(await growing({ what: 'verifying a journal', thing, command: 'journal.verify()', sizes, cost: verify, rounds: 1 })),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A comparison for each decade: all sizes in turns, so that a busy moment hits each of them. */
async function growing({ what, thing, command, sizes, cost, rounds }: Growing): Promise<Comparison[]> {
  const costs = new Map<number, number[]>(sizes.map((size) => [size, []]));
  for (let round = 0; round < rounds; round += 1) for (const [size, values] of costs) values.push(await cost(size));
  const side = (size: number) => ({ name: `${size.toLocaleString('en')} ${thing}`, command, values: costs.get(size) ?? [] });
  return sizes.slice(1).map((size, at): Comparison => {
    const smaller = sizes[at] ?? size;
    return { what: `${what}, ${smaller.toLocaleString('en')} to ${size.toLocaleString('en')} ${thing}`, unit: 'ms', ours: side(size), peer: side(smaller), limit: { atMost: 11 } };
  });
}
