import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fail } from '../../core/errors';
import type { Addition, EntryName } from '../../core/workspace/addition';
import type { Workspace } from '../../core/workspace/workspace';
import { tempFolder } from '../../tests/support/journal-kit';
import { createMemoryJournal } from '../../tests/support/memory-journal';
import { createSourceContext } from '../../tests/support/source-context';
import { openSource, sourceForms, sourceKinds } from '../adapters/alert-sources/registry';
import { createForeignFiles } from '../adapters/foreign-files/foreign-files';
import { createSystemClock } from '../adapters/system/system-clock';
import { createSystemIds } from '../adapters/system/system-ids';
import { createSystemSchedule } from '../adapters/system/system-schedule';
import { createWorkspaceFiles } from '../adapters/workspace-files/workspace-files';
import type { Journal } from '../ports/journal';
import type { SecretConsent, SecretQuestion } from '../ports/secret-consent';
import type { Ssh } from '../ports/ssh';
import { ImportDesk } from './import-desk';
import { EntryDesk } from './entry-desk';
import { SetupDesk } from './setup-desk';
import { ShownImportDesk } from './shown-import-desk';
import { createUndoBook } from './undo-book';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function desks(options: { readonly may?: boolean; readonly journal?: Partial<Journal>; readonly agrees?: boolean } = {}) {
  const questions: SecretQuestion[] = [];
  const consent: SecretConsent = {
    agree: (question) => {
      questions.push(question);
      return Promise.resolve(options.agrees ?? true);
    },
  };
  const root = join(tempFolder(), 'ws');
  const files = createWorkspaceFiles({ sources: sourceKinds, sirens: new Map() });
  await files.create(root, { name: 'acme', timezone: 'Asia/Seoul', person: 'kim' });
  const memory = createMemoryJournal(() => 0);
  const journal = { ...memory, ...options.journal };
  const workspace = { get: () => ({ root }) as Workspace, onChanged: () => () => undefined, reload: () => Promise.resolve() };
  const actor = { me: () => ({ person: 'kim' }) as never, may: () => options.may ?? true };
  const ids = createSystemIds();
  const undos = createUndoBook({ actor, clock: createSystemClock(), ids });
  const entryDesk = new EntryDesk({ ...{ workspace, files, journal, actor, undos }, forms: sourceKinds, rests: () => Promise.resolve([{ en: 'rests', ko: '' }]) });
  const setup = new SetupDesk({
    ...{ entries: entryDesk, journal, actor, clock: createSystemClock(), schedule: createSystemSchedule(), ssh: {} as Ssh, kinds: sourceForms },
    openSource: (entry, notebook) => openSource(entry, createSourceContext({ pw: 'hunter2' }, notebook)),
    target: () => Promise.resolve(fail('host-no-way', { host: '', why: '' })),
  });
  const imports = new ShownImportDesk({ workspace, journal, actor, ids, imports: new ImportDesk({ files, foreign: createForeignFiles() }) });
  const text = (file: string): string => readFileSync(join(root, file), 'utf8');
  const put = (file: string, content: string): void => writeFileSync(join(root, file), content);
  const add = async (addition: Addition) => {
    const draft = await entryDesk.draft(addition);
    return draft.ok ? entryDesk.save({ addition, seen: draft.value.seen }, consent) : draft;
  };
  const remove = async (name: EntryName) => {
    const draft = await entryDesk.draftRemoval(name);
    return draft.ok ? entryDesk.remove({ ...name, seen: draft.value.seen }) : draft;
  };
  const undo = (done: Awaited<ReturnType<typeof add>>) => undos.undo({ undo: (done.ok ? done.value.undo : null) ?? '' });
  return { root, files, setup, consent, questions, entryDesk, imports, entries: memory.entries, text, put, add, remove, undo };
}

const source = (values: Addition['values'], replaces: string | null = null): Addition => ({ kind: 'source', replaces, values, place: null });
const host = (values: Addition['values'], replaces: string | null = null): Addition => ({ kind: 'host', replaces, values, place: null });
const rule = (values: Addition['values'], place: number | null, replaces: string | null = null): Addition => ({ kind: 'rule', replaces, values, place });
const site = source({ id: 'site', kind: 'probe', url: 'http://127.0.0.1:9/', every: '30s', labels: '{ team: web }' });

