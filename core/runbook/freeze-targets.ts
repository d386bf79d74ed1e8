import { explain } from '../errors';
import type { Host } from '../host/host';
import { plainSsh } from '../host/ssh-settings';
import { chooseTransport, neededTransport, transportSentence } from '../host/transport';
import type { Hop } from '../host/way';
import { fill } from '../text';
import type { Target } from './plan';
import { planProblem, planProblems, type PlanProblem } from './problems';

const mostJumps = 8;

/** Targets as a plan keeps them, and the hosts that are gone through on the way. */
export interface FrozenTargets {
  readonly targets: Target[];
  readonly jumps: Target[];
  readonly problems: PlanProblem[];
}

/** Resolves hosts once, with everything that decides where the bytes go and whom they are shown to (law 4). */
export function freezeTargets(names: readonly string[], hosts: readonly Host[], defaultUser: string): FrozenTargets {
  const freezer = new Freezer(hosts, defaultUser);
  const targets: Target[] = [];
  const jumps = new Map<string, Target>();
  const problems: PlanProblem[] = [];
  for (const name of new Set(names)) {
    const found = freezer.freeze(name);
    if ('problem' in found) {
      problems.push(found.problem);
      continue;
    }
    targets.push(found.target);
    for (const jump of found.jumps) jumps.set(jump.name, jump);
  }
  return { targets, jumps: [...jumps.values()].sort((a, b) => (a.name < b.name ? -1 : 1)), problems };
}

type Frozen = { readonly target: Target; readonly jumps: readonly Target[] } | { readonly problem: PlanProblem };

class Freezer {
  constructor(
    private readonly hosts: readonly Host[],
    private readonly defaultUser: string,
  ) {}

  freeze(name: string): Frozen {
    const host = this.named(name);
    if (host === undefined) return { problem: planProblem(null, 'host-unknown', { value: name }) };
    const way = this.wayTo(host, [host.name]);
    if (!isWay(way)) return { problem: way };
    if (way.length > mostJumps) return { problem: planProblem(null, 'jump-loop', { value: name }) };
    const target = this.target(host, way.map((jump) => jump.name));
    return 'name' in target ? { target, jumps: way } : { problem: target };
  }

  /** The hosts to go through, first hop first, or what is wrong with the way. hosts.yaml wins over ssh_config. */
  private wayTo(host: Host, seen: readonly string[]): readonly Target[] | PlanProblem {
    if (host.jump !== undefined) {
      const hop = this.named(host.jump);
      return hop === undefined ? planProblem(null, 'jump-unknown', { value: host.name, jump: host.jump }) : this.over(hop, seen);
    }
    const hops = host.way?.ok === true ? host.way.value.hops : [];
    let way: readonly Target[] = [];
    for (const [index, hop] of hops.entries()) {
      const known = this.inventoryHop(hop);
      if (seen.includes(hop.name) || (known !== null && seen.includes(known.name))) return planProblem(null, 'jump-loop', { value: host.name });
      if (known !== null && index === 0) {
        // Only the first hop is reached by its own configuration; the later ones are reached through the one before.
        const first = this.over(known, seen);
        if (!isWay(first)) return first;
        way = first;
        continue;
      }
      const target = known === null ? this.hopTarget(hop, way) : this.target(known, way.map(({ name }) => name));
      if (!('name' in target)) return target;
      way = [...way, target];
    }
    return way;
  }

  /** The way to a hop, and the hop itself. */
  private over(hop: Host, seen: readonly string[]): readonly Target[] | PlanProblem {
    if (seen.includes(hop.name) || seen.length > mostJumps) return planProblem(null, 'jump-loop', { value: seen[0] ?? hop.name });
    const before = this.wayTo(hop, [...seen, hop.name]);
    if (!isWay(before)) return before;
    const target = this.target(hop, before.map(({ name }) => name));
    return 'name' in target ? [...before, target] : target;
  }

  /** A hop of ssh_config that the inventory knows and that is not asked for in another way. */
  private inventoryHop(hop: Hop): Host | null {
    const host = this.named(hop.alias);
    if (host === undefined) return null;
    const way = host.way?.ok === true ? host.way.value : null;
    const user = host.user ?? way?.user ?? this.defaultUser;
    const port = host.port ?? way?.port ?? 22;
    return (hop.user ?? user) === user && (hop.port ?? port) === port ? host : null;
  }

  private target(host: Host, jump: readonly string[]): Target | PlanProblem {
    if (host.way?.ok === false) {
      const { error } = host.way;
      const why = { en: explain(error, 'en').message, ko: explain(error, 'ko').message };
      return worded('way-unclear', host.name, why);
    }
    const way = host.way?.value ?? null;
    const needs = way?.needs ?? (authorityOnly(host) ? { code: 'host-authority' as const, detail: '' } : null);
    const chosen = chooseTransport(host.transport, needs);
    if (chosen === null) {
      return worded('transport-pinned', host.name, transportSentence(needs ?? { code: 'default', detail: '' }));
    }
    return {
      name: host.name,
      user: host.user ?? way?.user ?? this.defaultUser,
      address: host.address ?? way?.address ?? host.name,
      port: host.port ?? way?.port ?? 22,
      danger: host.danger,
      hostKeys: [...host.hostKeys],
      identity: host.identity ?? null,
      jump: [...jump],
      ...chosen,
      ssh: way?.ssh ?? plainSsh,
    };
  }

  private hopTarget({ name, user, port, way }: Hop, before: readonly Target[]): Target {
    return {
      name,
      user: user ?? way.user,
      address: way.address,
      port: port ?? way.port,
      danger: 'prod',
      hostKeys: [],
      identity: null,
      jump: before.map((each) => each.name),
      ...neededTransport(way.needs),
      ssh: way.ssh,
    };
  }

  private named(name: string): Host | undefined {
    return this.hosts.find((each) => each.name === name);
  }
}

/** hosts.yaml names a certificate authority and no key of the host's own. */
function authorityOnly({ hostKeys }: Host): boolean {
  return hostKeys.some((key) => key.startsWith('@cert-authority')) && hostKeys.every((key) => key.startsWith('@'));
}

function isWay(found: readonly Target[] | PlanProblem): found is readonly Target[] {
  return Array.isArray(found);
}

function worded(code: 'way-unclear' | 'transport-pinned', value: string, why: { readonly en: string; readonly ko: string }): PlanProblem {
  const text = planProblems[code];
  return { param: null, en: fill(text.en, { value, why: why.en }), ko: fill(text.ko, { value, why: why.ko }) };
}
