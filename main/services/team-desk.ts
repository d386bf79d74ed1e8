import { fail, ok, type Result } from '../../core/errors';
import type { Act } from '../../core/ipc/contract';
import { identify, type Signing } from '../../core/team/identity';
import { personFor, readJoinRequest, writeJoinRequest } from '../../core/team/join';
import { fingerprint, parseAgreementKey, parsePublicKey } from '../../core/team/public-key';
import { may, type Me, type Person, type RetireReason, type Right, type TeamView } from '../../core/team/team';
import type { Actor } from '../ports/actor';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { Signatory } from '../ports/signatory';
import type { TeamJournals } from '../ports/team-journals';
import type { WorkspaceFiles } from '../ports/workspace-files';

interface Ports {
  readonly workspace: CurrentWorkspace;
  readonly files: WorkspaceFiles;
  readonly signing: Signing;
  /** This device's key for phone codes, `x25519:BASE64`; null: no keychain keeps one. */
  readonly agree: string | null;
  /** What this device calls itself: its part of the journal's name. */
  readonly device: string;
  /** Whom a session key stands for, by person id: first start and drills know it; null: nobody. */
  readonly claimed: string | null;
}

/** Who sits here, what they may do, and how others come to be let in. Read anew each time: team.yaml may change. */
export class TeamDesk implements Actor {
  constructor(private readonly ports: Ports) {}

  me(): Me {
    const { workspace, signing, device, claimed } = this.ports;
    return identify(workspace.get().people, signing, device, claimed);
  }

  may(right: Right): boolean {
    return may(this.me().role, right);
  }

  /** This device's request to be listed; null when it is. A session key asks for nothing: it is gone tomorrow. */
  async joinRequest(name: string, journal: Journal): Promise<Result<{ readonly request: string; readonly fingerprint: string } | null>> {
    const me = this.me();
    if (me.person !== null) return ok(null);
    if (me.signer === 'session') return fail('join-without-key', {});
    const request = writeJoinRequest(name, this.ports.device, me.publicKey, this.ports.agree);
    if (!request.ok) return request;
    const { text, ...data } = request.value;
    // Nobody's device has no journal to write to yet: whoever accepts it writes it down.
    journal.appendLate('TEAM-JOIN-REQUEST', data);
    return ok({ request: text, fingerprint: data.fingerprint });
  }

  /**
   * Lists the device of a request in team.yaml: recorded first, then written. A known person keeps the role they have;
   * raising it is an edit of team.yaml that everybody sees.
   * @param signatory shown who it is and asked first; null: whoever asks typed it at a terminal
   */
  async accept(
    text: string,
    role: 'operator' | 'investigator',
    journal: Journal,
    signatory: Signatory | null,
  ): Promise<Result<{ readonly en: string; readonly ko: string; readonly undo: null }>> {
    if (!this.may('enrol')) return fail('not-allowed', { right: 'enrol' });
    const request = readJoinRequest(text);
    if (!request.ok) return request;
    const { root, people, settings } = this.ports.workspace.get();
    const owner = personFor(people, request.value);
    if (!owner.ok) return owner;
    const { name, device, publicKey, agree, fingerprint } = request.value;
    const { id, known } = owner.value;
    const given = known?.role ?? role;
    // SECURITY: a page can ask for a signature and cannot give one: whom it lets in, others let in.
    const question = { act: 'accept', word: `${id}.${device}`, person: id, name, role: given, isNew: known === null, device, fingerprint } as const;
    if (signatory !== null && !(await signatory.confirm(question))) return fail('signature-declined', {});
    const data = { person: id, name, role: given, device, publicKey, agree, fingerprint };
    const recorded = await journal.append('TEAM-ACCEPT', data);
    if (!recorded.ok) return recorded;
    const timezone = known?.timezone ?? settings.timezone;
    const written = await this.ports.files.addDevice(root, { person: id, name, role: given, timezone, device, sign: publicKey, ...(agree === null ? {} : { agree }) });
    if (!written.ok) return written;
    return ok({
      en: `${name} (${id}) may join with ${device}`,
      ko: `${name} 님(${id})이 ${device} 기기로 참여할 수 있습니다`,
      undo: null,
    });
  }