describe('an addition', () => {
  it('is shown, checked, journalled, written as shown; every other byte stays, and check passes', async () => {
    const { entryDesk, text, files, root, entries, add } = await desks();
    const before = text('breakglass.yaml');
    const draft = await entryDesk.draft(site);
    expect(draft).toMatchObject({ ok: true, value: { file: 'breakglass.yaml', ready: true, problems: [] } });
    expect(text('breakglass.yaml')).toBe(before);
    expect(await add(site)).toMatchObject({ ok: true });
    expect(text('breakglass.yaml')).toBe(before.replace('sources: []', 'sources:\n  - { id: site, kind: probe, every: 30s, url: http://127.0.0.1:9/, labels: { team: web } }'));
    expect(entries).toMatchObject([{ code: 'CONFIG-ADD', data: { kind: 'source', name: 'site', file: 'breakglass.yaml' } }]);
    expect(await add(host({ name: 'db-01', address: '192.0.2.1', groups: 'db, live', port: '2222' }))).toMatchObject({ ok: true });
    expect(await add(rule({ when: 'team="web"', grade: '912', within: '4h' }, 1))).toMatchObject({ ok: true });
    const { workspace, findings } = await files.read(root);
    expect(findings).toEqual([]);
    expect(workspace?.hosts).toMatchObject([{ name: 'db-01', port: 2222, groups: ['db', 'live'] }]);
    expect(workspace?.settings.grading[0]).toMatchObject({ when: 'team="web"', grade: '912', within: 14_400_000 });
  });

  it.each<[string, Addition, string | null, string]>([
    ['a name that nothing may have', source({ id: 'No Name', kind: 'probe', url: 'http://a.example/' }), 'id', 'bad-form'],
    ['a name that is taken', host({ name: 'a-group', address: 'x' }), 'name', 'duplicate-name'],
    ['nothing where something must be', source({ id: 'x', kind: 'alertmanager' }), 'url', 'bad-form'],
    ['a secret written out', source({ id: 'x', kind: 'alertmanager', url: 'http://a.example/', password: 'Hunter 2' }), 'password', 'bad-form'],
    ['a matcher that cannot be read', rule({ when: 'severity~"x', grade: '911' }, 1), 'when', 'bad-matcher'],
    ['a jump that leads nowhere', host({ name: 'x', address: 'y', jump: 'nowhere' }), 'jump', 'unknown-name'],
    ['a key of nobody', host({ name: 'x', colour: 'red' }), 'colour', 'unknown-key'],
    ['a key that reaches behind an object', host(JSON.parse('{"name":"x","__proto__":"y"}') as Addition['values']), '__proto__', 'reserved-key'],
  ])('is refused at its field, and nothing is written: %s', async (_case, addition, field, rule) => {
    const { entryDesk, put, text, add, entries } = await desks();
    put('hosts.yaml', 'hosts:\n  - { name: api-01, address: 192.0.2.9, groups: [a-group] }\n');
    const before = [text('hosts.yaml'), text('breakglass.yaml')];
    const draft = await entryDesk.draft(addition);
    const problems = draft.ok ? draft.value.problems.map((each) => [each.field, each.finding.rule]) : [];
    expect(problems).toContainEqual([field, expect.stringMatching(rule === 'bad-form' ? /bad|missing|pattern|format|form/ : rule)]);
    expect(await add(addition)).toMatchObject({ ok: false, error: { code: 'workspace-would-break' } });
    expect([text('hosts.yaml'), text('breakglass.yaml')]).toEqual(before);
    expect(entries).toEqual([]);
  });

  it('refuses a rule that an earlier one takes everything from, and says nothing of warnings that were there', async () => {
    const { entryDesk, put, text } = await desks();
    put('breakglass.yaml', `${text('breakglass.yaml')}publishers: [{ id: later, kind: slack }]\n`);
    const narrow = rule({ when: 'severity="warning",team="web"', grade: '912' }, null);
    expect(await entryDesk.draft(narrow)).toMatchObject({ ok: true, value: { ready: false, problems: [{ field: 'when', finding: { rule: 'rule-never-matches' } }] } });
    expect(await entryDesk.draft({ ...narrow, place: 1 })).toMatchObject({ ok: true, value: { ready: true, problems: [] } });
  });

  it('never writes over what somebody else wrote meanwhile', async () => {
    const { entryDesk, text, put, entries } = await desks();
    const draft = await entryDesk.draft(site);
    const theirs = text('breakglass.yaml').replace('acme', 'acme-live');
    put('breakglass.yaml', theirs);
    expect(await entryDesk.save({ addition: site, seen: draft.ok ? draft.value.seen : '' }, null)).toMatchObject({ ok: false, error: { code: 'workspace-moved-on' } });
    expect(text('breakglass.yaml')).toBe(theirs);
    expect(entries).toEqual([]);
  });

  it('waits until the workspace is right: a mistake of another file keeps everything as it is', async () => {
    const { entryDesk, put, text, add } = await desks();
    put('duty.yaml', 'feeds: [\n');
    const before = text('breakglass.yaml');
    expect(await entryDesk.draft(site)).toMatchObject({ ok: true, value: { ready: false, problems: [{ field: null, finding: { file: 'duty.yaml' } }] } });
    expect(await add(site)).toMatchObject({ ok: false, error: { code: 'workspace-would-break', values: { file: 'duty.yaml' } } });
    expect(text('breakglass.yaml')).toBe(before);
  });

  it('goes through no link: neither out of the workspace nor over one inside', async () => {
    const { entryDesk, root, text, add } = await desks();
    const outside = join(root, '..', 'hosts.yaml');
    renameSync(join(root, 'hosts.yaml'), outside);
    symlinkSync(outside, join(root, 'hosts.yaml'));
    const one = host({ name: 'x', address: 'y' });
    expect(await entryDesk.draft(one)).toMatchObject({ ok: false, error: { code: 'workspace-path-outside' } });
    const before = readFileSync(outside, 'utf8');
    rmSync(join(root, 'hosts.yaml'));
    mkdirSync(join(root, 'inside'));
    renameSync(outside, join(root, 'inside', 'hosts.yaml'));
    symlinkSync('inside/hosts.yaml', join(root, 'hosts.yaml'));
    expect(await add(one)).toMatchObject({ ok: false, error: { code: 'workspace-unwritable' } });
    expect(text('inside/hosts.yaml')).toBe(before);
  });

  it.skipIf(process.getuid?.() === 0)('says so where the folder may not be written to', async () => {
    const { root, text, add } = await desks();
    const before = text('breakglass.yaml');
    chmodSync(root, 0o555);
    expect(await add(site)).toMatchObject({ ok: false, error: { code: 'workspace-unwritable' } });
    chmodSync(root, 0o755);
    expect(text('breakglass.yaml')).toBe(before);
  });

  it('is not written without a record (law 1), nor by somebody who may not', async () => {
    const dead = await desks({ journal: { append: () => Promise.resolve(fail('journal-not-writable', { path: 'journal', reason: 'ENOSPC' })) } });
    const before = dead.text('breakglass.yaml');
    expect(await dead.add(site)).toMatchObject({ ok: false, error: { code: 'journal-not-writable' } });
    expect(dead.text('breakglass.yaml')).toBe(before);
    const nobody = await desks({ may: false });
    for (const answer of [await nobody.add(site), await nobody.setup.trySource(site, null), await nobody.setup.dialHost(host({ name: 'x' })), await nobody.imports.text('ansible', 'a\n')]) expect(answer).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  });
});

