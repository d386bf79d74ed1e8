import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fail } from '../../core/errors';
import type { Addition } from '../../core/workspace/addition';
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
import type { Ssh } from '../ports/ssh';
import { ImportDesk } from './import-desk';
import { SetupDesk } from './setup-desk';
import { ShownImportDesk } from './shown-import-desk';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function desks(options: { readonly may?: boolean; readonly journal?: Partial<Journal> } = {}) {
  const root = join(tempFolder(), 'ws');
  const files = createWorkspaceFiles({ sources: sourceKinds, sirens: new Map() });
  await files.create(root, { name: 'acme', timezone: 'Asia/Seoul', person: 'kim' });
  const memory = createMemoryJournal(() => 0);
  const journal = { ...memory, ...options.journal };
  const workspace = { get: () => ({ root }) as Workspace, onChanged: () => () => undefined, reload: () => Promise.resolve() };
  const actor = { me: () => ({ person: 'kim' }) as never, may: () => options.may ?? true };
  const setup = new SetupDesk({
    ...{ workspace, files, journal, actor, clock: createSystemClock(), schedule: createSystemSchedule(), ssh: {} as Ssh, kinds: sourceForms },
    openSource: (entry, notebook) => openSource(entry, createSourceContext({ pw: 'hunter2' }, notebook)),
    target: () => Promise.resolve(fail('host-no-way', { host: '', why: '' })),
  });
  const imports = new ShownImportDesk({ workspace, journal, actor, ids: createSystemIds(), imports: new ImportDesk({ files, foreign: createForeignFiles() }) });
  const text = (file: string): string => readFileSync(join(root, file), 'utf8');
  const put = (file: string, content: string): void => writeFileSync(join(root, file), content);
  const add = async (addition: Addition) => {
    const draft = await setup.draft(addition);
    return draft.ok ? setup.add({ addition, seen: draft.value.seen }) : draft;
  };
  return { root, files, setup, imports, entries: memory.entries, text, put, add };
}

const source = (values: Addition['values']): Addition => ({ kind: 'source', values, place: null });
const host = (values: Addition['values']): Addition => ({ kind: 'host', values, place: null });
const site = source({ id: 'site', kind: 'probe', url: 'http://127.0.0.1:9/', every: '30s', labels: '{ team: web }' });

