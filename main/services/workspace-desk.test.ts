import { describe, expect, it } from 'vitest';
import type { Finding } from '../../core/runbook/runbook';
import type { Workspace } from '../../core/workspace/workspace';
import { readWorkspace } from '../../core/workspace/read-workspace';
import { createMemoryJournal } from '../../tests/support/memory-journal';
import { createSimulatedTime } from '../../tests/support/simulated-time';
import type { Journal } from '../ports/journal';
import type { WorkspaceFiles } from '../ports/workspace-files';
import { openWorkspaceDesk } from './workspace-desk';

const settings = 'version: 1\nname: acme\ntimezone: Asia/Seoul\n';
const team = 'people: [{ id: kim, name: Kim, role: operator, timezone: Asia/Seoul }]\n';

async function world(texts = new Map([['breakglass.yaml', settings], ['team.yaml', team]]), writable = true, remembered: Workspace | null = null) {
  let kept = remembered;
  let doubts: Finding[] = [];
  const lastGood = { read: () => kept, write: (workspace: Workspace) => void (kept = workspace) };
  const time = createSimulatedTime();
  const book = createMemoryJournal(time.clock.now);
  let journal: Journal | null = null;
  let touch = (): void => undefined;
  let reads = 0;
  let wait: Promise<void> = Promise.resolve();
  const files = {
    read: async (root: string) => {
      reads += 1;
      const now = new Map(texts);
      await wait;
      return readWorkspace({ root, texts: now, others: new Set(), findings: [] }, { sources: new Map(), sirens: new Map() });
    },
    watch: (_root: string, changed: () => void) => {
      touch = changed;
      return () => {
        touch = () => undefined;
      };
    },
    isWritable: async () => writable,
  } as unknown as WorkspaceFiles;
  const opened = await openWorkspaceDesk('/ws', { files, clock: time.clock, trust: { judge: async () => doubts }, journal: () => journal, lastGood });
  return {
    opened,
    desk: () => {
      if (!opened.ok) throw new Error(opened.error.code);
      return opened.value;
    },
    book, time, texts,
    kept: () => kept,
    reads: () => reads,
    hold: (until: Promise<void>): void => {
      wait = until;
    },
    doubt: (found: Finding[]): void => {
      doubts = found;
    },
    breakDisk: (why: string | null): void => {
      wait = why === null ? Promise.resolve() : Promise.reject(new Error(why));
      void wait.catch(() => undefined);
    },
    giveJournal: () => (journal = book),
    change: async (file: string, text: string | null) => {
      if (text === null) texts.delete(file);
      else texts.set(file, text);
      touch();
      await time.pass(0);
    },
  };
}

describe('opening', () => {
  it('gives the workspace in force', async () => {
    const { desk } = await world();
    expect(desk().get()).toMatchObject({ root: '/ws', settings: { name: 'acme' }, people: [{ id: 'kim' }] });
    expect(desk().status()).toEqual({ errors: 0, lastGood: false, readOnly: false });
    expect(desk().blind()).toEqual([]);
  });

  it('says that a folder is read-only', async () => {
    expect((await world(undefined, false)).desk().status().readOnly).toBe(true);
  });

  it('fails where there is none, and where it is not valid, naming the place', async () => {
    expect((await world(new Map())).opened).toMatchObject({ error: { code: 'workspace-missing', values: { path: '/ws' } } });
    const bad = await world(new Map([['breakglass.yaml', settings], ['team.yaml', 'people:\n  - { id: kim }\n']]));
    expect(bad.opened).toMatchObject({ error: { code: 'workspace-invalid', values: { file: 'team.yaml', line: 2 } } });
  });
});

