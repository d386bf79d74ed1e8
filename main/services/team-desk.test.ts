import { describe, expect, it } from 'vitest';
import type { SignatureQuestion } from '../../core/approval/signature';
import { ok } from '../../core/errors';
import { fingerprint, parsePublicKey } from '../../core/team/public-key';
import type { Person } from '../../core/team/team';
import type { Workspace } from '../../core/workspace/workspace';
import { opened, signerOf, tempFolder } from '../../tests/support/journal-kit';
import type { Signatory } from '../ports/signatory';
import type { WorkspaceFiles } from '../ports/workspace-files';
import { TeamDesk } from './team-desk';

const person = (id: string, role: Person['role'], devices: Person['devices']): Person => ({ id, name: id.toUpperCase(), role, timezone: 'Asia/Seoul', sirens: [], devices });
const signing = (byte: number, kind: 'keychain' | 'session' = 'keychain') => ({ kind, keyId: signerOf(byte).keyId, publicKey: signerOf(byte).publicKey });

function team(people: Person[], byte: number, options: { kind?: 'session'; claimed?: string } = {}) {
  const added: unknown[] = [];
  const files = { addDevice: async (_root: string, device: unknown) => (added.push(device), ok(undefined)), retireDevice: async (_root: string, ...device: string[]) => (added.push(device.join('.')), ok(undefined)) } as unknown as WorkspaceFiles;
  const workspace = { get: () => ({ root: '/w', people, settings: { timezone: 'Europe/Berlin' } }) as unknown as Workspace, onChanged: () => () => undefined };
  const desk = new TeamDesk({ workspace, files, signing: signing(byte, options.kind), agree: null, device: 'laptop', claimed: options.claimed ?? null });
  return { desk, added };
}

const kim = person('kim', 'operator', [{ id: 'laptop', sign: signerOf(1).publicKey }, { id: 'old', sign: signerOf(3).publicKey, retired: true }]);
const lee = person('lee', 'investigator', [{ id: 'desk', sign: signerOf(2).publicKey }]);

describe('who sits here', () => {
  it('is told by the key, and by nothing else', () => {
    expect(team([kim, lee], 1).desk.me()).toMatchObject({ person: 'kim', role: 'operator', device: 'laptop', vouched: true });
    expect(team([kim, lee], 2).desk.me()).toMatchObject({ person: 'lee', role: 'investigator', device: 'desk' });
    expect(team([kim, lee], 4, { claimed: 'kim' }).desk.me()).toMatchObject({ person: null, role: null });
  });

  it('is nobody with a retired or unknown key: read-only, but silence is everybody’s (law 5)', () => {
    for (const byte of [3, 4]) {
      const { desk } = team([kim, lee], byte);
      expect((['triage', 'ring', 'run', 'enrol', 'configure'] as const).filter((right) => desk.may(right))).toEqual([]);
      expect(desk.may('silence')).toBe(true);
    }
  });

  it('takes a session key for whom it stands for, without vouching', () => {
    expect(team([kim], 9, { kind: 'session', claimed: 'kim' }).desk.me()).toMatchObject({ person: 'kim', role: 'operator', vouched: false });
    expect(team([kim], 9, { kind: 'session' }).desk.me()).toMatchObject({ person: null });
    expect(team([kim], 9, { kind: 'session', claimed: 'nobody' }).desk.me()).toMatchObject({ person: null });
  });
});

