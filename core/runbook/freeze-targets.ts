import type { Host } from '../host/host';
import type { Target } from './plan';
import { planProblem, type PlanProblem } from './problems';

const mostJumps = 8;

/** Targets as a plan keeps them, and the hosts that are gone through on the way. */
export interface FrozenTargets {
  readonly targets: Target[];
  readonly jumps: Target[];
  readonly problems: PlanProblem[];
}

/** The names of the hosts to go through, first hop first, or what is wrong with the way. */
function wayTo(host: Host, hosts: readonly Host[]): string[] | PlanProblem {
  const way: string[] = [];
  for (let next = host.jump; next !== undefined; ) {
    const jump = next;
    const hop = hosts.find(({ name }) => name === jump);
    if (hop === undefined) return planProblem(null, 'jump-unknown', { value: host.name, jump });
    if (way.includes(jump) || jump === host.name || way.length >= mostJumps) return planProblem(null, 'jump-loop', { value: host.name });
    way.unshift(jump);
    next = hop.jump;
  }
  return way;
}

/** Resolves hosts once, with everything that decides where the bytes go and whom they are shown to (law 4). */
export function freezeTargets(names: readonly string[], hosts: readonly Host[], defaultUser: string): FrozenTargets {
  const problems: PlanProblem[] = [];
  const freeze = (name: string): Target | null => {
    const host = hosts.find((each) => each.name === name);
    if (host === undefined) {
      problems.push(planProblem(null, 'host-unknown', { value: name }));
      return null;
    }
    const way = wayTo(host, hosts);
    if (!Array.isArray(way)) {
      problems.push(way);
      return null;
    }
    return {
      name: host.name,
      user: host.user ?? defaultUser,
      address: host.address,
      port: host.port,
      danger: host.danger,
      hostKeys: [...host.hostKeys],
      identity: host.identity ?? null,
      jump: way,
      transport: 'ssh2',
    };
  };
  const all = (list: readonly string[]): Target[] => list.map(freeze).filter((target) => target !== null);
  const targets = all([...new Set(names)]);
  const jumps = all([...new Set(targets.flatMap(({ jump }) => jump))].sort());
  return { targets, jumps, problems };
}
