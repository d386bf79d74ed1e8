import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

// A wall that nothing has ever run into may be a picture of a wall. Each is crossed here on purpose, in a small copy of
// the house with the real configurations, and the build must stop with the sentence that says where the thing belongs.

// Each test runs a whole tool; on a busy machine that takes a while.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const house = resolve(import.meta.dirname, '..');
const configs = [
  'package.json',
  'tsconfig.json',
  'tsconfig.base.json',
  'tsconfig.tests.json',
  'eslint.config.js',
  '.dependency-cruiser.cjs',
  'core/tsconfig.json',
  'main/ports/tsconfig.json',
  'main/ports/web-standard.d.ts',
  'main/services/tsconfig.json',
  'main/tsconfig.node.json',
  'main/tsconfig.json',
  'preload/tsconfig.json',
  'renderer/tsconfig.json',
];

/** A file for each layer that stays inside of its walls: the clean copy must pass, or a failure would mean nothing. */
const clean: Readonly<Record<string, string>> = {
  'core/noun.ts': "import { z } from 'zod';\nexport const noun = z.strictObject({ at: z.number() });\n",
  'core/ipc/contract.ts': "export const contract = { topic: 'noun' } as const;\n",
  'main/ports/clock.ts': 'export interface Clock {\n  now(): number;\n  until(signal: AbortSignal): void;\n}\n',
  'main/services/noun-desk.ts':
    "import { noun } from '../../core/noun';\nimport type { Clock } from '../ports/clock';\n" +
    'export const stamp = (clock: Clock): unknown => noun.parse({ at: clock.now() });\n',
  'main/adapters/store/memory.ts': "import { sep } from 'node:path';\nexport const memory = sep;\n",
  'main/adapters/sirens/shelly.ts': "export const shelly = 'shelly';\n",
  'main/compose.ts':
    "import { memory } from './adapters/store/memory';\nimport { shelly } from './adapters/sirens/shelly';\n" +
    "import { stamp } from './services/noun-desk';\nexport const app = { memory, shelly, stamp };\n",
  'preload/preload.ts': "import { contextBridge } from 'electron';\nexport const bridge = contextBridge;\n",
  'renderer/desk.ts': "export const desk = 'desk';\n",
  'renderer/stores/nouns.ts': "import { desk } from '../desk';\nexport const nouns = desk;\n",
  'renderer/ui/chip.tsx': 'export const Chip = () => <b>chip</b>;\n',
  'renderer/features/alerts/list.tsx':
    "import { Chip } from '../../ui/chip';\nexport const List = () => <Chip />;\n",
};

let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'breakglass-walls-'));
  symlinkSync(join(house, 'node_modules'), join(copy, 'node_modules'), 'dir');
  for (const path of configs) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(house, path), join(copy, path));
  }
  // The copy has no scripts, and its tests layer is tried only where a test asks for it.
  const solution = JSON.parse(readFileSync(join(house, 'tsconfig.json'), 'utf8')) as { references: { path: string }[] };
  const absent = ['./scripts', './tsconfig.tests.json'];
  solution.references = solution.references.filter(({ path }) => !absent.includes(path));
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify(solution));
  for (const [path, text] of Object.entries(clean)) put(path, text);
});

afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), text);
}

/** Runs a tool over the copy. */
function tool(script: string, ...args: readonly string[]): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(house, 'node_modules', script), ...args], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
  });
  return { code: status, output: stdout + stderr };
}

type Run = () => ReturnType<typeof tool>;
const table = ['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'];
const compiler: Run = () => tool('typescript/bin/tsc', '--build', 'tsconfig.json', '--pretty', 'false');
const cruiser: Run = () =>
  tool('dependency-cruiser/bin/dependency-cruise.mjs', ...table, 'core', 'main', 'preload', 'renderer');
const linter: Run = () => tool('eslint/bin/eslint.js', '.');

/** A file that imports something, and uses it. */
const crossing = (name: string, from: string): string =>
  `import { ${name} } from '${from}';\nexport const one = (): unknown => ${name};\n`;

