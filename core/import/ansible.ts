import type { Finding } from '../runbook/runbook';
import type { Text } from '../text';
import type { Place } from '../workspace/finding';
import type { YamlPath } from '../workspace/locate';
import { Inventory, settleInventory } from './ansible-inventory';
import { fieldsOf, readForeignTree, textOf, tooLarge, type ForeignFile, type ForeignTree } from './foreign-file';
import { expandRanges } from './host-ranges';
import type { FoundHosts } from './new-host';
import { importFinding, named } from './rules';

const badRange: Text = { en: 'its range cannot be read, or stands for more than 1,000 hosts', ko: '범위를 읽을 수 없거나 호스트가 1,000개를 넘습니다' };
const unreadable: Text = { en: 'it cannot be read', ko: '읽을 수 없습니다' };
const vaulted: Text = { en: 'it is encrypted by ansible-vault', ko: 'ansible-vault로 암호화되어 있습니다' };

/** Reads an Ansible inventory, INI or YAML, into hosts. Programs that print an inventory are never run. */
export function importAnsible(file: ForeignFile): FoundHosts {
  const start: Place = { file: file.name, line: 1, column: 1 };
  const none = (finding: Finding): FoundHosts => ({ hosts: [], places: new Map(), findings: [finding] });
  const refuse = (why: Text): FoundHosts => none(importFinding(start, 'import-left-out', { what: named(file.name), why }));
  const large = tooLarge(file);
  if (large !== null) return none(large);
  if (file.text.startsWith('$ANSIBLE_VAULT;')) return refuse(vaulted);
  if (file.text.startsWith('#!')) return refuse({ en: 'it is a program; save what it prints with ansible-inventory --list --yaml', ko: '프로그램입니다. ansible-inventory --list --yaml의 출력을 저장해서 쓰십시오' });
  const inventory = new Inventory();
  if (!isYaml(file)) readIni(file, inventory);
  else {
    const tree = readForeignTree(file);
    if ('rule' in tree) return none(tree);
    const top = fieldsOf(tree.value);
    if (top === null) return none(importFinding(start, 'import-not-this', { expected: { en: 'an Ansible inventory', ko: 'Ansible 인벤토리' } }));
    if ('plugin' in top || '_meta' in top) return refuse({ en: 'it is a dynamic inventory; save what ansible-inventory --list --yaml prints', ko: '동적 인벤토리입니다. ansible-inventory --list --yaml의 출력을 저장해서 쓰십시오' });
    for (const { key, tag, place } of tree.tagged) inventory.leftOut(place, `${key} (${tag})`, tag === '!vault' ? vaulted : unreadable);
    for (const [name, value] of Object.entries(top)) readGroup(name, value, [name], tree, inventory, 0);
  }
  const settled = settleInventory(inventory);
  if (settled.hosts.length > 0 || settled.findings.some(({ severity }) => severity === 'error')) return settled;
  return none(importFinding(start, 'import-not-this', { expected: { en: 'an Ansible inventory with hosts', ko: '호스트가 있는 Ansible 인벤토리' } }));
}