describe('an addition', () => {
  it('is shown, checked, journalled, written as shown; every other byte stays, and check passes', async () => {
    const { setup, text, files, root, entries, add } = await desks();
    const before = text('breakglass.yaml');
    const draft = await setup.draft(site);
    expect(draft).toMatchObject({ ok: true, value: { file: 'breakglass.yaml', ready: true, problems: [] } });
    expect(text('breakglass.yaml')).toBe(before);
    expect(await add(site)).toMatchObject({ ok: true });
    expect(text('breakglass.yaml')).toBe(before.replace('sources: []', 'sources:\n  - { id: site, kind: probe, every: 30s, url: http://127.0.0.1:9/, labels: { team: web } }'));
    expect(entries).toMatchObject([{ code: 'CONFIG-ADD', data: { kind: 'source', name: 'site', file: 'breakglass.yaml' } }]);
    expect(await add(host({ name: 'db-01', address: '192.0.2.1', groups: 'db, live', port: '2222' }))).toMatchObject({ ok: true });
    expect(await add({ kind: 'rule', values: { when: 'team="web"', grade: '912', within: '4h' }, place: 1 })).toMatchObject({ ok: true });
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
    ['a matcher that cannot be read', { kind: 'rule', values: { when: 'severity~"x', grade: '911' }, place: 1 }, 'when', 'bad-matcher'],
    ['a jump that leads nowhere', host({ name: 'x', address: 'y', jump: 'nowhere' }), 'jump', 'unknown-name'],
    ['a key of nobody', host({ name: 'x', colour: 'red' }), 'colour', 'unknown-key'],
    ['a key that reaches behind an object', host(JSON.parse('{"name":"x","__proto__":"y"}') as Addition['values']), '__proto__', 'reserved-key'],
  ])('is refused at its field, and nothing is written: %s', async (_case, addition, field, rule) => {
    const { setup, put, text, add, entries } = await desks();
    put('hosts.yaml', 'hosts:\n  - { name: api-01, address: 192.0.2.9, groups: [a-group] }\n');
    const before = [text('hosts.yaml'), text('breakglass.yaml')];
    const draft = await setup.draft(addition);
    const problems = draft.ok ? draft.value.problems.map((each) => [each.field, each.finding.rule]) : [];
    expect(problems).toContainEqual([field, expect.stringMatching(rule === 'bad-form' ? /bad|missing|pattern|format|form/ : rule)]);
    expect(await add(addition)).toMatchObject({ ok: false, error: { code: 'workspace-would-break' } });
    expect([text('hosts.yaml'), text('breakglass.yaml')]).toEqual(before);
    expect(entries).toEqual([]);
  });

  it('refuses a rule that an earlier one takes everything from, and says nothing of warnings that were there', async () => {
    const { setup, put, text } = await desks();
    put('breakglass.yaml', `${text('breakglass.yaml')}publishers: [{ id: later, kind: slack }]\n`);
    const rule = { kind: 'rule', values: { when: 'severity="warning",team="web"', grade: '912' } } as const;
    expect(await setup.draft({ ...rule, place: null })).toMatchObject({ ok: true, value: { ready: false, problems: [{ field: 'when', finding: { rule: 'rule-never-matches' } }] } });
    expect(await setup.draft({ ...rule, place: 1 })).toMatchObject({ ok: true, value: { ready: true, problems: [] } });
  });

  it('never writes over what somebody else wrote meanwhile', async () => {
    const { setup, text, put, entries } = await desks();
    const draft = await setup.draft(site);
    const theirs = text('breakglass.yaml').replace('acme', 'acme-live');
    put('breakglass.yaml', theirs);
    expect(await setup.add({ addition: site, seen: draft.ok ? draft.value.seen : '' })).toMatchObject({ ok: false, error: { code: 'workspace-moved-on' } });
    expect(text('breakglass.yaml')).toBe(theirs);
    expect(entries).toEqual([]);
  });

  it('waits until the workspace is right: a mistake of another file keeps everything as it is', async () => {
    const { setup, put, text, add } = await desks();
    put('duty.yaml', 'feeds: [\n');
    const before = text('breakglass.yaml');
    expect(await setup.draft(site)).toMatchObject({ ok: true, value: { ready: false, problems: [{ field: null, finding: { file: 'duty.yaml' } }] } });
    expect(await add(site)).toMatchObject({ ok: false, error: { code: 'workspace-would-break', values: { file: 'duty.yaml' } } });
    expect(text('breakglass.yaml')).toBe(before);
  });

  it('goes through no link: neither out of the workspace nor over one inside', async () => {
    const { setup, root, text, add } = await desks();
    const outside = join(root, '..', 'hosts.yaml');
    renameSync(join(root, 'hosts.yaml'), outside);
    symlinkSync(outside, join(root, 'hosts.yaml'));
    const one = host({ name: 'x', address: 'y' });
    expect(await setup.draft(one)).toMatchObject({ ok: false, error: { code: 'workspace-path-outside' } });
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
    for (const answer of [await nobody.add(site), await nobody.setup.trySource(site), await nobody.setup.dialHost(host({ name: 'x' })), await nobody.imports.text('ansible', 'a\n')]) expect(answer).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  });
});

describe('a source that is tried', () => {
  it('is asked for real, with its secret on record before it leaves; nothing is written', async () => {
    const { setup, text, entries } = await desks();
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
    const tried = await setup.trySource(source({ id: 'am', kind: 'alertmanager', url, user: 'kim', password: 'secret:pw' }));
    expect(tried).toMatchObject({ ok: true, value: { source: 'am', count: 0 } });
    expect(seen[0]).toMatch(/^Basic /);
    expect(entries).toMatchObject([{ code: 'SOURCE-TRIED', data: { source: 'am', kind: 'alertmanager', to: url.slice(7), secrets: ['pw'] } }]);
    expect(JSON.stringify([tried, entries])).not.toContain('hunter2');
    expect(text('breakglass.yaml')).toBe(before);
  });

  it('sends nothing where there is no record, or where the entry is wrong', async () => {
    const { setup } = await desks({ journal: { append: () => Promise.resolve(fail('journal-not-writable', { path: 'journal', reason: 'ENOSPC' })) } });
    expect(await setup.trySource(site)).toMatchObject({ ok: false, error: { code: 'journal-not-writable' } });
    expect(await setup.trySource(source({ id: 'x', kind: 'probe', url: 'nothing' }))).toMatchObject({ ok: false, error: { code: 'workspace-would-break' } });
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