describe('a typo at the start', () => {
  it('leaves the configuration in force that was valid last on this device, under a banner', async () => {
    const { kept } = await world();
    const broken = new Map([['breakglass.yaml', `${settings}\nnmae: twice\n`], ['team.yaml', team]]);
    const { desk } = await world(broken, true, kept());
    expect(desk().get()).toMatchObject({ settings: { name: 'acme' } });
    expect(desk().status()).toMatchObject({ lastGood: true });
    expect(desk().blind()).toMatchObject([{ kind: 'workspace', problem: { code: 'workspace-invalid' } }]);
  });

  it('is no excuse to open a folder that is no workspace any more', async () => {
    const { kept } = await world();
    const { opened } = await world(new Map(), true, kept());
    expect(!opened.ok && opened.error.code).toBe('workspace-missing');
  });
});

describe('a change', () => {
  it('is taken over, told and journalled with both hashes', async () => {
    const { desk, change, book, giveJournal } = await world();
    const seen: string[] = [];
    desk().onChanged(({ settings: { name } }) => seen.push(name));
    const before = desk().get().hash;
    giveJournal();
    await change('breakglass.yaml', settings.replace('acme', 'beta'));
    expect(seen).toEqual(['beta']);
    const after = desk().get().hash;
    expect(book.entries.map(({ code, data }) => [code, data['before'], data['hash']])).toEqual([['WORKSPACE-CHANGED', null, before], ['WORKSPACE-CHANGED', before, after]]);
  });

  it('that changes nothing is not told', async () => {
    const { desk, change, book, giveJournal } = await world();
    giveJournal();
    desk().tellJournal(null);
    let told = 0;
    desk().onChanged(() => (told += 1));
    desk().onFindings(() => (told += 1));
    await change('team.yaml', team);
    expect(told).toBe(0);
    expect(book.entries).toHaveLength(1);
  });

  it('that breaks a file leaves the last good state in force, under a banner, journalled once', async () => {
    const { desk, change, book, giveJournal, time } = await world();
    giveJournal();
    desk().tellJournal(null);
    let findings = 0;
    desk().onFindings(() => (findings += 1));
    desk().onChanged(() => {
      throw new Error('not taken over');
    });
    const kept = desk().get();
    await change('team.yaml', 'people:\n  - { id: kim, nmae: Kim }\n');
    await change('team.yaml', 'people:\n  - { id: kim, nmae: Kim }\n# still wrong\n');
    expect(desk().get()).toBe(kept);
    expect(desk().status()).toMatchObject({ lastGood: true, errors: 4 });
    expect(desk().findings().some(({ rule }) => rule === 'unknown-key')).toBe(true);
    expect(desk().blind()).toMatchObject([{ kind: 'workspace', name: 'acme', since: time.clock.now(), problem: { code: 'workspace-invalid', values: { file: 'team.yaml', line: 2 } } }]);
    expect(book.entries.slice(1)).toMatchObject([{ code: 'WORKSPACE-REJECTED', data: { kept: kept.hash, file: 'team.yaml', line: 2 } }]);
    expect(findings).toBe(1);
  });

  it('that repairs it ends the banner, even where the good state is the old one', async () => {
    const { desk, change, giveJournal } = await world();
    giveJournal();
    let findings = 0;
    desk().onFindings(() => (findings += 1));
    await change('breakglass.yaml', null);
    expect(desk().blind()).toMatchObject([{ problem: { code: 'workspace-missing' } }]);
    await change('breakglass.yaml', settings);
    expect(desk().blind()).toEqual([]);
    expect(desk().status()).toMatchObject({ lastGood: false, errors: 0 });
    expect(findings).toBe(2);
  });

  it('that the disk keeps from being read leaves what was in force, under a banner, until it can be', async () => {
    const { desk, change, breakDisk, kept } = await world();
    breakDisk('EIO: i/o error, read');
    await change('breakglass.yaml', settings.replace('acme', 'beta'));
    expect(desk().get().settings.name).toBe('acme');
    expect(desk().blind()).toMatchObject([{ kind: 'workspace', problem: { code: 'workspace-invalid', values: { what: 'the workspace could not be read (EIO: i/o error, read)' } } }]);
    expect(await desk().reload()).toBeUndefined();
    breakDisk(null);
    await desk().reload();
    expect([desk().get().settings.name, desk().blind(), kept()?.settings.name]).toEqual(['beta', [], 'beta']);
  });

  it('of a runbook with an error is taken over without that runbook', async () => {
    const { desk, change } = await world();
    await change('runbooks/a.md', '# A\n```sh\ntrue\n```\n');
    await change('runbooks/b.md', '# B\n```sh {name=b, colour=red}\ntrue\n```\n');
    expect(desk().get().runbooks.map(({ path }) => path)).toEqual(['runbooks/a.md']);
    expect(desk().status()).toMatchObject({ lastGood: false });
    expect(desk().status().errors).toBeGreaterThan(0);
  });

  it('during a reading is read after it, once', async () => {
    const { desk, change, hold, reads, texts } = await world();
    let release = (): void => undefined;
    hold(new Promise((resolve) => (release = resolve)));
    const before = reads();
    await change('breakglass.yaml', settings.replace('acme', 'one'));
    await change('breakglass.yaml', settings.replace('acme', 'two'));
    await change('breakglass.yaml', settings.replace('acme', 'three'));
    expect(reads()).toBe(before + 1);
    release();
    await expect.poll(() => desk().get().settings.name).toBe('three');
    expect(reads()).toBe(before + 2);
    expect(texts.get('breakglass.yaml')).toContain('three');
  });

  it('before the journal is open is written when it is', async () => {
    const { desk, change, book, giveJournal } = await world();
    await change('breakglass.yaml', settings.replace('acme', 'beta'));
    expect(book.entries).toEqual([]);
    giveJournal();
    desk().tellJournal(null);
    desk().tellJournal(null);
    expect(book.entries.map(({ code }) => code)).toEqual(['WORKSPACE-CHANGED', 'WORKSPACE-CHANGED']);
  });

  it('that the journal named already is not written again at the next start', async () => {
    const { desk, book, giveJournal } = await world();
    giveJournal();
    desk().tellJournal(desk().get().hash);
    expect(book.entries).toEqual([]);
  });

  it('after closing is ignored', async () => {
    const { desk, change, reads } = await world();
    desk().close();
    const before = reads();
    await change('breakglass.yaml', settings.replace('acme', 'beta'));
    expect(reads()).toBe(before);
    expect(desk().get().settings.name).toBe('acme');
  });
});

