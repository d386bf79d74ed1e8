import { absenceNotes, fanOutPeers } from './support/fan-out-peers';
import { interleave, type Bench, type Comparison } from './support/measure';
import { costOf } from './support/peer';
import { withAuditedHosts } from './support/with-audited-hosts';

/** A hundred hosts with open lines on both sides. */
export const fanOutWarm: Bench = {
  id: 's3',
  title: 'Audited fan-out over 100 warm hosts',
  rounds: 7,
  async run({ rounds, quick }) {
    return withAuditedHosts(quick ? 20 : 100, { step: 'true' }, async (hosts, desk) => {
      await hosts.openMasters();
      const { command, env } = hosts.pdsh('master', 'true');
      const { here, absent } = fanOutPeers(hosts, 'master');
      const taken = await interleave<number, string>(rounds, {
        ours: async () => (await desk.run('step', hosts.names)).wall,
        masters: async () => (await costOf(command, env)).wall,
        ...Object.fromEntries(here.map((peer) => [peer.name, async () => (await costOf(peer.command, peer.env)).wall])),
      });
      const walls = (side: string): readonly number[] => taken[side] ?? [];
      const ours = { name: 'Breakglass', command: `one run of a step \`true\` on ${hosts.names.length} hosts, until RUN-END is synced`, values: walls('ours') };
      const comparisons: Comparison[] = [
        {
          what: 'wall',
          unit: 'ms',
          ours,
          peer: { name: 'pdsh over ControlMasters', command: 'pdsh -R ssh -f 32 -w host-[1-100] true, ControlPath to open masters', values: walls('masters') },
          limit: { atMost: 0.6 },
        },
        ...here.map(({ name, shown }): Comparison => ({
          what: `wall, ${name}`,
          unit: 'ms',
          ours,
          peer: { name: `${name} over ControlMasters`, command: `${shown}, ControlPath to open masters`, values: walls(name) },
          limit: name === 'ansible' ? { atMost: 0.15 } : null,
        })),
      ];
      return { comparisons, notes: absenceNotes(absent) };
    });
  },
};