function isYaml({ name, text }: ForeignFile): boolean {
  if (/\.(ya?ml|json)$/i.test(name)) return true;
  const first = text.split('\n').find((line) => /^\s*[^\s#;]/.test(line)) ?? '';
  return /^(---|\{|[A-Za-z_][\w.-]*:\s*(#.*)?$)/.test(first);
}

/** A section says what its lines are: hosts, groups below it, or variables. */
function readIni(file: ForeignFile, inventory: Inventory): void {
  let section: { readonly group: string; readonly kind: 'hosts' | 'children' | 'vars' } | null = { group: 'ungrouped', kind: 'hosts' };
  for (const [index, raw] of file.text.split(/\r\n|[\r\n]/).entries()) {
    const line = raw.trim();
    const place = { file: file.name, line: index + 1, column: raw.length - raw.trimStart().length + 1 };
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    if (line.startsWith('[')) {
      const [, group = '', kind = 'hosts'] = /^\[([^\]:\s]+)(?::(hosts|children|vars))?\]\s*(?:[#;].*)?$/.exec(line) ?? [];
      section = group === '' ? null : { group, kind: kind === 'children' || kind === 'vars' ? kind : 'hosts' };
      if (section === null) inventory.leftOut(place, line, unreadable);
      else inventory.group(group);
    } else if (section === null) inventory.leftOut(place, line.split(/\s/)[0] ?? '', { en: 'the section above it cannot be read', ko: '위의 섹션을 읽을 수 없습니다' });
    else if (section.kind === 'vars') {
      const [, key, value = ''] = /^([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(line) ?? [];
      if (key === undefined) inventory.leftOut(place, line.split('=')[0] ?? '', unreadable);
      else inventory.group(section.group).vars.push({ key, value: unquoted(value.replace(/\s+#.*$/, '').trim()), place });
    } else if (section.kind === 'children') {
      const [child = ''] = line.split(/\s+[#;]/);
      inventory.group(child.trim());
      inventory.group(section.group).children.add(child.trim());
    } else readHostLine(line, section.group, place, inventory);
  }
}

function readHostLine(line: string, group: string, place: Place, inventory: Inventory): void {
  const [pattern = '', ...rest] = wordsOf(line);
  const [, bare = pattern, port] = /^(.*[^:]):(\d{1,5})$/.exec(pattern) ?? [];
  const names = expandRanges(bare);
  if (names === null) {
    inventory.leftOut(place, pattern, badRange);
    return;
  }
  for (const name of names) {
    const vars = inventory.host(name, place);
    inventory.group(group).hosts.add(name);
    if (port !== undefined) vars.push({ key: 'ansible_port', value: port, place });
    for (const word of rest) {
      const [, key, value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
      if (key !== undefined) vars.push({ key, value, place });
      else if (name === names[0]) inventory.leftOut(place, word, unreadable);
    }
  }
}

/** Words as a shell divides them, without its expansions; a `#` behind a blank begins a comment. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [whole] of line.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*'|["'])+/g)) {
    if (whole.startsWith('#')) break;
    words.push(whole.replace(/"([^"]*)"|'([^']*)'/g, (_all, double?: string, single?: string) => double ?? single ?? ''));
  }
  return words;
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;
}

/** Groups within groups, at most. */
const deepest = 30;

function readGroup(name: string, value: unknown, path: YamlPath, tree: ForeignTree, inventory: Inventory, depth: number): void {
  const { locate } = tree;
  const group = inventory.group(name);
  const fields = fieldsOf(value ?? {});
  if (fields === null || depth > deepest) {
    inventory.leftOut(locate(path), name, unreadable);
    return;
  }
  for (const [key, part] of Object.entries(fields)) {
    const at = [...path, key];
    const entries = fieldsOf(part ?? {});
    if (entries === null || !['hosts', 'children', 'vars'].includes(key)) {
      inventory.leftOut(locate(at, 'key'), `${name}.${key}`, unreadable);
    } else if (key === 'vars') {
      readVars(entries, at, tree, group.vars, inventory);
    } else if (key === 'children') {
      for (const [child, below] of Object.entries(entries)) {
        group.children.add(child);
        readGroup(child, below, [...at, child], tree, inventory, depth + 1);
      }
    } else {
      for (const [pattern, vars] of Object.entries(entries)) {
        const place = locate([...at, pattern], 'key');
        const names = expandRanges(pattern);
        if (names === null) inventory.leftOut(place, pattern, badRange);
        for (const host of names ?? []) {
          group.hosts.add(host);
          readVars(fieldsOf(vars) ?? {}, [...at, pattern], tree, inventory.host(host, place), inventory);
        }
      }
    }
  }
}

function readVars(fields: Readonly<Record<string, unknown>>, path: YamlPath, { locate }: ForeignTree, into: { key: string; value: string; place: Place }[], inventory: Inventory): void {
  for (const [key, value] of Object.entries(fields)) {
    const place = locate([...path, key], 'key');
    const text = textOf(value);
    // Null is what stands in place of an encrypted value, which was told already.
    if (text !== null) into.push({ key, value: text, place });
    else if (value !== null) inventory.leftOut(place, { en: `the variable ${named(key)}`, ko: `변수 ${named(key)}` }, { en: 'hosts.yaml has no such setting', ko: 'hosts.yaml에 해당하는 설정이 없습니다' });
  }
}
