import { beforeEach, describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../core/errors';
import type { CaseDetail } from '../../core/case/case';
import { hostSchema } from '../../core/host/host';
import type { Target } from '../../core/runbook/plan';
import type { TerminalEnd, TerminalPiece } from '../../core/terminal/terminal';
import type { Workspace } from '../../core/workspace/workspace';
import { createMemoryJournal } from '../../tests/support/memory-journal';
import type { Journal } from '../ports/journal';
import type { OpenTerminal } from '../ports/terminal-screen';
import type { TerminalBegin, Terminals } from '../ports/terminals';
import { RecordedTerminalDesk } from './recorded-terminal-desk';

const size = { columns: 80, rows: 24 };
const sha = 'a'.repeat(64);
const ended: TerminalEnd = { how: 'exit', code: 0, bytes: 12, sha256: sha, recordingSha256: sha, durationMs: 900, problem: null };
const host = hostSchema.parse({ name: 'db-01', address: '10.0.0.1', user: 'ops' });
const plain: Target = { name: 'db-01', user: 'ops', address: '10.0.0.1', port: 22, danger: 'prod', hostKeys: [], identity: null, jump: [], transport: 'ssh2' } as unknown as Target;

/** Servers and discs as the desk sees them, with everything that was asked of them, in order. */
class World {
  readonly touched: string[] = [];
  readonly shown: OpenTerminal[] = [];
  readonly journal = createMemoryJournal(() => 1_000);
  journalFails = false;
  policies: Workspace['settings']['policies'] = { 'two-people-for': [], 'unvouched-may-run': true };
  mayRun = true;
  vouched = true;
  hasScreen = true;
  target: Target = plain;
  settled: Promise<void> = Promise.resolve();
  onDisk: Result<{ sha256: string; file: string }> = ok({ sha256: sha, file: '/w/transcripts/x.cast' });
  private finish: (end: TerminalEnd) => void = () => undefined;
  private ids = 0;

  readonly terminals: Terminals = {
    terminal: (begin: TerminalBegin) => {
      this.touched.push(`shell ${begin.terminal} after ${this.journal.entries.map(({ code }) => code).join()}`);
      return new Promise((resolve) => {
        this.finish = resolve;
      });
    },
    more: async (): Promise<TerminalPiece | null> => null,
    type: async () => ok(undefined),
    resize: async () => undefined,
    hangUp: async (terminal) => {
      this.touched.push(`hang up ${terminal}`);
      this.finish({ ...ended, how: 'closed', code: null });
    },
    recording: async () => this.onDisk,
    exportRecording: async (_recording, _expected, file) => {
      this.touched.push(`export ${file}`);
      return ok(undefined);
    },
  };

  end(end: TerminalEnd): void {
    this.finish(end);
  }

  desk(): RecordedTerminalDesk {
    const journal: Journal = { ...this.journal, append: (code, data) => (this.journalFails ? Promise.resolve(fail('journal-not-writable', { path: 'journal', reason: 'ENOSPC' })) : this.journal.append(code, data)) };
    const workspace = { hosts: [host], settings: { name: 'acme', policies: this.policies } } as unknown as Workspace;
    return new RecordedTerminalDesk({
      workspace: { get: () => workspace, onChanged: () => () => undefined },
      journal,
      actor: { me: () => ({ person: 'kim', name: 'Kim', role: 'operator', device: 'd', keyId: '', publicKey: '', signer: 'keychain', vouched: this.vouched }), may: () => this.mayRun },
      clock: { now: () => 1_000, mono: () => 1_000, boot: 'b' },
      ids: { next: () => `id${String((this.ids += 1))}`, nonce: () => '' },
      terminals: this.terminals,
      screen: {
        show: (terminal) => {
          this.shown.push(terminal);
          return this.hasScreen ? ok(undefined) : fail('terminal-no-screen', { host: terminal.about.host });
        },
      },
      target: async () => {
        await this.settled;
        return ok({ target: this.target, jumps: [] });
      },
      cases: { detail: async ({ id }) => (id === 'c1' ? ok({ id } as CaseDetail) : fail('case-unknown', { id })) },
      drill: false,
    });
  }
}

let world: World;

beforeEach(() => {
  world = new World();
});

const codes = (): string[] => world.journal.entries.map(({ code }) => code);

async function taken(desk: RecordedTerminalDesk): Promise<OpenTerminal> {
  const result = await desk.take({ host: 'db-01', reason: ' stuck ', caseId: null });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

describe('no record, no terminal', () => {
  it('the intent is in the journal before the server hears anything, the end after it', async () => {
    const desk = world.desk();
    const terminal = await taken(desk);
    expect(world.touched).toEqual([]);
    expect(codes()).toEqual([]);
    expect(await terminal.begin(size)).toEqual(ok(undefined));
    expect(world.touched).toEqual(['shell id1 after TERMINAL-START']);
    expect(terminal.isAlive()).toBe(true);
    expect(desk.count()).toBe(1);
    world.end(ended);
    expect((await terminal.more()).end).toEqual(ended);
    expect(world.journal.entries.map(({ code, data }) => [code, data['recordingSha256'] ?? data['reason']])).toEqual([
      ['TERMINAL-START', 'stuck'],
      ['TERMINAL-END', sha],
    ]);
    await Promise.resolve();
    expect([terminal.isAlive(), desk.count()]).toEqual([false, 0]);
    expect(desk.list()).toMatchObject([{ terminal: 'id1', host: 'db-01', by: 'kim', end: { how: 'exit' } }]);
  });

  it('where the journal cannot be written nothing opens, now or on a second try', async () => {
    world.journalFails = true;
    const terminal = await taken(world.desk());
    expect(await terminal.begin(size)).toMatchObject({ ok: false });
    expect(await terminal.begin(size)).toMatchObject({ ok: false, error: { code: 'terminal-gone' } });
    expect(world.touched).toEqual([]);
    expect(terminal.isAlive()).toBe(false);
  });

  it('begins once', async () => {
    const terminal = await taken(world.desk());
    await Promise.all([terminal.begin(size), terminal.begin(size)]);
    expect(world.touched).toHaveLength(1);
  });

  it('a window that was closed before it began never opens a shell', async () => {
    const terminal = await taken(world.desk());
    terminal.hangUp();
    expect(await terminal.begin(size)).toMatchObject({ ok: false });
    expect(codes()).toEqual([]);
  });
});

describe('who may', () => {
  it.each<[string, (world: World) => void, string]>([
    ['an investigator may not', (it) => { it.mayRun = false; }, 'run-not-allowed'],
    ['an unvouched key, where the team forbids it', (it) => { it.vouched = false; it.policies = { 'two-people-for': [], 'unvouched-may-run': false }; }, 'run-session-key'],
    ['two people for production', (it) => { it.policies = { 'two-people-for': ['prod'], 'unvouched-may-run': true }; }, 'terminal-needs-two'],
    ['two people for destroying', (it) => { it.policies = { 'two-people-for': ['destroy'], 'unvouched-may-run': true }; }, 'terminal-needs-two'],
    ['two people for changing', (it) => { it.policies = { 'two-people-for': ['change'], 'unvouched-may-run': true }; }, 'terminal-needs-two'],
  ])('%s', async (_name, change, code) => {
    change(world);
    expect(await world.desk().open({ host: 'db-01', reason: 'x', caseId: null })).toMatchObject({ ok: false, error: { code } });
    expect(world.shown).toEqual([]);
  });

  it('opens whatever carries the line', async () => {
    world.target = { ...plain, transport: 'openssh' };
    expect(await world.desk().open({ host: 'db-01', reason: 'x', caseId: null })).toMatchObject({ ok: true });
    expect(world.shown).toHaveLength(1);
  });

  it('waits until this machine has said how the host is reached', async () => {
    let settle: () => void = () => undefined;
    world.settled = new Promise((resolve) => (settle = resolve));
    const opening = world.desk().open({ host: 'db-01', reason: 'x', caseId: null });
    expect(world.shown).toEqual([]);
    world.target = { ...plain, address: '10.0.0.2' };
    settle();
    expect(await opening).toMatchObject({ ok: true });
    expect(world.shown[0]?.about.address).toBe('10.0.0.2:22');
  });

  it('asks the reason, knows the host, needs a screen', async () => {
    const desk = world.desk();
    expect(await desk.open({ host: 'db-01', reason: '  ', caseId: null })).toMatchObject({ error: { code: 'terminal-reason-needed' } });
    expect(await desk.open({ host: 'nosuch', reason: 'x', caseId: null })).toMatchObject({ error: { code: 'not-found' } });
    world.hasScreen = false;
    expect(await desk.open({ host: 'db-01', reason: 'x', caseId: null })).toMatchObject({ error: { code: 'terminal-no-screen' } });
  });
});

describe('afterwards', () => {
  it('a terminal that was open when the console died has ended, unknown how, with the hash of what is there', async () => {
    await (await taken(world.desk())).begin(size);
    const desk = world.desk();
    await desk.recover();
    expect(world.journal.entries.at(-1)).toMatchObject({ code: 'TERMINAL-END', data: { how: 'unknown', recordingSha256: sha } });
    await world.desk().recover();
    expect(codes()).toEqual(['TERMINAL-START', 'TERMINAL-END']);
  });

  it('a lost worker is a lost line, and its recording is hashed all the same', async () => {
    const terminal = await taken(world.desk());
    await terminal.begin(size);
    world.end({ ...ended, how: 'line-lost', code: null, recordingSha256: null, sha256: null });
    expect((await terminal.more()).end).toMatchObject({ how: 'line-lost', recordingSha256: sha });
  });

  it('stopping hangs up everywhere and waits for the ends', async () => {
    const desk = world.desk();
    await (await taken(desk)).begin(size);
    await desk.stop();
    expect(world.touched.at(-1)).toBe('hang up id1');
    expect(codes()).toEqual(['TERMINAL-START', 'TERMINAL-END']);
  });

  it('belongs to a case that is known here, in the journal and after a restart', async () => {
    const desk = world.desk();
    expect(await desk.take({ host: 'db-01', reason: 'x', caseId: 'nosuch' })).toMatchObject({ error: { code: 'case-unknown' } });
    const taken = await desk.take({ host: 'db-01', reason: 'x', caseId: 'c1' });
    if (!taken.ok) throw new Error(taken.error.code);
    await taken.value.begin(size);
    expect(world.journal.entries.at(-1)?.data).toMatchObject({ caseId: 'c1' });
    world.end(ended);
    await taken.value.more();
    const later = world.desk();
    await later.recover();
    expect(later.list()).toMatchObject([{ caseId: 'c1', end: { how: 'exit' } }]);
  });

  it('a recording is exported once it is over, journalled first; an altered one is named', async () => {
    const desk = world.desk();
    const terminal = await taken(desk);
    await terminal.begin(size);
    expect(await desk.exportTo('id1', '/x.cast', false)).toMatchObject({ error: { code: 'terminal-open' } });
    world.end(ended);
    await terminal.more();
    expect(await desk.check('id1')).toMatchObject({ ok: true });
    expect(await desk.exportTo('id1', '/x.cast', false)).toEqual(ok(undefined));
    expect(codes().at(-1)).toBe('TERMINAL-EXPORT');
    world.onDisk = ok({ sha256: 'b'.repeat(64), file: '' });
    expect(await desk.check('id1')).toMatchObject({ error: { code: 'recording-altered' } });
    expect(await desk.check('nosuch')).toMatchObject({ error: { code: 'not-found' } });
    world.journalFails = true;
    expect(await desk.exportTo('id1', '/y.cast', false)).toMatchObject({ ok: false });
    expect(world.touched).not.toContain('export /y.cast');
  });
});
