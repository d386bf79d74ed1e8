import type { Finding } from '../runbook/runbook';
import type { Text } from '../text';
import type { Place } from '../workspace/finding';
import { newHosts, type FoundHosts, type HostWords } from './new-host';
import { importFinding, named } from './rules';

/** A variable as the inventory gives it. */
export interface InventoryVar {
  readonly key: string;
  readonly value: string;
  readonly place: Place;
}

export interface InventoryGroup {
  readonly hosts: Set<string>;
  readonly children: Set<string>;
  readonly vars: InventoryVar[];
}

/** An inventory, however it was written. */
export class Inventory {
  readonly groups = new Map<string, InventoryGroup>();
  readonly hosts = new Map<string, { readonly place: Place; readonly vars: InventoryVar[] }>();
  readonly findings: Finding[] = [];

  group(name: string): InventoryGroup {
    const known = this.groups.get(name);
    if (known !== undefined) return known;
    const made: InventoryGroup = { hosts: new Set(), children: new Set(), vars: [] };
    this.groups.set(name, made);
    return made;
  }

  host(name: string, place: Place): InventoryVar[] {
    const known = this.hosts.get(name);
    if (known !== undefined) return known.vars;
    const vars: InventoryVar[] = [];
    this.hosts.set(name, { place, vars });
    return vars;
  }

  leftOut(place: Place, what: string | Text, why: Text): void {
    this.findings.push(importFinding(place, 'import-left-out', { what: typeof what === 'string' ? named(what) : what, why }));
  }
}

/** The words of a host that a variable stands for. */
const meanings: Readonly<Record<string, 'address' | 'port' | 'user' | 'identity' | 'args'>> = {
  ansible_host: 'address',
  ansible_ssh_host: 'address',
  ansible_port: 'port',
  ansible_ssh_port: 'port',
  ansible_user: 'user',
  ansible_ssh_user: 'user',
  ansible_ssh_private_key_file: 'identity',
  ansible_private_key_file: 'identity',
  ansible_ssh_common_args: 'args',
  ansible_ssh_extra_args: 'args',
};

/** Groups that every inventory has; they say nothing about a host. */
const implicit: ReadonlySet<string> = new Set(['all', 'ungrouped']);

const secretLooking = /pass|secret|token|key$/i;

/** Puts the inventory together: a host's own variables over its groups', a child group's over its parents'. */
export function settleInventory(inventory: Inventory): FoundHosts {
  const depths = depthsOf(inventory);
  // A line for twenty hosts is told once.
  const told = new Set<string>();
  for (const each of [...inventory.groups.values(), ...inventory.hosts.values()].flatMap(({ vars }) => vars)) {
    const mark = `${String(each.place.line)}:${String(each.place.column)} ${each.key}`;
    if (!told.has(mark)) judge(inventory, each);
    told.add(mark);
  }
  const words: HostWords[] = [];
  for (const [name, { place, vars }] of inventory.hosts) {
    const groups = groupsOf(inventory, name).sort((a, b) => (depths.get(a) ?? 0) - (depths.get(b) ?? 0) || (a < b ? -1 : 1));
    const found = new Map<string, InventoryVar>();
    for (const each of [...(inventory.groups.get('all')?.vars ?? []), ...groups.filter((group) => group !== 'all').flatMap((group) => inventory.groups.get(group)?.vars ?? []), ...vars]) found.set(meanings[each.key] ?? each.key, each);
    const text = (key: string): string | null => found.get(key)?.value ?? null;
    const connection = found.get('ansible_connection');
    const template = [...found.values()].find(({ key, value }) => key in meanings && value.includes('{{'));
    if (connection !== undefined && !['ssh', 'smart', 'paramiko', 'paramiko_ssh'].includes(connection.value)) {
      inventory.leftOut(place, name, { en: `it is reached by ${named(connection.value)}, not by SSH`, ko: `SSH가 아니라 ${named(connection.value)}(으)로 연결합니다` });
    } else if (template !== undefined) {
      inventory.leftOut(place, name, { en: `${template.key} is a template, which only Ansible fills in`, ko: `${template.key}이(가) Ansible만 채우는 템플릿입니다` });
    } else {
      words.push({ name, address: text('address') ?? name, port: text('port'), user: text('user'), identity: text('identity'), jump: jumpOf(text('args') ?? ''), groups: groups.filter((group) => !implicit.has(group)), place });
    }
  }
  const found = newHosts(words);
  return { ...found, findings: [...inventory.findings, ...found.findings] };
}

/** Says what becomes of a variable that does not become a part of the host. */
function judge(inventory: Inventory, { key, value, place }: InventoryVar): void {
  const meaning = meanings[key];
  if (meaning === 'args') {
    const rest = value.replace(/(?:^|\s)(?:-o\s*["']?ProxyJump[= ]\S+?["']?|-J\s*\S+)(?=\s|$)/g, '').trim();
    if (rest !== '') inventory.leftOut(place, `${key} ${rest}`, { en: 'of its options only ProxyJump is understood', ko: '옵션 가운데 ProxyJump만 이해합니다' });
  } else if (meaning === undefined && key !== 'ansible_connection') {
    // SECURITY: the value may be a secret, so only the name is told.
    const why: Text = secretLooking.test(key)
      ? { en: 'secrets belong into the keychain: `breakglass vault set`', ko: '비밀 값은 키체인에 넣으십시오: `breakglass vault set`' }
      : { en: 'hosts.yaml has no such setting', ko: 'hosts.yaml에 해당하는 설정이 없습니다' };
    inventory.leftOut(place, { en: `the variable ${named(key)}`, ko: `변수 ${named(key)}` }, why);
  }
}

function jumpOf(args: string): string | null {
  return /(?:^|\s)(?:-o\s*["']?ProxyJump[= ]|-J\s*)([^\s"']+)/.exec(args)?.[1] ?? null;
}

/** The groups of a host, parents included. */
function groupsOf({ groups }: Inventory, host: string): string[] {
  const found = new Set([...groups].flatMap(([name, group]) => (group.hosts.has(host) ? [name] : [])));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const [name, { children }] of groups) if ([...children].some((child) => found.has(child))) found.add(name);
  }
  return [...found];
}

/** How deep each group lies: the longest way from a group without a parent. A circle does not deepen for ever. */
function depthsOf({ groups }: Inventory): Map<string, number> {
  const depths = new Map([...groups.keys()].map((name) => [name, 0]));
  for (let round = 0; round < Math.min(groups.size, 100); round += 1) {
    let changed = false;
    for (const [name, { children }] of groups) {
      for (const child of children) {
        const depth = (depths.get(name) ?? 0) + 1;
        if (depth <= (depths.get(child) ?? 0)) continue;
        depths.set(child, depth);
        changed = true;
      }
    }
    if (!changed) break;
  }
  return depths;
}