/** Adds the offending files, runs the tool once, and takes them away again. */
function offend(files: Readonly<Record<string, string>>, run: Run): ReturnType<Run> {
  for (const [path, text] of Object.entries(files)) put(path, text);
  try {
    return run();
  } finally {
    for (const path of Object.keys(files)) {
      const before = clean[path];
      if (before === undefined) rmSync(join(copy, path));
      else put(path, before);
    }
  }
}

/** What a report says about one file: its line, or the block that begins with it. */
const about = (output: string, path: string): string =>
  output
    .split('\n')
    .filter((line, index, lines) => line.includes(path) || (lines[index - 1] ?? '').includes(path))
    .join('\n');

describe('the compiler', () => {
  it('lets a clean house pass', () => {
    expect(compiler()).toEqual({ code: 0, output: '' });
  });

  it('does not know the names of other worlds, and keeps a layer inside of its project', () => {
    const { code, output } = offend(
      {
        // A test inside of a layer would bring Node's names in, through its runner, and the wall would silently vanish.
        'core/noun.test.ts': "import { sep } from 'node:path';\nimport { it } from 'vitest';\nit(sep, () => {});\n",
        'core/wants-process.ts': 'export const home = process.env;\n',
        'core/wants-window.ts': 'export const width = window.innerWidth;\n',
        'core/wants-node.ts': "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n",
        'core/any-index.ts': 'export const first = (list: readonly string[]): string => list[0];\n',
        'main/ports/wants-timer.ts': 'export const later = setTimeout;\n',
        'main/services/wants-adapter.ts': crossing('memory', '../adapters/store/memory'),
        'main/adapters/store/wants-desk.ts': crossing('stamp', '../../services/noun-desk'),
        'renderer/wants-process.ts': 'export const home = process.env;\n',
        'renderer/wants-require.ts': "export const fs = require('fs') as unknown;\n",
      },
      compiler,
    );
    const outsider = 'is not listed within the file list of project';
    expect(code).not.toBe(0);
    expect(output).not.toContain('noun.test.ts');
    expect(about(output, 'core/wants-process.ts')).toContain("Cannot find name 'process'");
    expect(about(output, 'core/wants-window.ts')).toContain("Cannot find name 'window'");
    expect(about(output, 'core/wants-node.ts')).toMatch(/Cannot find (module|name) 'node:fs'/);
    expect(about(output, 'core/any-index.ts')).toContain("'string | undefined' is not assignable to type 'string'");
    expect(about(output, 'main/ports/wants-timer.ts')).toContain("Cannot find name 'setTimeout'");
    expect(about(output, 'main/services/wants-adapter.ts')).toContain(outsider);
    expect(about(output, 'main/adapters/store/wants-desk.ts')).toContain(outsider);
    expect(about(output, 'renderer/wants-process.ts')).toContain("Cannot find name 'process'");
    expect(about(output, 'renderer/wants-require.ts')).toContain("Cannot find name 'require'");
  });
});

describe('the real layers', () => {
  const tsc = join(house, 'node_modules/typescript/bin/tsc');
  const listed = new Map<string, readonly string[]>();
  /** What the compiler reads for a layer; asked once, because each answer costs seconds. */
  const files = (layer: string): readonly string[] => {
    const known = listed.get(layer);
    if (known !== undefined) return known;
    const args = [tsc, '-p', join(house, layer), '--listFilesOnly'];
    const made = spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout.split('\n');
    listed.set(layer, made);
    return made;
  };

  // A library may bring another world's names along: one `/// <reference types="node" />` is enough.
  it.each(['core', 'main/ports', 'main/services', 'renderer'])("does not bring Node's names into %s", (layer) => {
    const seen = files(layer);
    expect(seen.some((file) => file.includes(`/${layer}/`))).toBe(true);
    expect(seen.filter((file) => /\/@types\/node\/|\/electron\.d\.ts/.test(file))).toEqual([]);
  });

  it.each(['core', 'main/ports', 'main/services'])("does not bring a browser's names into %s", (layer) => {
    expect(files(layer).filter((file) => file.includes('/lib.dom'))).toEqual([]);
  });
});

