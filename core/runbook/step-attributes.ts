import type { z } from 'zod';
import type { Attribute } from './attributes';
import { parseDuration } from './duration';
import { fileAttributeNames, suitsFileStep } from './file-step-attributes';
import { dangerSchema, stepKindSchema } from './plan';
import { suggestion, type Report } from './rules';
import type { RunbookStep } from './runbook';

export type StepKind = z.infer<typeof stepKindSchema>;

/** What the attributes of a block say; `null` or a default where they say nothing. */
export type StepSettings = Omit<RunbookStep, 'title' | 'kind' | 'script' | 'waitMs' | 'line' | 'name'> & {
  readonly name: string | null;
};

export const blockName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** Five minutes: long enough for a restart, short enough that somebody notices tonight. */
export const defaultTimeoutMs = 300_000;
const longestTimeoutMs = 86_400_000;

type Reader = (value: string) => Partial<StepSettings> | null;

const yesNo = (make: (value: boolean) => Partial<StepSettings>): Reader => (value) =>
  value === 'true' ? make(true) : value === 'false' ? make(false) : null;

const whole = (most: number, make: (value: number) => Partial<StepSettings>): Reader => (value) =>
  /^[1-9]\d{0,4}$/.test(value) && Number(value) <= most ? make(Number(value)) : null;

function readWhen(value: string): Partial<StepSettings> | null {
  const match = /^([A-Za-z0-9][A-Za-z0-9_-]{0,63}):(ok|failed|changed)$/.exec(value);
  const [, step, is] = match ?? [];
  return step === undefined ? null : { when: { step, is: is === 'ok' ? 'ok' : is === 'failed' ? 'failed' : 'changed' } };
}

function readTimeout(value: string): Partial<StepSettings> | null {
  const timeoutMs = parseDuration(value);
  return timeoutMs === null || timeoutMs < 1_000 || timeoutMs > longestTimeoutMs ? null : { timeoutMs };
}

const named = (make: (value: string) => Partial<StepSettings>): Reader => (value) => (blockName.test(value) ? make(value) : null);

/** Every attribute: how it is read, what is expected, and whether blocks that touch no server may carry it. */
const readers: Readonly<Record<string, { readonly read: Reader; readonly expected: string; readonly anyKind?: true }>> = {
  name: { read: named((name) => ({ name })), expected: 'a-z, 0-9, - and _', anyKind: true },
  kind: { read: (value) => (stepKindSchema.safeParse(value).success ? {} : null), expected: 'sh, manual, wait, get, put', anyKind: true },
  on: { read: (on) => (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(on) ? { on } : null), expected: 'host, group, parameter' },
  danger: {
    read: (value) => {
      const danger = dangerSchema.safeParse(value);
      return danger.success ? { danger: danger.data } : null;
    },
    expected: 'read, change, destroy',
  },
  each: { read: (value) => (value === 'host' ? { each: true } : null), expected: 'host' },
  when: { read: readWhen, expected: 'STEP:ok, STEP:failed, STEP:changed', anyKind: true },
  batch: { read: whole(1000, (batch) => ({ batch })), expected: '1–1000' },
  canary: { read: yesNo((canary) => ({ canary })), expected: 'true, false' },
  'stop-after-failures': { read: whole(1000, (stopAfterFailures) => ({ stopAfterFailures })), expected: '1–1000' },
  idempotent: { read: yesNo((idempotent) => ({ idempotent })), expected: 'true, false' },
  timeout: { read: readTimeout, expected: '1s–24h' },
  check: { read: named((check) => ({ check })), expected: 'block name' },
  rollback: { read: named((rollback) => ({ rollback })), expected: 'block name' },
  sudo: { read: yesNo((sudo) => ({ sudo })), expected: 'true, false' },
  user: { read: (user) => (/^[a-z_][a-z0-9_-]{0,31}$/.test(user) ? { user } : null), expected: 'user name' },
  unchanged: {
    read: (value) => (/^[1-9]\d{0,2}$/.test(value) && Number(value) <= 125 ? { unchanged: Number(value) } : null),
    expected: '1–125',
  },
  cwd: { read: (cwd) => (cwd.startsWith('/') && cwd.length <= 1024 ? { cwd } : null), expected: '/absolute/path' },
};

export const attributeNames = [...Object.keys(readers), ...fileAttributeNames];

/**
 * runme's own keys, and the values under which they change nothing here (null: any). Everything else of runme's is
 * refused by name, because it would run otherwise there than here.
 */
const runmeKeys: Readonly<Record<string, readonly string[] | null>> = {
  id: null,
  category: null,
  tag: null,
  mimeType: null,
  terminalRows: null,
  closeTerminalOnSuccess: null,
  interactive: ['false'],
  background: ['false'],
  excludeFromRunAll: ['false'],
  promptEnv: ['false', 'never', 'no'],
  interpreter: ['sh', '/bin/sh'],
  transform: ['true'],
};

/** Reads the attributes of one block. Findings are reported; what could not be read keeps its default. */
export function readStepAttributes(kind: StepKind, attributes: readonly Attribute[], report: Report): StepSettings {
  let settings: StepSettings = {
    name: null,
    danger: kind === 'manual' || kind === 'wait' ? 'read' : 'change',
    on: null,
    each: false,
    when: null,
    batch: null,
    canary: false,
    stopAfterFailures: null,
    idempotent: false,
    timeoutMs: defaultTimeoutMs,
    check: null,
    rollback: null,
    sudo: false,
    user: null,
    unchanged: null,
    cwd: null,
  };
  for (const { key, value, keyAt, valueAt } of attributes) {
    if (!suitsFileStep(kind, key)) {
      report(keyAt, 'attribute-not-for-kind', { key, kind });
      continue;
    }
    // Read where the block's file is put together.
    if (fileAttributeNames.includes(key)) continue;
    const reader = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (reader === undefined) {
      if (!Object.hasOwn(runmeKeys, key)) {
        report(keyAt, 'unknown-attribute', { key, suggestion: suggestion(key, attributeNames) });
      } else if (runmeKeys[key]?.includes(value) === false) {
        report(keyAt, 'runme-refused', { key, value });
      }
      continue;
    }
    if (reader.anyKind !== true && (kind === 'manual' || kind === 'wait')) {
      report(keyAt, 'attribute-not-for-kind', { key, kind });
      continue;
    }
    const read = reader.read(value);
    if (read === null) report(valueAt, 'bad-value', { key, value, expected: reader.expected });
    else settings = { ...settings, ...read };
  }
  return settings;
}
