import { ok, type Result } from '../../core/errors';
import { createSignal } from '../../core/signal';
import { sirenEntries } from '../../core/siren/entries';
import { audibleGrace, gravest, lastDue, noProofs, proved, type Proof, type ProofKind, type Proofs } from '../../core/siren/proof';
import type { SirenCard } from '../../core/siren/siren';
import type { SirenEntry } from '../../core/workspace/files';
import type { Actor } from '../ports/actor';
import type { AlertSource, Sighting } from '../ports/alert-source';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { Cancel, Schedule } from '../ports/schedule';
import type { SirenDesk } from './siren-desk';

/** How often due proofs are looked for, ms. */
const lookEvery = 60_000;
/** A failed silent proof is tried again after this, ms: one lost packet is no broken siren. */
const againAfter = 600_000;

type Found = Pick<Proof, 'outcome' | 'why'>;

/** Shows that each siren would ring: asks it daily without a sound, and weekly with one where its owner chose an hour. */
export interface ProofDesk {
  start(): Promise<void>;
  /** The cards with the age of their last proofs. */
  cards(cards: readonly SirenCard[]): SirenCard[];
  /** What failed or was missed, as alerts of their own. */
  readonly source: AlertSource;
  /** True once there was anything to tell. */
  hasNews(): boolean;
  onNews(listener: () => void): Cancel;
  close(): void;
}