/** One offence each: the file, what it imports from where, the rule that stops it, and words of its sentence. */
const crossings: readonly (readonly [path: string, name: string, from: string, rule: string, says: string])[] = [
  ['core/uses-ssh.ts', 'Client', 'ssh2', 'wall-core', 'main/adapters'],
  ['core/uses-fs.ts', 'sep', 'node:path', 'wall-core', 'is a port'],
  ['core/uses-desk.ts', 'stamp', '../main/services/noun-desk', 'wall-core', 'core is pure'],
  ['main/ports/uses-adapter.ts', 'memory', '../adapters/store/memory', 'wall-ports', 'main/adapters'],
  ['main/services/uses-adapter.ts', 'memory', '../adapters/store/memory', 'wall-services', 'main/compose.ts'],
  ['main/services/uses-node.ts', 'sep', 'node:path', 'wall-services', 'asks a port'],
  ['main/adapters/store/uses-desk.ts', 'stamp', '../../services/noun-desk', 'wall-adapters', 'in its ctx'],
  ['main/adapters/store/uses-siren.ts', 'shelly', '../sirens/shelly', 'adapters-apart', 'ctx'],
  ['main/adapters/sirens/mqtt.ts', 'shelly', './shelly', 'drivers-apart', 'registry.ts'],
  ['main/adapters/store/uses-electron.ts', 'app', 'electron', 'only-the-shell-knows-electron', 'main/platform'],
  ['main/workers/ssh/uses-desk.ts', 'stamp', '../../services/noun-desk', 'wall-workers', 'main/services'],
  ['main/drill/uses-desk.ts', 'stamp', '../services/noun-desk', 'wall-drill', 'main/services'],
  ['main/ipc/uses-adapter.ts', 'memory', '../adapters/store/memory', 'wall-ipc', 'calls a service'],
  ['main/window/uses-desk.ts', 'stamp', '../services/noun-desk', 'wall-window', 'main/compose.ts'],
  ['main/platform/uses-desk.ts', 'stamp', '../services/noun-desk', 'wall-platform', 'main/compose.ts'],
  ['preload/uses-core.ts', 'noun', '../core/noun', 'wall-preload', 'channels that it is told'],
  ['renderer/uses-main.ts', 'memory', '../main/adapters/store/memory', 'wall-renderer', 'renderer/desk.ts'],
  ['renderer/ui/uses-store.ts', 'nouns', '../stores/nouns', 'wall-renderer-ui', 'renderer/features'],
  ['renderer/stores/uses-ui.ts', 'Chip', '../ui/chip', 'wall-renderer-stores', 'renderer/features'],
  ['renderer/features/hosts/uses-alerts.ts', 'List', '../alerts/list', 'features-apart', 'renderer/stores'],
  ['renderer/approval/uses-main.ts', 'one', '../main/app', 'windows-apart', 'four contracts'],
  ['main/cli.ts', 'one', './platform/electron', 'terminal-without-electron', 'main/platform/node.ts'],
  ['core/circle-one.ts', 'two', './circle-two', 'no-circles', 'miss a third'],
  ['core/from-nowhere.ts', 'nobody', './nobody', 'nothing-from-nowhere', 'leads to nothing'],
];

/** What the offences above need, and what must not be stopped. */
const allowed: Readonly<Record<string, string>> = {
  'renderer/main/app.ts': "export const one = 'app';\n",
  'main/platform/electron.ts': "import { app } from 'electron';\nexport const one = app;\n",
  'core/circle-two.ts': "import { one } from './circle-one';\nexport const two = (): unknown => one;\n",
};

describe('the table of walls', () => {
  let report = '';

  beforeAll(() => {
    const offending = crossings.map(([path, name, from]) => [path, crossing(name, from)] as const);
    report = offend({ ...Object.fromEntries(offending), ...allowed }, cruiser).output;
  });

  /** The report is a paragraph a violation, wrapped at 80 columns: rule, file, and the sentence of the table. */
  const violation = (rule: string, path: string): string =>
    report
      .split('\n\n')
      .map((paragraph) => paragraph.replaceAll(/\s+/g, ' ').trim())
      .find((paragraph) => paragraph.startsWith(`error ${rule}: ${path} →`)) ?? '';

  it('lets a clean house pass', () => {
    const { code, output } = cruiser();
    expect(output).toContain('no dependency violations found');
    expect(code).toBe(0);
  });

  it.each(crossings)('stops %s, which imports %s from %s (%s)', (path, _name, _from, rule, says) => {
    expect(violation(rule, path), report).toContain(says);
  });

  it('stops nothing that it should not', () => {
    for (const path of Object.keys(allowed)) expect(report).not.toContain(`: ${path} →`);
  });
});

