import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { importedFiles } from './imported-hosts';
import { readWorkspace } from './read-workspace';

const settings = 'version: 1\nname: acme\ntimezone: Asia/Seoul\n';
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKUzm9wrqMjUhzlwhYKDm9WxKRwV5MH+FTEH6Au6EKS0';

function read(hosts: string, files: Readonly<Record<string, string>> = {}) {
  const texts = new Map(Object.entries({ 'breakglass.yaml': settings, 'hosts.yaml': hosts, ...files }));
  const { workspace, findings } = readWorkspace({ root: '/w', texts, others: new Set(), findings: [] }, { sources: new Map<string, z.ZodType>(), sirens: new Map<string, z.ZodType>() });
  return { hosts: workspace?.hosts ?? null, hash: workspace?.hash, findings: findings.filter(({ rule }) => rule !== 'no-operator').map(({ file, line, rule, severity }) => `${file}:${String(line)} ${severity} ${rule}`) };
}

const inventory = '[web]\nweb1 ansible_host=10.0.0.1\nweb2 ansible_host=10.0.0.2 ansible_port=2222 ansible_user=deploy\n';
const ansible = 'import:\n  - { from: ansible, file: inventory/prod.ini, danger: stage }\n';

describe('hosts that hosts.yaml imports', () => {
  it('are hosts like any other, and say where they come from', () => {
    const { hosts, findings } = read(`${ansible}  - { from: ssh_config, file: inventory/jump/ssh_config }\nhosts:\n  - { name: own, address: 10.0.0.9 }\n`, {
      'inventory/prod.ini': inventory,
      'inventory/jump/ssh_config': '# ours\nHost gate\n  HostName 10.1.0.1\nHost db\n  HostName 10.1.0.2\n  ProxyJump gate\n',
    });
    expect(findings).toEqual([]);
    expect(hosts?.map(({ name, address, danger, groups, origin }) => [name, address, danger, groups.join(), origin === undefined ? '' : `${origin.file}:${String(origin.line)}`])).toEqual([
      ['own', '10.0.0.9', 'prod', '', ''],
      ['web1', '10.0.0.1', 'stage', 'web', 'inventory/prod.ini:2'],
      ['web2', '10.0.0.2', 'stage', 'web', 'inventory/prod.ini:3'],
      ['gate', '10.1.0.1', 'prod', '', 'inventory/jump/ssh_config:2'],
      ['db', '10.1.0.2', 'prod', '', 'inventory/jump/ssh_config:4'],
    ]);
    expect(hosts?.at(-1)?.jump).toBe('gate');
  });

  it('give way, key by key, to what hosts.yaml itself says', () => {
    const { hosts } = read(`${ansible}hosts:\n  - { name: web2, user: root, danger: prod, hostKeys: ["${key}"] }\n`, { 'inventory/prod.ini': inventory });
    expect(hosts?.[0]).toMatchObject({ name: 'web2', address: '10.0.0.2', port: 2222, user: 'root', danger: 'prod', groups: ['web'], hostKeys: [key], origin: { line: 3 } });
    // The careful end of danger is never lost by an import.
    expect(read(`${ansible}hosts: [{ name: web2 }]\n`, { 'inventory/prod.ini': inventory }).hosts?.[0]?.danger).toBe('prod');
  });

  it('are in the hash, and the first of two files that name a host has it', () => {
    const both = `${ansible}  - { from: ansible, file: inventory/b.ini }\n`;
    const one = read(both, { 'inventory/prod.ini': inventory, 'inventory/b.ini': 'web1 ansible_host=10.9.9.9\n' });
    expect(one.hosts?.map(({ name, address }) => [name, address])).toEqual([['web1', '10.0.0.1'], ['web2', '10.0.0.2']]);
    expect(read(both, { 'inventory/prod.ini': inventory, 'inventory/b.ini': 'web1 ansible_host=10.9.9.8\n' }).hash).not.toBe(one.hash);
  });

  it('have a short form', () => {
    expect(read('import: ansible\n', { 'inventory/ansible': inventory }).hosts).toHaveLength(2);
    expect(read('import: ssh_config\n', { 'inventory/ssh_config': 'Host a\n  HostName 10.0.0.1\n' }).hosts?.[0]?.name).toBe('a');
  });

  it('have their mistakes named where they stand', () => {
    expect(read(ansible).findings).toEqual(['hosts.yaml:2 error import-file-missing']);
    expect(read('import: ssh_config\n').findings).toEqual(['hosts.yaml:1 error import-file-missing']);
    // What an import cannot bring leaves the others in force.
    const partly = read(ansible, { 'inventory/prod.ini': `${inventory}win ansible_connection=winrm\n` });
    expect(partly.hosts).toHaveLength(2);
    expect(partly.findings).toEqual(['inventory/prod.ini:4 warning import-left-out']);
    // What contradicts itself does not.
    expect(read(`${ansible}hosts: [{ name: web, address: 10.0.0.7 }]\n`, { 'inventory/prod.ini': inventory })).toMatchObject({ hosts: null, findings: ['hosts.yaml:3 error duplicate-name'] });
    expect(read(`${ansible}hosts: [{ name: db, address: 10.0.0.7, jump: web9 }]\n`, { 'inventory/prod.ini': inventory })).toMatchObject({ hosts: null, findings: ['hosts.yaml:3 error unknown-name'] });
    expect(read(ansible, { 'inventory/prod.ini': '<html>\n' }).hosts).toBe(null);
  });

  it('come from below the folder inventory and from nowhere else', () => {
    for (const file of ['/etc/passwd', '../x', 'inventory/../../x', 'inventory/./x', 'inventory', 'inventory/', 'prod.ini', 'inventory/a.md', 'inventory/.git/config', 'inventory//x', 'inventory/a\\b', '~/.ssh/config']) {
      const hosts = `import: [{ from: ssh_config, file: ${JSON.stringify(file)} }]\n`;
      expect([file, read(hosts).findings]).toEqual([file, ['hosts.yaml:1 error wrong-form']]);
      expect(importedFiles(hosts)).toEqual([]);
    }
    expect(importedFiles(ansible)).toEqual(['inventory/prod.ini']);
    expect(importedFiles('hosts: []\n')).toEqual([]);
  });

  it('include nothing: only what hosts.yaml names is read', () => {
    const { findings, hosts } = read('import: ssh_config\n', { 'inventory/ssh_config': 'Include /etc/ssh/ssh_config\nHost a\n  HostName 10.0.0.1\n' });
    expect([hosts?.length, findings]).toEqual([1, ['inventory/ssh_config:1 warning import-left-out']]);
  });
});
