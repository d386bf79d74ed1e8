import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostsFileSchema } from '../workspace/files';
import { readYaml } from '../workspace/read-yaml';
import { importAnsible } from './ansible';
import { draftImport } from './draft-import';
import { expandRanges } from './host-ranges';
import { importSshConfig, wildcard } from './ssh-config';

const ini = (text: string) => importAnsible({ name: 'hosts', text });
const ssh = (text: string, files: Readonly<Record<string, string>> = {}) =>
  importSshConfig({ name: 'config', text }, (pattern) => (pattern in files ? [{ name: pattern, text: files[pattern] ?? '' }] : null));
const said = ({ findings }: ReturnType<typeof ini>): string => findings.map(({ line, message }) => `${String(line)}: ${message.en}`).join('\n');

const inventory = `
lone ansible_host=10.0.0.9        # nobody's
[web]
web[01:03] ansible_user=deploy
[web:vars]
ansible_port=2222
ansible_ssh_common_args='-o ProxyJump=ops@bastion:22 -o StrictHostKeyChecking=no'
http_port=80
[db]
db-[a:b].example.com:2200 ansible_ssh_private_key_file=~/.ssh/db ansible_become_password=hunter2
win ansible_connection=winrm
tmpl ansible_host="{{ lookup('x') }}"
[live:children]
web
db
[live:vars]
ansible_user=nobody
[broken section
x
`;

describe('an Ansible inventory', () => {
  it('gives hosts with groups, ranges, ports, users, keys and jumps; a host and a child group win', () => {
    const read = ini(inventory);
    expect(read.hosts).toEqual([
      { name: 'lone', address: '10.0.0.9' },
      ...['web01', 'web02', 'web03'].map((name) => ({ name, address: name, port: 2222, user: 'deploy', groups: ['live', 'web'], jump: 'bastion' })),
      ...['a', 'b'].map((letter) => ({ name: `db-${letter}.example.com`, address: `db-${letter}.example.com`, port: 2200, user: 'nobody', identity: '~/.ssh/db', groups: ['live', 'db'].sort((x, y) => (x === 'live' ? -1 : y === 'live' ? 1 : 0)) })),
      { name: 'bastion', address: 'bastion', port: 22, user: 'ops' },
    ]);
  });

  it('names everything else with its line, and never the value of a secret', () => {
    const text = said(ini(inventory));
    for (const word of ['7: ansible_ssh_common_args -o StrictHostKeyChecking=no', '8: the variable http_port', 'ansible_become_password', 'win is left out', 'ansible_host is a template', '[broken section', '19: x', 'jump host bastion']) expect(text).toContain(word);
    expect(text).not.toContain('hunter2');
  });

  it('reads the YAML form with nested groups, and leaves an encrypted value out by name', () => {
    const read = importAnsible({
      name: 'hosts.yml',
      text: 'all:\n  vars: { ansible_user: deploy }\n  hosts:\n    lone:\n  children:\n    web:\n      hosts:\n        web[1:2]: { ansible_host: 10.0.0.1, ansible_port: 22, tags: [a] }\n        sealed:\n          ansible_password: !vault |\n            $ANSIBLE_VAULT;1.1;AES256\n            6162\n      children: { edge: { hosts: { e1: {} } } }\n',
    });
    expect(read.hosts).toEqual([
      { name: 'lone', address: 'lone', user: 'deploy' },
      { name: 'web1', address: '10.0.0.1', port: 22, user: 'deploy', groups: ['web'] },
      { name: 'web2', address: '10.0.0.1', port: 22, user: 'deploy', groups: ['web'] },
      { name: 'sealed', address: 'sealed', user: 'deploy', groups: ['web'] },
      { name: 'e1', address: 'e1', user: 'deploy', groups: ['web', 'edge'] },
    ]);
    expect(said(read)).toContain('ansible_password (!vault) is left out');
    expect(said(read)).toContain('the variable tags');
  });

  it.each([
    ['a program', '#!/bin/sh\necho'],
    ['a sealed file', '$ANSIBLE_VAULT;1.1;AES256\n61'],
    ['a plugin', 'plugin: aws_ec2\n'],
    ['nothing', '# no host\n'],
    ['ten megabytes', 'a\n'.repeat(5_000_000)],
    ['too many hosts', 'a[1:999999999]'],
    ['an endless jump', 'a ansible_host=b ansible_ssh_common_args="-J b"\nb ansible_host=a ansible_ssh_common_args="-J a"'],
  ])('refuses %s with a reason', (_what, text) => {
    const { hosts, findings } = ini(text);
    expect(hosts).toEqual([]);
    expect(findings.length).toBeGreaterThan(0);
  });

  it('survives groups that contain each other', () => {
    const [host] = ini('[a:children]\nb\n[b:children]\na\n[a]\nx').hosts;
    expect([...(host?.groups ?? [])].sort()).toEqual(['a', 'b']);
  });
});