  /** Everybody, with their devices. */
  list(headOf: TeamJournals['headOf']): TeamView {
    const { person: mine, device: own } = this.me();
    return this.ports.workspace.get().people.map(({ id, name, role, devices }) => ({
      ...{ id, name, role },
      devices: devices.map((device) => ({
        id: device.id,
        fingerprint: printOf(device),
        retired: device.retired === true,
        isOwn: id === mine && device.id === own,
        entries: headOf(`${id}.${device.id}`).seq,
      })),
    }));
  }

  /**
   * Takes a device out of use: recorded first, then written. What it signed stays true; of a lost one nothing counts that
   * was not here by now.
   * @param signatory shown which one it is and asked first; null: whoever asks typed it at a terminal
   */
  async retire(wanted: { readonly person: string; readonly device: string; readonly why: RetireReason }, journal: Journal, headOf: TeamJournals['headOf'], signatory: Signatory | null): Promise<Result<Act>> {
    if (!this.may('enrol')) return fail('not-allowed', { right: 'enrol' });
    const { person, device: id, why } = wanted;
    const { root, people } = this.ports.workspace.get();
    const owner = people.find((each) => each.id === person);
    const device = owner?.devices.find((each) => each.id === id);
    const writer = `${person}.${id}`;
    if (owner === undefined || device === undefined) return fail('device-unknown', { device: writer });
    const me = this.me();
    if (me.person === person && me.device === id) return fail('device-own', { device: writer });
    if (device.retired === true) return fail('device-retired', { device: writer });
    const question = { act: 'retire', word: writer, person, name: owner.name, device: id, fingerprint: printOf(device), why } as const;
    if (signatory !== null && !(await signatory.confirm(question))) return fail('signature-declined', {});
    const { seq, hash } = headOf(writer);
    const recorded = await journal.append('TEAM-RETIRE', { person, device: id, why, fingerprint: printOf(device), upTo: seq, head: hash });
    if (!recorded.ok) return recorded;
    const written = await this.ports.files.retireDevice(root, person, id);
    if (!written.ok) return written;
    return ok({ en: `${writer} is retired; tell the others to pull team.yaml`, ko: `${writer} 기기를 폐기했습니다. 다른 사람들에게 team.yaml을 받도록 알려 주십시오`, undo: null });
  }

  /** Lists this device's key for phone codes in team.yaml, for devices that were enrolled before they had one. */
  async listPhoneKey(journal: Journal): Promise<Result<{ readonly en: string; readonly ko: string; readonly undo: null }>> {
    const { agree, workspace, files } = this.ports;
    const me = this.me();
    const { root, people } = workspace.get();
    const person = people.find(({ id }) => id === me.person);
    if (person === undefined || !me.vouched) return fail('not-allowed', { right: 'run' });
    if (agree === null) return fail('phone-key-none', {});
    const { id, name, role, timezone } = person;
    const recorded = await journal.append('PHONE-KEY-LISTED', { person: id, device: me.device, agree });
    if (!recorded.ok) return recorded;
    const written = await files.addDevice(root, { person: id, name, role, timezone, device: me.device, sign: me.publicKey, agree });
    if (!written.ok) return written;
    return ok({ en: `${me.device} can give and take phone codes`, ko: `${me.device} 기기에서 전화 코드를 주고받을 수 있습니다`, undo: null });
  }
}

function printOf({ sign, agree }: Person['devices'][number]): string {
  const key = parsePublicKey(sign);
  return key === null ? '' : fingerprint(key, agree === undefined ? null : parseAgreementKey(agree));
}
