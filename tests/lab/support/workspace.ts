import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { deviceName } from '../../../main/open-identity';
import type { Sshd } from './sshd';

/** The file of a workspace by its path, and what stands in it. */
export type Files = Readonly<Record<string, string>>;

/** Writes a workspace for one operator, kim, into a new folder. Files that are given replace the plain ones. */
export function writeWorkspace(root: string, files: Files = {}): string {
  const plain: Files = {
    'breakglass.yaml': settings(),
    'team.yaml': 'people:\n  - { id: kim, name: Kim, role: operator, timezone: Asia/Seoul }\n',
    'hosts.yaml': 'hosts: []\n',
    'sirens.yaml': 'sirens: []\n',
    'duty.yaml': 'feeds: []\n',
    'services.yaml': 'services: []\n',
  };
  for (const [path, text] of Object.entries({ ...plain, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** breakglass.yaml with these sources. */
export function settings(...sources: readonly string[]): string {
  return [
    'version: 1',
    'name: lab',
    'timezone: Asia/Seoul',
    'grading:',
    `  - { when: 'severity="critical"', grade: 911, ring: ask }`,
    sources.length === 0 ? 'sources: []' : 'sources:',
    ...sources.map((source) => `  - ${source}`),
    '',
  ].join('\n');
}

/** hosts.yaml with three names for one real sshd, each with its own loopback address. */
export function hostsOf(sshd: Sshd): string {
  return `hosts:\n${['api-01', 'api-02', 'db-01'].map((name, index) => hostLine(sshd, name, { address: `127.0.0.${String(index + 1)}`, groups: name.startsWith('api') ? '[api]' : '[db]' })).join('')}`;
}

/** One entry of hosts.yaml; null leaves a key out. */
export function hostLine(sshd: Sshd, name: string, overrides: Readonly<Record<string, string | null>> = {}): string {
  const keys: Readonly<Record<string, string | null>> = {
    name,
    address: '127.0.0.1',
    port: String(sshd.port),
    user: userInfo().username,
    groups: '[api]',
    danger: 'lab',
    hostKeys: `["${sshd.hostKey()}"]`,
    identity: sshd.userKey,
    ...overrides,
  };
  const given = Object.entries(keys).filter(([, value]) => value !== null);
  return `  - { ${given.map(([key, value]) => `${key}: ${value ?? ''}`).join(', ')} }\n`;
}

/** A runbook with one `sh` block for each given step, on the hosts of the parameter `host`. */
export function runbook(title: string, ...steps: readonly (readonly [attributes: string, script: string])[]): string {
  const blocks = steps.map(([attributes, script]) => `## ${title}\n\`\`\`sh {${attributes}}\n${script}\n\`\`\`\n`);
  return `---\ntitle: ${title}\nparams:\n  host: { type: host, group: api }\n---\n${blocks.join('')}`;
}

/** The journal's first segment of kim on this device. */
export function journalFile(root: string): string {
  return join(root, 'journal', `kim.${deviceName()}`, '000001.jsonl');
}