describe('ranges', () => {
  it.each([
    ['web[01:03]', ['web01', 'web02', 'web03']],
    ['[a:c]x', ['ax', 'bx', 'cx']],
    ['r[1:2]-[a:b]', ['r1-a', 'r1-b', 'r2-a', 'r2-b']],
    ['n[0:6:3]', ['n0', 'n3', 'n6']],
    ['plain', ['plain']],
    ['x[3:1]', null],
    ['x[1:', null],
    ['x[1:900][1:900]', null],
  ])('%s', (pattern, names) => {
    expect(expandRanges(pattern)).toEqual(names);
  });
});

const config = `
User early
Host api api-01
  HostName 10.0.0.1
  Port 2222
  IdentityFile ~/.ssh/one
  IdentityFile ~/.ssh/two
  ProxyJump bastion
  ForwardAgent yes
Host bastion
  HostName=%h.example.com
Host odd
  ProxyCommand nc %h %p
  HostName %r.x
Host b* !bastion
  Port 1
Match host x
  Port 9
Include more
Host *
  User late
  ServerAliveInterval 4
`;

describe('an ssh_config', () => {
  it('gives a host for each name, the first value wins, patterns add theirs', () => {
    expect(ssh(config).hosts).toEqual([
      ...['api', 'api-01'].map((name) => ({ name, address: '10.0.0.1', port: 2222, user: 'early', identity: '~/.ssh/one', jump: 'bastion' })),
      { name: 'bastion', address: 'bastion.example.com', user: 'early' },
    ]);
  });

  it('names with its line what it leaves out', () => {
    const text = said(ssh(config));
    for (const word of ['7: IdentityFile ~/.ssh/two', '9: ForwardAgent yes', '13: ProxyCommand', 'the host odd', '17: Match host x', '18: Port 9', '19: Include more', '22: ServerAliveInterval 4']) expect(text).toContain(word);
  });

  it('follows an Include at the top, and ends where it includes itself', () => {
    expect(ssh('Include more\nHost a\n', { more: 'Host b\n Port 7\nInclude more' }).hosts.map(({ name }) => name)).toEqual(['b', 'a']);
  });

  it('matches patterns as a person expects, whatever they are', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 12 });
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }), (pattern, text) => {
        expect(wildcard(pattern, text)).toBe(new RegExp(`^${pattern.replace(/\*+/g, '.*').replaceAll('?', '.')}$`).test(text));
      }),
    );
    expect(wildcard('*a'.repeat(2_000), 'a'.repeat(1_999))).toBe(false);
  });
});

describe('hosts.yaml after an import', () => {
  const draft = (kind: 'ansible' | 'ssh-config', text: string, hosts: string | null) => {
    const made = draftImport(kind, { name: 'f', text }, { hosts, has: () => false }, () => []);
    if (!made.ok) throw new Error(made.error.code);
    return made.value;
  };

  it('keeps comments and what is there; a host of the same name stays as it is, and so do those behind it', () => {
    const before = '# ours\nhosts:\n  - { name: bastion, address: 10.1.1.1 } # the old one\n';
    const { files, findings } = draft('ssh-config', config, before);
    expect(files).toEqual([]);
    expect(findings.filter(({ message }) => message.en.includes('stays as it is'))).toHaveLength(3);
    const [file] = draft('ansible', 'x1\n', before).files;
    expect(file).toMatchObject({ path: 'hosts.yaml', before, after: expect.stringContaining('# the old one\n  - { name: x1, address: x1 }') as string });
  });

  it('does not touch a hosts.yaml that is broken', () => {
    expect(draftImport('ansible', { name: 'f', text: 'x1\n' }, { hosts: 'hosts: [', has: () => false }, () => [])).toMatchObject({ ok: false, error: { code: 'workspace-edit-refused' } });
  });

  it('never throws, and passes the schema, whatever the inventory or configuration', () => {
    const piece = fc.constantFrom('[a]', '[a:children]', '[b:vars]', '\n', ' ', 'a', 'b', 'web[1:2]', 'ansible_host=', 'ansible_port=99999', 'ansible_port=22', 'ansible_user=-x', '-J ', '-o ProxyJump=a', 'ansible_ssh_common_args=', '"', "'", '#', 'Host ', 'Host *', 'HostName ', 'Port 0', 'ProxyJump b', 'Include x', '%h', '::1', '{{ x }}', '\u202e', '\u0000', '한', '__proto__', 'all:\n', 'hosts:\n', '  ', '!vault x', '&a ', '*a', '{', '}');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.constantFrom('ansible', 'ssh-config'), (pieces, kind) => {
        const { files, findings } = draft(kind, pieces.join(''), null);
        for (const { after } of files) expect(readYaml('hosts.yaml', after, hostsFileSchema).findings).toEqual([]);
        for (const { message, line } of findings) expect([line > 0, /\{[a-z]+\}$|undefined|[\u0000\u202e]/.test(message.en)]).toEqual([true, false]);
      }),
      { numRuns: 500 },
    );
  });
});
