import type { Locale } from '../core/text';
import type { Actor } from './ports/actor';
import type { Clock } from './ports/clock';
import type { CurrentWorkspace } from './ports/current-workspace';
import type { Journal } from './ports/journal';
import type { Notifier } from './ports/notifier';
import type { Schedule } from './ports/schedule';
import type { TeamJournals } from './ports/team-journals';
import type { AlertDesk } from './services/alert-desk';
import type { DutyDesk } from './services/duty-desk';
import { journalBeats } from './services/journal-beats';
import type { LiveDesk } from './services/live-desk';
import type { SirenDesk } from './services/siren-desk';
import { createSleepReport } from './services/sleep-report';
import type { SyncDesk } from './services/sync-desk';
import { createWatchDesk, type WatchDesk } from './services/watch-desk';

interface WatchParts {
  readonly workspace: CurrentWorkspace;
  readonly journal: Journal;
  readonly peers: TeamJournals;
  readonly sync: SyncDesk;
  readonly live: LiveDesk;
  readonly alerts: AlertDesk;
  readonly sirens: SirenDesk;
  readonly duty: DutyDesk;
  readonly actor: Actor;
  readonly notifier: Notifier;
  readonly locale: () => Locale;
  readonly clock: Clock;
  readonly schedule: Schedule;
}

/** Who watches the watchman, and what a console that slept did not see. */
export function openWatch({ workspace, journal, peers, sync, live, alerts, sirens, duty, actor, notifier, locale, clock, schedule }: WatchParts): WatchDesk {
  const watch = createWatchDesk({
    ...{ workspace, journal, sirens, actor, locale, clock, schedule },
    duty: () => duty.onDuty(),
    beats: [journalBeats(journal, peers), live],
    reachedAt: () => (live.view().state === 'up' ? clock.now() : sync.view().remotes.reduce<number | null>((latest, { succeededAt }) => (succeededAt === null ? latest : Math.max(latest ?? 0, succeededAt)), null)),
  });
  const sleep = createSleepReport({
    ...{ journal, notifier, locale, schedule },
    timezone: () => workspace.get().settings.timezone,
    began: (from, to) => alerts.all().flatMap(({ state, startsAt, title }) => (state !== 'resolved' && startsAt >= from && startsAt <= to ? [title] : [])),
  });
  return {
    ...watch,
    close() {
      sleep.close();
      watch.close();
    },
  };
}