export function createProofDesk(ports: {
  readonly workspace: CurrentWorkspace;
  readonly sirens: SirenDesk;
  readonly journal: Journal;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly schedule: Schedule;
}): ProofDesk {
  const { workspace, sirens, journal, actor, clock, schedule } = ports;
  const news = createSignal();
  const known = new Map<string, Proofs>();
  const busy = new Set<string>();
  const stops: Cancel[] = [];
  let told = false;
  /** Nothing is missed before this console has watched: a siren that is new here was never due. */
  let watchingSince = Infinity;

  const proofsOf = (siren: string): Proofs => known.get(siren) ?? noProofs;
  const timezoneOf = ({ owner }: SirenEntry): string => {
    const { people, settings } = workspace.get();
    return people.find(({ id }) => id === owner)?.timezone ?? settings.timezone;
  };

  const take = (siren: string, proof: Proof): void => {
    known.set(siren, proved(proofsOf(siren), proof));
    if (!told && troubles().length > 0) {
      told = true;
      news.emit();
    }
  };

  /** A ring that its device confirmed is the best proof. */
  const heard = (siren: unknown, at: number): void => {
    if (typeof siren === 'string') take(siren, { kind: 'audible', at, outcome: 'ok', why: '' });
  };

  const prove = async (entry: SirenEntry, kind: ProofKind): Promise<void> => {
    const { id: siren } = entry;
    busy.add(siren);
    try {
      const found = { kind, ...(kind === 'silent' ? await silent(siren) : await audible(siren)) };
      journal.appendLate('SIREN-PROOF', { siren, ...found });
      take(siren, { ...found, at: clock.now() });
    } finally {
      busy.delete(siren);
    }
  };

  const silent = async (siren: string): Promise<Found> => {
    const read = await sirens.read({ siren });
    if (!read.ok) return { outcome: 'failed', why: read.error.code };
    const { state, problem } = read.value;
    return state === 'quiet' || state === 'sounding' ? { outcome: 'ok', why: '' } : { outcome: 'failed', why: problem?.code ?? state };
  };

  const audible = async (siren: string): Promise<Found> => {
    const tested = await sirens.prove(siren);
    // A siren that sounds already proves itself better than a test.
    if (!tested.ok) return tested.error.code === 'siren-sounding' ? { outcome: 'ok', why: '' } : { outcome: 'failed', why: tested.error.code };
    switch (tested.value) {
      case 'sounding':
        return { outcome: 'ok', why: '' };
      case 'quiet':
        return { outcome: 'failed', why: 'ring-not-sounding' };
      case 'unknown':
        return { outcome: 'unknown', why: '' };
    }
  };

  const isDue = (entry: SirenEntry, kind: ProofKind, now: number): boolean => {
    const due = lastDue(entry, kind, timezoneOf(entry), now);
    const { triedAt, failed } = proofsOf(entry.id);
    const tried = triedAt[kind];
    if (due === null) return false;
    if (kind === 'audible') return (tried === null || tried < due) && now - due < audibleGrace && actor.me().person === entry.owner;
    return tried === null || tried < due || (failed.silent !== null && now - tried >= againAfter);
  };

  const look = (): void => {
    const now = clock.now();
    const cards = new Map(sirens.list().map((card) => [card.id, card]));
    for (const entry of workspace.get().sirens) {
      if (busy.has(entry.id)) continue;
      if (isDue(entry, 'audible', now)) void prove(entry, 'audible');
      else if (cards.get(entry.id)?.can.readBack === true && isDue(entry, 'silent', now)) void prove(entry, 'silent');
    }
    if (!told && troubles().length > 0) {
      told = true;
      news.emit();
    }
  };

  /** What is wrong now: a proof that failed, or an audible one whose hour passed without it. */
  const troubles = (): { readonly entry: SirenEntry; readonly kind: ProofKind; readonly why: string; readonly at: number }[] =>
    workspace.get().sirens.flatMap((entry) => {
      const proofs = proofsOf(entry.id);
      const failed = gravest(proofs);
      if (failed !== null) return [{ entry, ...failed }];
      const due = lastDue(entry, 'audible', timezoneOf(entry), clock.now());
      const missed = due !== null && due >= watchingSince && clock.now() - due >= audibleGrace && (proofs.triedAt.audible ?? -Infinity) < due;
      return missed && due !== null ? [{ entry, kind: 'audible' as const, why: 'missed', at: due }] : [];
    });

  return {
    async start() {
      await journal.replay(({ at, code, data }) => {
        if (code === 'SIREN-SOUNDING' || (code === 'SIREN-TEST' && data['outcome'] === 'sounding')) heard(data['siren'], at);
        if (code !== 'SIREN-PROOF') return;
        const proof = sirenEntries['SIREN-PROOF'].data.safeParse(data);
        if (!proof.success) return;
        known.set(proof.data.siren, proved(proofsOf(proof.data.siren), { ...proof.data, at }));
        watchingSince = Math.min(watchingSince, at);
      });
      watchingSince = Math.min(watchingSince, clock.now());
      stops.push(
        schedule.every(lookEvery, look),
        journal.onAppend(({ at, code, data }) => {
          if (code === 'SIREN-SOUNDING') heard(data['siren'], at);
        }),
      );
      look();
    },
    cards: (cards) =>
      cards.map((card) => {
        const proofs = proofsOf(card.id);
        const { silentAt, audibleAt } = proofs;
        const failed = gravest(proofs);
        return { ...card, proof: { silentAt, audibleAt, failedAt: failed?.at ?? null, why: failed?.why ?? null } };
      }),
    source: {
      poll: (): Promise<Result<Sighting>> =>
        Promise.resolve(
          ok({
            epoch: 'console',
            alerts: troubles().map(({ entry, kind, why, at }) => ({
              fingerprint: `siren-proof:${entry.id}`,
              labels: { alertname: 'SirenNotProven', siren: entry.id, owner: entry.owner, proof: kind, severity: 'warning' },
              annotations: { summary: `${entry.id} did not prove that it would ring ${entry.owner} (${kind}: ${why})`, reason: why },
              startsAt: at,
              suppressed: false,
            })),
          }),
        ),
      test: () => Promise.resolve(ok({ server: 'Breakglass', place: '', count: troubles().length, newest: troubles().reduce<number | null>((latest, { at }) => Math.max(latest ?? at, at), null) })),
    },
    hasNews: () => told,
    onNews: news.on,
    close() {
      for (const stop of stops.splice(0)) stop();
      news.clear();
    },
  };
}
