import type { Alert } from '../../../core/alert/alert';
import type { Escalation } from '../../../core/escalation/escalation';
import type { AlertDesk } from '../alert-desk';
import type { CaseDesk } from '../case-desk';

/** What the alerts and cases say of an escalation's subject. */
export interface Subject {
  /** Who acknowledged any of it, and when, epoch ms. */
  readonly acks: readonly { readonly by: string; readonly at: number }[];
  /** Nobody need be woken for it any more. */
  readonly over: boolean;
}

export type Climb = Pick<Escalation, 'id' | 'caseId' | 'startedAt'>;

interface Desks {
  readonly alerts: Pick<AlertDesk, 'firingOf'>;
  readonly cases: Pick<CaseDesk, 'alertsOf' | 'caseOf' | 'lastCaseOf' | 'get'>;
}

/**
 * Where a person rang for a case, there may be nothing that fires: that climb is over when its case is closed. Any other
 * is over when nothing of it fires that somebody must wake for, or when whoever handled it has closed its case.
 */
export function subjectOf({ alerts, cases }: Desks, climb: Climb): Subject {
  const mine = alerts.firingOf(climb);
  const acks = mine.flatMap(({ ack }) => ack ?? []);
  if (climb.id === climb.caseId) return { acks, over: isClosed(cases, climb.caseId) };
  const isWanted = ({ id, grade }: Alert): boolean => (grade === '911' || grade === null) && !wasClosed(cases, id, climb.startedAt);
  return { acks, over: !mine.some(isWanted) };
}

/** Whether somebody has the case, or nothing of it is left to have: it was closed, or what it was about fires no more. */
export function isOwned({ alerts, cases }: Desks, caseId: string): boolean {
  const firing = alerts.firingOf({ id: caseId, caseId });
  const isOver = cases.alertsOf(caseId).length > 0 && firing.length === 0;
  return isClosed(cases, caseId) || isOver || firing.some(({ ack }) => ack !== null);
}

/** A case that went into another is as open as that one. One that is not known here is not known to be closed. */
function isClosed(cases: Desks['cases'], id: string): boolean {
  const known = cases.get(id);
  if (known === null || known.state === 'open') return false;
  return known.mergedInto === null || isClosed(cases, known.mergedInto);
}

function wasClosed(cases: Desks['cases'], alert: string, since: number): boolean {
  return cases.caseOf(alert) === null && (cases.lastCaseOf(alert)?.closedAt ?? -Infinity) >= since;
}
