import { hostSchema } from '../host/host';
import type { Finding } from '../runbook/runbook';
import type { Place } from '../workspace/finding';
import { importFinding, named } from './rules';

/** A host that an import would add to hosts.yaml. */
export interface NewHost {
  readonly name: string;
  readonly address?: string;
  readonly port?: number;
  readonly user?: string;
  readonly identity?: string;
  readonly jump?: string;
  readonly groups?: readonly string[];
}

/** A host as the foreign file spells it: every value is still text, null where it says nothing. */
export interface HostWords {
  readonly name: string;
  readonly address: string | null;
  readonly port: string | null;
  readonly user: string | null;
  readonly identity: string | null;
  /** `[user@]host[:port]`. */
  readonly jump: string | null;
  readonly groups: readonly string[];
  readonly place: Place;
}

/** Hosts that were found, where each of them stands, and what was left out. */
export interface FoundHosts {
  readonly hosts: readonly NewHost[];
  readonly places: ReadonlyMap<string, Place>;
  readonly findings: readonly Finding[];
}

const shape = hostSchema.shape;
const groupName = shape.groups.unwrap().element;

/**
 * Hosts that hosts.yaml can hold. A value that it cannot hold is left out by name; a host that cannot be reached rightly
 * without it is left out whole. A jump host that the file does not describe is added.
 */
export function newHosts(words: readonly HostWords[]): FoundHosts {
  const findings: Finding[] = [];
  const hosts = new Map<string, NewHost>();
  const places = new Map<string, Place>();
  const hostNames = new Set(words.map(({ name }) => name));
  const jumps: { readonly name: string; readonly jump: string; readonly place: Place }[] = [];
  for (const { name, address, port, user, identity, jump, groups, place } of words) {
    const whole = (what: string, value: string): void => void findings.push(
      importFinding(place, 'import-left-out', { what: { en: `the host ${named(name)}`, ko: `호스트 ${named(name)}` }, why: { en: `its ${what} "${named(value)}" cannot be written in hosts.yaml`, ko: `${what} "${named(value)}"을(를) hosts.yaml에 적을 수 없습니다` } }),
    );
    if (!shape.name.safeParse(name).success) whole('name', name);
    else if (address !== null && !shape.address.safeParse(address).success) whole('address', address);
    else if (port !== null && !(/^\d{1,5}$/.test(port) && shape.port.safeParse(Number(port)).success)) whole('port', port);
    else if (user !== null && !shape.user.safeParse(user).success) whole('user', user);
    else {
      const kept = groups.filter((group) => {
        const why = !groupName.safeParse(group).success
          ? { en: 'hosts.yaml cannot hold that name', ko: 'hosts.yaml에 적을 수 없는 이름입니다' }
          : hostNames.has(group) ? { en: 'a host has the same name', ko: '같은 이름의 호스트가 있습니다' } : null;
        if (why !== null) findings.push(importFinding(place, 'import-left-out', { what: { en: `the group ${named(group)} of ${name}`, ko: `${name}의 그룹 ${named(group)}` }, why }));
        return why === null;
      });
      hosts.set(name, {
        name,
        ...(address === null ? {} : { address }),
        ...(port === null ? {} : { port: Number(port) }),
        ...(user === null ? {} : { user }),
        ...(identity === null ? {} : { identity }),
        ...(kept.length === 0 ? {} : { groups: kept }),
      });
      places.set(name, place);
      if (jump !== null && jump.toLowerCase() !== 'none') jumps.push({ name, jump, place });
    }
  }
  for (const { name, jump, place } of jumps) addJump({ hosts, places, findings }, name, jump, place);
  for (const host of [...hosts.values()]) {
    if (!circles(hosts, host)) continue;
    hosts.delete(host.name);
    findings.push(importFinding(places.get(host.name) ?? { file: '', line: 1, column: 1 }, 'import-left-out', { what: { en: `the host ${host.name}`, ko: `호스트 ${host.name}` }, why: { en: 'its jump hosts lead back to it, or to a host that is left out', ko: '점프 호스트가 자신이나 빠진 호스트로 이어집니다' } }));
  }
  return { hosts: [...hosts.values()], places, findings };
}

interface Making {
  readonly hosts: Map<string, NewHost>;
  readonly places: Map<string, Place>;
  readonly findings: Finding[];
}

function addJump({ hosts, places, findings }: Making, name: string, jump: string, place: Place): void {
  const host = hosts.get(name);
  if (host === undefined) return;
  const [, user, via = '', port] = /^(?:ssh:\/\/)?(?:([^@,\s]+)@)?([A-Za-z0-9][A-Za-z0-9._-]*)(?::(\d{1,5}))?$/.exec(jump) ?? [];
  const known = [...hosts.values()].find((each) => each.name === via) ?? [...hosts.values()].find((each) => each.address === via);
  const same = known !== undefined && (user === undefined || known.user === user) && (port === undefined || known.port === Number(port));
  if (same) {
    hosts.set(name, { ...host, jump: known.name });
    return;
  }
  const fits = shape.name.safeParse(via).success && known === undefined && (port === undefined || shape.port.safeParse(Number(port)).success) && (user === undefined || shape.user.safeParse(user).success);
  if (!fits) {
    hosts.delete(name);
    findings.push(importFinding(place, 'import-left-out', { what: { en: `the host ${name}`, ko: `호스트 ${name}` }, why: { en: `its jump "${named(jump)}" is not one host with a name, or contradicts the host of that name`, ko: `점프 "${named(jump)}"이(가) 이름 하나의 호스트가 아니거나 같은 이름의 호스트와 다릅니다` } }));
    return;
  }
  hosts.set(via, { name: via, address: via, ...(port === undefined ? {} : { port: Number(port) }), ...(user === undefined ? {} : { user }) });
  hosts.set(name, { ...host, jump: via });
  places.set(via, place);
  findings.push(importFinding(place, 'import-otherwise', { what: { en: `the jump host ${via}`, ko: `점프 호스트 ${via}` }, how: { en: 'it is not described in the file, so it is added as a host', ko: '파일에 설명이 없어 호스트로 추가합니다' } }));
}

/** Whether the way over the jump hosts never ends, or ends at a host that does not exist. */
function circles(hosts: ReadonlyMap<string, NewHost>, from: NewHost): boolean {
  const way = new Set<string>();
  for (let host: NewHost | undefined = from; ; host = hosts.get(host.jump ?? '')) {
    if (host === undefined || way.has(host.name)) return true;
    if (host.jump === undefined) return false;
    way.add(host.name);
  }
}
