import type { Alert } from '../core/alert/alert';
import { ok } from '../core/errors';
import type { Locale } from '../core/text';
import type { Actor } from './ports/actor';
import type { Clock } from './ports/clock';
import type { CurrentWorkspace } from './ports/current-workspace';
import type { Journal } from './ports/journal';
import type { Schedule } from './ports/schedule';
import type { AlertDesk } from './services/alert-desk';
import type { CaseDesk } from './services/case-desk';
import type { DutyDesk } from './services/duty-desk';
import { createEscalationDesk, type EscalationDesk } from './services/escalation-desk';
import { subjectOf } from './services/escalation/subject-of';
import type { SirenDesk } from './services/siren-desk';

interface EscalationParts {
  readonly workspace: CurrentWorkspace;
  readonly journal: Journal;
  readonly sirens: SirenDesk;
  readonly alerts: AlertDesk;
  readonly cases: CaseDesk;
  readonly duty: DutyDesk;
  readonly actor: Actor;
  readonly locale: () => Locale;
  readonly clock: Clock;
  readonly schedule: Schedule;
}

/** The ladders, with what the alerts know of their subjects. */
export function openEscalations({ alerts, cases, duty, ...parts }: EscalationParts): EscalationDesk {
  return createEscalationDesk({
    ...parts,
    duty: () => ({ now: duty.onDuty()?.person ?? null, next: duty.view().next?.person ?? null }),
    ack: (subject) => {
      const mine = alerts.firingOf(subject).filter(({ ack }) => ack === null);
      return mine.length === 0 ? Promise.resolve(ok(undefined)) : alerts.ack({ ids: mine.map(({ id }) => id) });
    },
    subject: (climb) => subjectOf({ alerts, cases }, climb),
  });
}

/** True for an alert that fires, or may, and that nobody has. */
export function isUnowned(alert: Alert | null): boolean {
  return alert !== null && alert.ack === null && alert.state !== 'resolved';
}

/** True for one of which somebody wants to hear nothing for now. */
export function isHeld(alert: Alert | null): boolean {
  return alert !== null && (alert.mute !== null || alert.snooze !== null);
}