const theirs = `# The servers.
hosts:
  - { name: gate, address: 192.0.2.1, danger: stage } # the way in

  # Two disks, slow.
  - name: db-01
    address: 192.0.2.2   # behind the gate
    jump: gate
    hostKeys:
      - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIIIIIIIIIIIIIIIIIIIIIIIIIIIIIIIIIIIIIIIIIII
`;

describe('an entry that is there', () => {
  it('comes back as the texts of its form, and a form that nobody touched changes no byte', async () => {
    const { entryDesk, put, entries } = await desks();
    put('hosts.yaml', theirs);
    const form = await entryDesk.form({ kind: 'host', name: 'db-01' });
    expect(form).toMatchObject({ ok: true, value: { place: 2, values: { name: 'db-01', address: '192.0.2.2', jump: 'gate' } } });
    expect(await entryDesk.draft(host(form.ok ? form.value.values : {}, 'db-01'))).toMatchObject({ ok: true, value: { lines: [], problems: [] } });
    expect(await entryDesk.form({ kind: 'host', name: 'nobody' })).toMatchObject({ ok: false, error: { code: 'workspace-entry-missing' } });
    expect(entries).toEqual([]);
  });

  it('is changed in its own lines, with its comments and keys that no form shows; journalled; undone', async () => {
    const { entryDesk, put, text, add, undo, entries } = await desks();
    put('hosts.yaml', theirs);
    const form = await entryDesk.form({ kind: 'host', name: 'db-01' });
    const done = await add(host({ ...(form.ok ? form.value.values : {}), address: '192.0.2.7', port: '2222', jump: '' }, 'db-01'));
    expect(done).toMatchObject({ ok: true });
    expect(text('hosts.yaml')).toBe(theirs.replace('192.0.2.2   # behind', '192.0.2.7   # behind').replace('    jump: gate\n', '').replace(/\n$/, '\n    port: 2222\n'));
    expect(entries).toMatchObject([{ code: 'CONFIG-CHANGE', data: { kind: 'host', name: 'db-01', file: 'hosts.yaml' } }]);
    expect(await undo(done)).toMatchObject({ ok: true });
    expect(text('hosts.yaml')).toBe(theirs);
    expect(entries.map(({ code }) => code)).toEqual(['CONFIG-CHANGE', 'CONFIG-UNDO']);
  });

  it('gives no window a password that somebody wrote out into the file (law 7)', async () => {
    const { entryDesk, put, text } = await desks();
    put('breakglass.yaml', text('breakglass.yaml').replace('sources: []', 'sources:\n  - { id: am, kind: alertmanager, url: "http://a.example", user: kim, password: hunter2 }\n  - { id: two, kind: alertmanager, url: "http://a.example", user: kim, password: "secret:am" }'));
    const form = await entryDesk.form({ kind: 'source', name: 'am' });
    expect(form).toMatchObject({ ok: true, value: { values: { user: 'kim', password: '' } } });
    expect(await entryDesk.form({ kind: 'source', name: 'two' })).toMatchObject({ ok: true, value: { values: { password: 'secret:am' } } });
  });

  it('is not taken back over what somebody else wrote since, nor where the rest would break', async () => {
    const { put, text, add, remove, undo } = await desks();
    put('hosts.yaml', 'hosts: []\n');
    const gate = await add(host({ name: 'gate', address: '192.0.2.1' }));
    const inner = await add(host({ name: 'inner', address: '192.0.2.2', jump: 'gate' }));
    expect(await undo(gate)).toMatchObject({ ok: false, error: { code: 'workspace-moved-on' } });
    expect(await undo(inner)).toMatchObject({ ok: true });
    const gone = await remove({ kind: 'host', name: 'gate' });
    expect(text('hosts.yaml')).toBe('hosts: []\n');
    put('team.yaml', 'people: [\n');
    expect(await undo(gone)).toMatchObject({ ok: false, error: { code: 'workspace-would-break', values: { file: 'team.yaml' } } });
  });

  it('is removed with its comments, and says what rests on it; what would break keeps it', async () => {
    const { entryDesk, put, text, remove, entries } = await desks();
    put('hosts.yaml', theirs);
    put('sirens.yaml', 'sirens:\n  - { id: bed, owner: kim, driver: speaker, jump: db-01 }\n');
    const before = text('hosts.yaml');
    const draft = await entryDesk.draftRemoval({ kind: 'host', name: 'db-01' });
    expect(draft).toMatchObject({ ok: true, value: { ready: false, rests: [{ en: 'rests' }] } });
    expect(draft.ok && draft.value.problems.map(({ finding }) => [finding.file, finding.rule])).toContainEqual(['sirens.yaml', 'unknown-name']);
    expect(await remove({ kind: 'host', name: 'gate' })).toMatchObject({ ok: false, error: { code: 'workspace-would-break', values: { file: 'hosts.yaml' } } });
    expect(await remove({ kind: 'host', name: 'db-01' })).toMatchObject({ ok: false, error: { code: 'workspace-would-break', values: { file: 'sirens.yaml' } } });
    expect(text('hosts.yaml')).toBe(before);
    put('sirens.yaml', 'sirens: []\n');
    expect(await remove({ kind: 'host', name: 'db-01' })).toMatchObject({ ok: true });
    expect(text('hosts.yaml')).toBe('# The servers.\nhosts:\n  - { name: gate, address: 192.0.2.1, danger: stage } # the way in\n');
    expect(entries.map(({ code }) => code)).toEqual(['CONFIG-REMOVE']);
  });

  it('is, as a rule, changed and moved by its number, and taken for gone when there is none of it', async () => {
    const { put, text, add, remove } = await desks();
    const rules = '  # pages\n  - { when: a="1", grade: 911 } # loud\n  - { when: b="2", grade: 912 }\n  - { when: c="3", grade: noise }\n';
    const head = text('breakglass.yaml').replace(/^grading:[^]*$/m, '');
    put('breakglass.yaml', `${head}grading:\n${rules}`);
    expect(await add(rule({ when: 'a="1"', grade: '911', ring: 'auto' }, 3, '1'))).toMatchObject({ ok: true });
    expect(text('breakglass.yaml')).toBe(`${head}grading:\n  - { when: b="2", grade: 912 }\n  - { when: c="3", grade: noise }\n  # pages\n  - { when: a="1", grade: 911, ring: auto } # loud\n`);
    expect(await remove({ kind: 'rule', name: '2' })).toMatchObject({ ok: true });
    expect(text('breakglass.yaml')).toBe(`${head}grading:\n  - { when: b="2", grade: 912 }\n  # pages\n  - { when: a="1", grade: 911, ring: auto } # loud\n`);
    expect(await remove({ kind: 'rule', name: '7' })).toMatchObject({ ok: false, error: { code: 'workspace-would-break' } });
  });

  it('is changed by nobody who may not, and not without a record (law 1)', async () => {
    const nobody = await desks({ may: false });
    nobody.put('hosts.yaml', theirs);
    expect(await nobody.remove({ kind: 'host', name: 'db-01' })).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    const dead = await desks({ journal: { append: () => Promise.resolve(fail('journal-not-writable', { path: 'journal', reason: 'ENOSPC' })) } });
    dead.put('hosts.yaml', theirs);
    expect(await dead.remove({ kind: 'host', name: 'db-01' })).toMatchObject({ ok: false, error: { code: 'journal-not-writable' } });
    expect([nobody.text('hosts.yaml'), dead.text('hosts.yaml')]).toEqual([theirs, theirs]);
  });
});

