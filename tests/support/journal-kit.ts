import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { WriterKey } from '../../core/team/public-key';
import type { JournalOptions } from '../../main/adapters/journal-file/journal-options';
import { openJournal } from '../../main/adapters/journal-file/open-journal';
import { seedSigner } from '../../main/adapters/signer/ed25519';
import type { Clock } from '../../main/ports/clock';
import type { Journal } from '../../main/ports/journal';
import type { Schedule } from '../../main/ports/schedule';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder that is gone after the tests of this file. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bg-journal-'));
  folders.push(folder);
  return folder;
}

/** A clock that moves only when it is told to. */
export class HandClock implements Clock {
  readonly boot = 'boot-1';
  constructor(
    public wall = 1_780_000_000_000,
    public running = 1_000,
  ) {}
  now = (): number => this.wall;
  mono = (): number => this.running;
  pass(ms: number): void {
    this.wall += ms;
    this.running += ms;
  }
}

/** A schedule whose repetitions are due when the test says so. */
export class HandSchedule implements Schedule {
  private readonly acts = new Set<() => void>();
  after = (_ms: number, act: () => void): (() => void) => this.keep(act);
  every = (_ms: number, act: () => void): (() => void) => this.keep(act);
  tick(): void {
    for (const act of [...this.acts]) act();
  }
  private keep(act: () => void): () => void {
    this.acts.add(act);
    return () => void this.acts.delete(act);
  }
}

let counter = 0;
export const handIds = { next: () => `id${(counter += 1)}`, nonce: () => '0'.repeat(32) };

export const seedOf = (byte: number): Buffer => Buffer.alloc(32, byte);
export const signerOf = (byte: number) => seedSigner('ed25519', seedOf(byte));
export const keyOf = (writer: string, byte: number): WriterKey => ({ writer, publicKey: signerOf(byte).publicKey });

/** Opens kim's journal (key 1) unless told otherwise; a failure is thrown. */
export async function opened(root: string, options: Partial<JournalOptions> = {}): Promise<Journal> {
  const result = await openJournal(optionsFor(root, options));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

export function optionsFor(root: string, options: Partial<JournalOptions> = {}): JournalOptions {
  return {
    root,
    op: 'kim',
    dev: 'laptop',
    app: '0.1.0',
    signer: signerOf(1),
    clock: new HandClock(),
    ids: handIds,
    schedule: new HandSchedule(),
    keys: () => [keyOf('kim.laptop', 1), keyOf('lee.laptop', 2)],
    log: () => undefined,
    ...options,
  };
}