describe('joining', () => {
  it('is asked for where this device may not write a journal yet', async () => {
    const journal = await opened(tempFolder());
    await journal.close();
    expect(await team([kim], 7).desk.joinRequest('Lee', journal)).toMatchObject({ ok: true });
  });

  it('is let in, and taken out, only where a person confirmed it outside every page (threat model 32)', async () => {
    const [mine, theirs] = [await opened(tempFolder()), await opened(tempFolder())];
    const asked = await team([kim], 7).desk.joinRequest('Park', theirs);
    const request = asked.ok ? (asked.value?.request ?? '') : '';
    const shown: SignatureQuestion[] = [];
    const refusing: Signatory = {
      confirm: (question) => {
        shown.push(question);
        return Promise.resolve(false);
      },
    };
    const { desk, added } = team([kim, lee], 1);
    const before = mine.status().seq;
    expect(await desk.accept(request, 'operator', mine, refusing)).toMatchObject({ error: { code: 'signature-declined' } });
    expect(await desk.retire({ person: 'lee', device: 'desk', why: 'lost' }, mine, () => ({ seq: 1, hash: '' }), refusing)).toMatchObject({ error: { code: 'signature-declined' } });
    expect([mine.status().seq, added]).toEqual([before, []]);
    expect(shown).toMatchObject([
      { act: 'accept', word: 'park.laptop', name: 'Park', role: 'operator', isNew: true, fingerprint: fingerprint(parsePublicKey(signerOf(7).publicKey)!) },
      { act: 'retire', word: 'lee.desk', name: 'LEE', why: 'lost', fingerprint: fingerprint(parsePublicKey(signerOf(2).publicKey)!) },
    ]);
  });

  it('carries a request from a new device to team.yaml, recorded on both sides', async () => {
    const [mine, theirs] = [await opened(tempFolder()), await opened(tempFolder())];
    const asked = await team([kim], 7).desk.joinRequest('이영희', theirs);
    const request = asked.ok ? asked.value : null;
    expect(request?.fingerprint).toBe(fingerprint(parsePublicKey(signerOf(7).publicKey)!));
    expect(request?.request).toMatch(/^breakglass-join:[\w+/=]+$/);
    const { desk, added } = team([kim], 1);
    expect(await desk.accept(`  ${request?.request}\n`, 'investigator', mine, null)).toMatchObject({ ok: true });
    expect(added).toEqual([{ person: 'person-1', name: '이영희', role: 'investigator', timezone: 'Europe/Berlin', device: 'laptop', sign: signerOf(7).publicKey }]);
    const last = (await mine.page({ before: null, limit: 1, code: null, op: null, text: null })).entries[0];
    expect(last).toMatchObject({ code: 'TEAM-ACCEPT', data: { fingerprint: request?.fingerprint } });
    await Promise.all([mine.close(), theirs.close()]);
  });

  it('is not accepted by whoever may not enrol, twice, under a taken name, or mangled', async () => {
    const journal = await opened(tempFolder());
    const request = async (byte: number, name: string) => {
      const asked = await team([], byte).desk.joinRequest(name, journal);
      return asked.ok ? (asked.value?.request ?? '') : '';
    };
    const good = await request(7, 'Park');
    expect(await team([kim, lee], 2).desk.accept(good, 'operator', journal, null)).toMatchObject({ error: { code: 'not-allowed' } });
    const { desk, added } = team([kim, lee], 1);
    expect(await desk.accept(await request(2, 'Lee again'), 'operator', journal, null)).toMatchObject({ error: { code: 'join-key-known', values: { person: 'lee' } } });
    expect(await desk.accept(await request(7, 'KIM'), 'operator', journal, null)).toMatchObject({ error: { code: 'join-device-taken' } });
    for (const bad of ['', 'hello', good.slice(0, -9), good.replace('join:', 'join:A'), `${good}=`]) {
      expect(await desk.accept(bad, 'operator', journal, null)).toMatchObject({ error: { code: 'join-request-unreadable' } });
    }
    expect(await team([], 7).desk.joinRequest('a\u202eb', journal)).toMatchObject({ ok: false });
    expect(added).toEqual([]);
    expect(await desk.accept(good, 'operator', journal, null)).toMatchObject({ ok: true });
    await journal.close();
  });

  it('does not raise the role of somebody who is known', async () => {
    const journal = await opened(tempFolder());
    const asked = await team([], 7).desk.joinRequest('LEE', journal);
    const { desk, added } = team([kim, lee], 1);
    await desk.accept(asked.ok ? (asked.value?.request ?? '') : '', 'operator', journal, null);
    expect(added).toMatchObject([{ person: 'lee', role: 'investigator' }]);
    await journal.close();
  });
});

describe('a device out of use', () => {
  const head = () => ({ seq: 7, hash: 'a'.repeat(64) });

  it('is recorded with what was known of its journal, then written; by an operator, never by itself, and once', async () => {
    const journal = await opened(tempFolder());
    const { desk, added } = team([kim, lee], 1);
    expect(await desk.retire({ person: 'lee', device: 'desk', why: 'lost' }, journal, head, null)).toMatchObject({ ok: true });
    expect(added).toEqual(['lee.desk']);
    const told: unknown[] = [];
    await journal.replay(({ code, data }) => void told.push(code === 'TEAM-RETIRE' ? data : null));
    expect(told.at(-1)).toMatchObject({ person: 'lee', device: 'desk', why: 'lost', upTo: 7, head: 'a'.repeat(64) });
    const refused = async (byte: number, person: string, device: string): Promise<string> => {
      const done = await team([kim, lee], byte).desk.retire({ person, device, why: 'left' }, journal, head, null);
      return done.ok ? 'ok' : done.error.code;
    };
    expect([await refused(2, 'kim', 'laptop'), await refused(1, 'kim', 'laptop'), await refused(1, 'kim', 'old'), await refused(1, 'kim', 'nothing')]).toEqual(['not-allowed', 'device-own', 'device-retired', 'device-unknown']);
    expect(desk.list(head)[0]?.devices).toMatchObject([{ id: 'laptop', isOwn: true, retired: false, entries: 7 }, { id: 'old', isOwn: false, retired: true }]);
    await journal.close();
  });
});