describe('a source that is tried', () => {
  it('is asked for real, with its secret on record before it leaves; nothing is written', async () => {
    const { setup, text, entries, consent, questions } = await desks();
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.setHeader('content-type', 'application/json');
      response.end(request.url?.includes('/status') === true ? '{"uptime":"2026-11-22T00:00:00Z","versionInfo":{"version":"0.27.0"}}' : '[]');
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const before = text('breakglass.yaml');
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const tried = await setup.trySource(source({ id: 'am', kind: 'alertmanager', url, user: 'kim', password: 'secret:pw' }), consent);
    expect(questions).toEqual([{ name: 'pw', purpose: `alertmanager am → ${url.slice(7)}`, lasts: 'once' }]);
    expect(tried).toMatchObject({ ok: true, value: { source: 'am', count: 0 } });
    expect(seen[0]).toMatch(/^Basic /);
    expect(entries).toMatchObject([{ code: 'SOURCE-TRIED', data: { source: 'am', kind: 'alertmanager', to: url.slice(7), secrets: ['pw'] } }]);
    expect(JSON.stringify([tried, entries])).not.toContain('hunter2');
    expect(text('breakglass.yaml')).toBe(before);
  });

  it('sends no secret to a new address, and writes none down, before a person agreed to name and address (law 7)', async () => {
    const { setup, text, put, add, consent, questions, entries } = await desks({ agrees: false });
    const evil = { id: 'am', kind: 'alertmanager', url: 'https://evil.example', token: 'secret:pw' };
    const before = text('breakglass.yaml');
    for (const answer of [await setup.trySource(source(evil), consent), await add(source(evil))]) expect(answer).toMatchObject({ ok: false, error: { code: 'vault-not-agreed', values: { name: 'pw' } } });
    expect(questions.map(({ name, purpose, lasts }) => [name, purpose, lasts])).toEqual([['pw', 'alertmanager am → evil.example', 'once'], ['pw', 'alertmanager am → evil.example', 'from-now-on']]);
    expect([text('breakglass.yaml'), entries]).toEqual([before, []]);
    // Where it goes already, it goes on: only what says so was left as it is.
    put('breakglass.yaml', before.replace('sources: []', 'sources:\n  - { id: am, kind: alertmanager, url: "https://good.example", token: "secret:pw" }'));
    const good = { ...evil, url: 'https://good.example' };
    expect(await add(source({ ...good, id: 'prom', every: '30s' }, 'am'))).toMatchObject({ ok: true });
    expect(questions.length).toBe(2);
    expect(await add(source({ ...good, id: 'prom', url: 'https://evil.example' }, 'prom'))).toMatchObject({ ok: false, error: { code: 'vault-not-agreed' } });
    expect(await setup.trySource(source({ ...good, id: 'prom', proxy: 'http://evil.example:3128' }, 'prom'), consent)).toMatchObject({ ok: false, error: { code: 'vault-not-agreed' } });
    expect(questions.at(-1)?.purpose).toBe('alertmanager prom → good.example, evil.example:3128');
  });

  it.each(['sudo-password.db-01', 'ssh-passphrase.id_ed25519', 'device-key.x'])('never sends %s, whoever agrees', async (name) => {
    const { setup, add, questions, consent } = await desks();
    const one = source({ id: 'x', kind: 'alertmanager', url: 'https://a.example', token: `secret:${name}` });
    for (const answer of [await setup.trySource(one, consent), await setup.trySource(one, null), await add(one)]) expect(answer).toMatchObject({ ok: false, error: { code: 'workspace-would-break' } });
    expect(questions).toEqual([]);
  });

  it('sends nothing where there is no record, or where the entry is wrong', async () => {
    const { setup } = await desks({ journal: { append: () => Promise.resolve(fail('journal-not-writable', { path: 'journal', reason: 'ENOSPC' })) } });
    expect(await setup.trySource(site, null)).toMatchObject({ ok: false, error: { code: 'journal-not-writable' } });
    expect(await setup.trySource(source({ id: 'x', kind: 'probe', url: 'nothing' }), null)).toMatchObject({ ok: false, error: { code: 'workspace-would-break' } });
  });
});