describe('the policy signed-commits', () => {
  const unsigned: Finding = { file: 'team.yaml', line: 1, column: 1, severity: 'error', rule: 'commit-unsigned', message: { en: 'unsigned', ko: '' }, hint: { en: '', ko: '' } };
  const asked = `${settings}policies: { signed-commits: true }\n`;

  it('keeps what was in force while the files are not signed, also when they no longer ask for it', async () => {
    const { desk, change, doubt, texts } = await world(new Map([['breakglass.yaml', asked], ['team.yaml', team]]));
    doubt([unsigned]);
    await change('team.yaml', team.replace('name: Kim', 'name: Mallory'));
    expect(desk().get().people).toMatchObject([{ name: 'Kim' }]);
    expect(desk().status()).toMatchObject({ lastGood: true, errors: 1 });
    expect(desk().findings()).toContainEqual(unsigned);
    expect(desk().blind()).toMatchObject([{ kind: 'workspace', problem: { code: 'workspace-invalid', values: { what: 'unsigned' } } }]);
    await change('breakglass.yaml', settings);
    expect(desk().get().settings.policies['signed-commits']).toBe(true);
    doubt([]);
    await change('team.yaml', `${texts.get('team.yaml') ?? ''}# looked at, signed\n`);
    expect([desk().get().people[0]?.name, desk().get().settings.policies['signed-commits'], desk().blind()]).toEqual(['Mallory', undefined, []]);
  });

  it('is nobody’s business where nobody asks for it', async () => {
    const { desk, change, doubt } = await world();
    doubt([unsigned]);
    await change('team.yaml', team.replace('name: Kim', 'name: Lee'));
    expect(desk().get().people).toMatchObject([{ name: 'Lee' }]);
  });
});
