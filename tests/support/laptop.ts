import { afterAll } from 'vitest';
import type { Result } from '../../core/errors';
import type { HashedPlan } from '../../core/runbook/plan';
import type { Person } from '../../core/team/team';
import { writerKeys } from '../../core/team/public-key';
import type { Workspace } from '../../core/workspace/workspace';
import { PeerJournals } from '../../main/adapters/journal-file/peer-journals';
import { createPlanFiles } from '../../main/adapters/plan-shelf/plan-files';
import { seedSigner } from '../../main/adapters/signer/ed25519';
import { agreementOf } from '../../main/adapters/signer/keychain-agreement';
import type { Actor } from '../../main/ports/actor';
import type { Journal } from '../../main/ports/journal';
import type { CurrentWorkspace } from '../../main/ports/current-workspace';
import type { TeamWord } from '../../main/ports/team-word';
import { ApprovalDesk } from '../../main/services/approval-desk';
import { openTeamWord } from '../../main/services/team-word';
import { HandClock, HandSchedule, opened, seedOf, tempFolder } from './journal-kit';

/** Who plays: the byte that their keys grow from, and their role. */
export interface Player {
  readonly id: string;
  readonly byte: number;
  readonly role?: Person['role'];
  readonly retired?: boolean;
  readonly phone?: boolean;
  readonly device?: string;
}

/** A team as team.yaml lists it. */
export function teamOf(players: readonly Player[]): Person[] {
  const people = new Map<string, Person>();
  for (const { id, byte, role = 'operator', retired, phone = true, device = 'laptop' } of players) {
    const person = people.get(id) ?? { id, name: id.toUpperCase(), role, timezone: 'UTC', sirens: [], devices: [] };
    const agree = phone ? { agree: agreementOf(seedOf(byte + 100)).publicKey } : {};
    people.set(id, { ...person, devices: [...person.devices, { id: device, sign: seedSigner('ed25519', seedOf(byte)).publicKey, ...agree, ...(retired === true ? { retired } : {}) }] });
  }
  return [...people.values()];
}

let nonces = 0;

const journals = new Set<Journal>();
afterAll(async () => {
  await Promise.all([...journals].map((journal) => journal.close()));
});

/** One console of a team: a real journal on disk, a real shelf of plans, everybody's journals, and the approval desk. */
export class Laptop {
  journal!: Journal;
  peers!: PeerJournals;
  word!: TeamWord;
  approvals!: ApprovalDesk;
  readonly clock: HandClock;
  readonly schedule = new HandSchedule();
  readonly root = tempFolder();
  readonly shelf = createPlanFiles(`${this.root}/plans`);
  readonly shown = new Map<string, HashedPlan>();
  vouched = true;

  private constructor(
    readonly me: Player,
    private readonly team: () => readonly Person[],
    clock?: HandClock,
  ) {
    this.clock = clock ?? new HandClock();
  }

  static async open(me: Player, team: readonly Person[] | (() => readonly Person[]), clock?: HandClock): Promise<Laptop> {
    const laptop = new Laptop(me, typeof team === 'function' ? team : () => team, clock);
    await laptop.start();
    return laptop;
  }

  get writer(): string {
    return `${this.me.id}.${this.me.device ?? 'laptop'}`;
  }

  /** The process starts (again) over the same folder. */
  async start(): Promise<void> {
    const { id, device = 'laptop', byte, phone = true, role = 'operator' } = this.me;
    const keys = () => writerKeys(this.team());
    this.journal = await opened(this.root, { op: id, dev: device, signer: seedSigner('ed25519', seedOf(byte)), clock: this.clock, schedule: this.schedule, keys });
    journals.add(this.journal);
    this.peers = new PeerJournals({ root: this.root, own: this.writer, keys });
    const actor: Actor = {
      me: () => ({ person: id, name: id.toUpperCase(), role, device, keyId: 'k', publicKey: 'p', signer: 'keychain', vouched: this.vouched }),
      may: (right) => right !== 'run' || role === 'operator',
    };
    const workspace: CurrentWorkspace = { get: () => ({ people: this.team(), hosts: [] }) as unknown as Workspace, onChanged: () => () => undefined };
    this.word = await openTeamWord({ ...{ team: this.peers, journal: this.journal, workspace }, doubts: () => [] });
    this.approvals = await ApprovalDesk.open({
      ...{ journal: this.journal, team: this.peers, word: this.word, workspace, actor, shelf: this.shelf, clock: this.clock },
      agreement: phone ? agreementOf(seedOf(byte + 100)) : null,
      ids: { next: () => 'id', nonce: () => (nonces += 1).toString(16).padStart(16, 'a').padEnd(32, '0') },
      shown: (hash) => this.shown.get(hash) ?? null,
      named: (digits) => [...this.shown.keys()].find((hash) => hash.startsWith(digits)) ?? null,
    });
    await this.peers.refresh();
  }

  async restart(): Promise<void> {
    this.approvals.close();
    await this.journal.close();
    await this.start();
  }

  /** What this laptop would push, taken in by another one. */
  async carryTo(other: Laptop): Promise<ReturnType<PeerJournals['offer']>> {
    const { seq } = this.journal.status();
    for (const hash of this.shown.keys()) {
      const bytes = await this.shelf.bytes(hash);
      if (bytes !== null) await other.shelf.adopt(hash, bytes);
    }
    return other.peers.offer(this.writer, await this.peers.ownSegments(seq));
  }

  async codes(): Promise<string[]> {
    const codes: string[] = [];
    await this.journal.replay(({ code, data }) => void codes.push(code === 'APPROVAL-REFUSED' ? `${code} ${String(data['why'])}` : code));
    return codes.filter((code) => code !== 'JOURNAL-OPEN' && code !== 'JOURNAL-CLOSE');
  }
}

/** A result's failure code, or `ok`. */
export function codeOf(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}