describe('an import', () => {
  it('is shown whole, written once, as it was shown, and journalled', async () => {
    const { imports, text, entries } = await desks();
    const before = text('hosts.yaml');
    const view = await imports.text('ansible', '[api]\napi-[01:02] ansible_host=192.0.2.1 ansible_become_pass=x\n');
    expect(view).toMatchObject({ ok: true, value: { problem: null, files: [{ path: 'hosts.yaml', isNew: false }] } });
    expect(view.ok && view.value.findings.map(({ message }) => message.en).join(' ')).toContain('ansible_become_pass');
    expect(text('hosts.yaml')).toBe(before);
    const id = view.ok ? view.value.id : '';
    expect(await imports.write('other')).toMatchObject({ ok: false, error: { code: 'import-gone' } });
    expect(await imports.write(id)).toMatchObject({ ok: true });
    expect(text('hosts.yaml')).toContain('api-02');
    expect(entries.map(({ code }) => code)).toEqual(['CONFIG-IMPORT']);
    expect(await imports.write(id)).toMatchObject({ ok: false, error: { code: 'import-gone' } });
  });

  it('reads no other file for a text that was pasted, and writes over nobody', async () => {
    const { imports, text, put } = await desks();
    const view = await imports.text('ssh-config', 'Include /etc/ssh/*\nHost first\n  HostName 192.0.2.3\n');
    expect(view.ok && view.value.findings.map(({ message }) => message.en).join(' ')).toContain('Include /etc/ssh/*');
    put('hosts.yaml', 'hosts: [] # theirs\n');
    expect(await imports.write(view.ok ? view.value.id : '')).toMatchObject({ ok: false, error: { code: 'workspace-moved-on' } });
    expect(text('hosts.yaml')).toBe('hosts: [] # theirs\n');
  });

  it('is not written where the workspace would not pass its check', async () => {
    const { imports, text, put } = await desks();
    put('services.yaml', 'services:\n  - { id: web, needs: [] }\n');
    const view = await imports.text('ssh-config', 'Host first\n  HostName 192.0.2.3\n');
    put('team.yaml', 'people: [\n');
    const before = text('hosts.yaml');
    expect(await imports.write(view.ok ? view.value.id : '')).toMatchObject({ ok: false, error: { code: 'workspace-would-break' } });
    expect(text('hosts.yaml')).toBe(before);
  });
});

it('draws a form for every kind of source there is', async () => {
  const { setup } = await desks();
  for (const { kind, fields } of setup.sourceKinds()) {
    expect(fields.map(({ key }) => key), kind).toEqual(expect.arrayContaining(['id', 'kind', 'every']));
    expect(fields.length, kind).toBeGreaterThan(5);
  }
  expect(setup.sourceKinds().map(({ kind }) => kind)).toEqual([...sourceKinds.keys()]);
});