/** path, text, and the words that the linter must say about it. */
const offences: readonly (readonly [string, string, string])[] = [
  ['core/date-global.ts', 'export const at = (): number => Date.now();\n', 'main/ports/clock.ts'],
  ['core/chance.ts', 'export const roll = (): number => Math.random();\n', 'main/ports/ids.ts'],
  [
    'main/services/waits.ts',
    'export const wait = (f: () => void): unknown => setTimeout(f, 1);\n',
    'main/ports/schedule.ts',
  ],
  ['main/services/environment.ts', 'export const home = (): unknown => process.env;\n', 'main/platform'],
  ['core/anything.ts', 'export const take = (x: any): unknown => x;\n', 'no-explicit-any'],
  [
    'core/floats.ts',
    'async function go(): Promise<void> {}\n' +
      'export const start = (): void => {\n' +
      '  go();\n' +
      '};\n',
    'no-floating-promises',
  ],
  [
    'core/misses.ts',
    "export function name(kind: 'a' | 'b'): string {\n" +
      '  switch (kind) {\n' +
      "    case 'a':\n" +
      "      return 'A';\n" +
      '  }\n' +
      "  return '';\n" +
      '}\n',
    'switch-exhaustiveness-check',
  ],
  [
    'core/type-import.ts',
    "import { noun } from './noun';\n" +
      'export type Noun = typeof noun;\n',
    'consistent-type-imports',
  ],
  ['core/default-export.ts', 'export default 1;\n', 'No default exports'],
  ['core/barrel.ts', "export * from './noun';\n", 'No barrels'],
  ['core/long.ts', `${'// a line\n'.repeat(400)}export const long = 1;\n`, 'max-lines'],
  [
    'main/index.ts',
    "import { ipcMain } from 'electron';\n" +
      'export const c = ipcMain;\n',
    'main/ipc/serve.ts owns ipcMain',
  ],
  [
    'main/window/push.ts',
    "import type { BrowserWindow } from 'electron';\n" +
      'export const push = (w: BrowserWindow): void => {\n' +
      "  w.webContents.send('x');\n" +
      '};\n',
    'Raw webContents.send',
  ],
  [
    'main/ipc/serve.ts',
    "import { ipcMain, type BrowserWindow } from 'electron';\n" +
      'export const serve = (w: BrowserWindow): void => {\n' +
      '  ipcMain.removeAllListeners();\n' +
      "  w.webContents.send('x');\n" +
      '};\n',
    '',
  ],
  [
    'renderer/features/alerts/hooks.tsx',
    "import { useState } from 'react';\n" +
      'export function Wrong({ on }: { readonly on: boolean }): string {\n' +
      '  if (on) useState(1);\n' +
      "  return '';\n" +
      '}\n',
    'rules-of-hooks',
  ],
];

describe('the linter', () => {
  let report = '';

  beforeAll(() => {
    report = offend(Object.fromEntries(offences.map(([path, text]) => [path, text])), linter).output;
  });

  /** eslint's report is a block a file: its path, then a line a finding. */
  const findings = (path: string): string =>
    report.split('\n\n').find((block) => block.trimStart().startsWith(join(copy, path))) ?? '';

  it.each(offences.filter(([, , says]) => says !== ''))('stops %s', (path, _text, says) => {
    expect(findings(path), report).toContain(says);
  });

  const innocent = [...Object.keys(clean), ...offences.filter(([, , says]) => says === '').map(([path]) => path)];

  it.each(innocent)('lets %s pass', (path) => {
    expect(findings(path)).toBe('');
  });
});
