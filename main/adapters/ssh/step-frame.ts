import { claimPath, type Claim } from '../../../core/run/claim';
import { recordlessScript } from './recordless-script';
import { programMark, readScript, stopScript, sweepScript } from './step-record-script';

/**
 * The name of a claim's folder on the host: one level, because every folder above it would be another program before the
 * step. A run's id has no dot and the last two parts are numbers, so that no two claims have one name.
 */
export function recordName(claim: Claim): string {
  return claimPath(claim).replaceAll('/', '.');
}

/** What a step gets: variables, script, folder. Parameters are exported, secrets are not. */
export interface StepVariables {
  readonly script: string;
  readonly params: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly cwd: string | null;
}

/** What `prepare` found on a host; true as long as the connection lives, because a reboot ends it. */
export interface RecordPlace {
  readonly bootId: string;
  /** The records folder. */
  readonly record: string;
  /** The umask of the user's sessions, in octal digits. */
  readonly umask: string;
  /** Pid and start time of the process that serves the connection; the time is `-` where it cannot be told. */
  readonly line: readonly [pid: string, start: string];
}

/** How a step becomes another user: not at all, or through sudo without or with a password. */
export type SudoMode = 'no' | 'nopasswd' | { readonly password: string };

/** What must be masked in the output of a step. */
export function secretsOf({ secrets }: Pick<StepVariables, 'secrets'>, sudo: SudoMode): string[] {
  return [...Object.values(secrets), ...(typeof sudo === 'string' ? [] : [sudo.password])];
}

export interface StartFrame {
  readonly nonce: string;
  readonly place: RecordPlace;
  readonly claim: Claim;
  readonly timeoutMs: number;
  readonly sudo: SudoMode;
  /** Whom sudo makes of us, or null: root. */
  readonly user: string | null;
  /** The seal that an earlier look-up left in the claim's place, or null. */
  readonly seal: string | null;
  readonly step: StepVariables;
}

/** A script for the wrapper, between the two lines that it looks for. */
function program(script: string): string {
  return `${programMark}\n${script}\n#go\n`;
}

/** A value as lines: kind, name, number of lines, then the lines. A value of n newlines is n + 1 lines. */
function variable(kind: 'E' | 'S' | 'C' | 'X', name: string, value: string): string {
  return `${kind} ${name} ${String(value.split('\n').length)}\n${value}\n`;
}

/** Everything behind the head of a start: the password where sudo wants one, variables and script, the end. */
function stepLines(nonce: string, sudo: SudoMode, step: StepVariables): string {
  return [
    typeof sudo === 'string' ? '' : `${sudo.password}\n`,
    '#vars\n',
    ...Object.entries(step.params).map(([name, value]) => variable('E', name, value)),
    ...Object.entries(step.secrets).map(([name, value]) => variable('S', name, value)),
    step.cwd === null ? '' : variable('C', '-', step.cwd),
    variable('X', '-', step.script),
    `${nonce}.end\n`,
  ].join('');
}

const modeOf = (sudo: SudoMode): string => (typeof sudo === 'string' ? sudo : 'password');
const secondsOf = (ms: number): string => String(Math.ceil(ms / 1_000));

export function startFrame(frame: StartFrame): Buffer {
  const { nonce, place, step, sudo } = frame;
  return Buffer.from(
    [
      `${programMark} ${nonce} ${secondsOf(frame.timeoutMs)} ${modeOf(sudo)} ${frame.seal ?? '-'} `,
      `${place.bootId} ${place.umask} ${place.line.join(' ')} ${frame.user ?? '-'} !\n`,
      `${place.record}\n${recordName(frame.claim)}\n`,
      stepLines(nonce, sudo, step),
    ].join(''),
  );
}

/** A step for a host that keeps no record; see recordless-script.ts. */
export function recordlessFrame(frame: Omit<StartFrame, 'place' | 'claim' | 'seal'>): Buffer {
  const { nonce, sudo, user, step } = frame;
  const head = `${nonce} ${secondsOf(frame.timeoutMs)} ${modeOf(sudo)} ${user ?? '-'}\n`;
  return Buffer.from(`${program(recordlessScript)}${head}${stepLines(nonce, sudo, step)}`);
}

export function prepareFrame(nonce: string): Buffer {
  return Buffer.from(`${programMark} ${nonce}\n`);
}

export function readFrame(frame: {
  readonly nonce: string;
  readonly record: string;
  readonly claim: Claim;
  readonly bootId: string;
  readonly offset: number;
  readonly wait: boolean;
}): Buffer {
  const { nonce, record, claim, bootId, offset, wait } = frame;
  const how = `${nonce} ${String(offset)} ${wait ? 'wait' : 'look'} ${bootId}`;
  return Buffer.from(`${program(readScript)}${how}\n${record}\n${recordName(claim)}\n${nonce}.end\n`);
}

/** @param password of sudo, or empty: the host says when it needs one. */
export function stopFrame(nonce: string, record: string, claim: Claim, password: string): Buffer {
  return Buffer.from(`${program(stopScript)}${nonce}\n${record}\n${recordName(claim)}\n${password}\n${nonce}.end\n`);
}

export function sweepFrame(nonce: string, record: string): Buffer {
  return Buffer.from(`${program(sweepScript)}${nonce}\n${record}\n${nonce}.end\n`);
}

const longestValue = 120_000;
const namePattern = /^[a-z][a-z0-9_]{0,31}$/;
const userPattern = /^[a-z_][a-z0-9_-]{0,31}$/;

/** Whether a password can be one line in front of the input: what it is not must never be taken for the input itself. */
export function isPassword(text: string): boolean {
  return text !== '' && !/[\0\n]/.test(text) && text !== '#vars' && text !== programMark;
}

/** Why these variables cannot travel byte-exact, or null. A kernel takes 128 KiB an environment variable. */
export function unsendable(
  step: StepVariables & { readonly user?: string | null },
): { readonly name: string; readonly why: string } | null {
  // SECURITY: it becomes a word of a sudo command, so it is a plain name whatever the plan's reader let through.
  if (step.user !== undefined && step.user !== null && !userPattern.test(step.user)) return { name: 'user', why: step.user };
  const variables = [...Object.entries(step.params), ...Object.entries(step.secrets)];
  for (const [name, value] of variables) {
    if (!namePattern.test(name)) return { name, why: 'name' };
    if (Buffer.byteLength(value) > longestValue) return { name, why: `> ${String(longestValue)} B` };
  }
  for (const [name, value] of [...variables, ['script', step.script] as const, ['cwd', step.cwd ?? ''] as const]) {
    if (value.includes('\0')) return { name, why: 'NUL' };
    // SECURITY: a start-up file that eats exactly our program must not leave a value standing in its place.
    if (value.includes(programMark)) return { name, why: programMark };
  }
  return null;
}
