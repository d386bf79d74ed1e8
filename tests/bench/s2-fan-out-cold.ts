import { absenceNotes, fanOutPeers } from './support/fan-out-peers';
import { interleave, type Bench, type Comparison } from './support/measure';
import { costOf, type Cost } from './support/peer';
import { withAuditedHosts } from './support/with-audited-hosts';

/** A hundred hosts that nobody has a line to. */
export const fanOutCold: Bench = {
  id: 's2',
  title: 'Audited fan-out over 100 cold hosts',
  rounds: 5,
  async run({ rounds, quick }) {
    return withAuditedHosts(quick ? 20 : 100, { step: 'true' }, async (hosts, desk) => {
      const pdsh = (config: 'same' | 'default') => {
        const { command, env } = hosts.pdsh(config, 'true');
        return costOf(command, env);
      };
      const { here, absent } = fanOutPeers(hosts, 'default');
      const taken = await interleave<Cost, string>(rounds, {
        ours: async () => {
          await hosts.cool();
          const { wall, cpu } = await desk.run('step', hosts.names);
          return { wall, cpu };
        },
        same: () => pdsh('same'),
        standard: () => pdsh('default'),
        ...Object.fromEntries(here.map(({ name, command, env }) => [name, () => costOf(command, env)])),
      });
      const walls = (side: string): number[] => (taken[side] ?? []).map(({ wall }) => wall);
      const cpus = (side: string): number[] => (taken[side] ?? []).map(({ cpu }) => cpu);
      const ours = { name: 'Breakglass', command: `one run of a step \`true\` on ${hosts.names.length} hosts, until RUN-END is synced` };
      const same = { name: 'pdsh, curve25519', command: 'pdsh -R ssh -f 32 -w host-[1-100] true, KexAlgorithms curve25519-sha256' };
      const comparisons: Comparison[] = [
        { what: 'wall, same key exchange', unit: 'ms', ours: { ...ours, values: walls('ours') }, peer: { ...same, values: walls('same') }, limit: { atMost: 1.1 } },
        {
          what: 'wall, default key exchange',
          unit: 'ms',
          ours: { ...ours, values: walls('ours') },
          peer: { name: 'pdsh, default', command: 'pdsh -R ssh -f 32 -w host-[1-100] true', values: walls('standard') },
          limit: { atMost: 0.45 },
        },
        { what: 'client processor time, same key exchange', unit: 'CPU ms', ours: { ...ours, values: cpus('ours') }, peer: { ...same, values: cpus('same') }, limit: { atMost: 0.8 } },
        ...here.map(({ name, shown }): Comparison => ({
          what: `wall, default key exchange, ${name}`,
          unit: 'ms',
          ours: { ...ours, values: walls('ours') },
          peer: { name, command: shown, values: walls(name) },
          limit: name === 'ansible' ? { atMost: 0.35 } : null,
        })),
      ];
      return { comparisons, notes: absenceNotes(absent) };
    });
  },
};
