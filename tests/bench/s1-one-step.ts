import { interleave, type Bench } from './support/measure';
import { costOf } from './support/peer';
import { withAuditedHosts } from './support/with-audited-hosts';

/** One step on one host. A cold host is one that nobody has a line to: each turn takes another host. */
export const oneStep: Bench = {
  id: 's1',
  title: 'One audited step on one host',
  rounds: 21,
  async run({ rounds }) {
    return withAuditedHosts(rounds + 2, { step: 'true' }, async (hosts, desk) => {
      let next = 0;
      const [warm = ''] = hosts.names.slice(-1);
      const cold = (): string => hosts.names[(next += 1) - 1] ?? '';
      const fresh = await interleave(rounds, {
        ours: async () => (await desk.run('step', [cold()])).wall,
        same: async () => (await costOf(hosts.ssh('same', warm, 'true'))).wall,
        standard: async () => (await costOf(hosts.ssh('default', warm, 'true'))).wall,
      });
      await hosts.openMasters([warm]);
      const open = await interleave(rounds, {
        ours: async () => (await desk.run('step', [warm])).wall,
        master: async () => (await costOf(hosts.ssh('master', warm, 'true'))).wall,
      });
      const ours = { name: 'Breakglass', command: 'runbooks.plan + runs.request of a step `true`, until RUN-END is synced' };
      return {
        comparisons: [
          {
            what: 'cold host, same key exchange',
            unit: 'ms',
            ours: { ...ours, values: fresh.ours },
            peer: { name: 'ssh, curve25519', command: 'ssh -oKexAlgorithms=curve25519-sha256 HOST true', values: fresh.same },
            limit: { atMost: 0.6 },
          },
          {
            what: 'cold host, default key exchange',
            unit: 'ms',
            ours: { ...ours, values: fresh.ours },
            peer: { name: 'ssh, default', command: 'ssh HOST true', values: fresh.standard },
            limit: null,
          },
          {
            what: 'warm host',
            unit: 'ms',
            ours: { ...ours, values: open.ours },
            peer: { name: 'ssh over ControlMaster', command: 'ssh -oControlPath=OPEN HOST true', values: open.master },
            limit: { atMost: 1 },
          },
        ],
        notes: ['Ours makes the plan, keeps it, writes six signed and synced journal entries, a step record at the host and a transcript; `ssh` keeps nothing.'],
      };
    });
  },
};
