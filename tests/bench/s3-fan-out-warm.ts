import { interleave, type Bench } from './support/measure';
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
      const taken = await interleave(rounds, {
        ours: async () => (await desk.run('step', hosts.names)).wall,
        masters: async () => (await costOf(command, env)).wall,
      });
      return {
        comparisons: [
          {
            what: 'wall',
            unit: 'ms',
            ours: { name: 'Breakglass', command: `one run of a step \`true\` on ${hosts.names.length} hosts, until RUN-END is synced`, values: taken.ours },
            peer: { name: 'pdsh over ControlMasters', command: 'pdsh -R ssh -f 32 -w host-[1-100] true, ControlPath to open masters', values: taken.masters },
            limit: { atMost: 0.6 },
          },
        ],
        notes: ['Ansible is not measured here; targets.md names what it took.'],
      };
    });
  },
};
