import type { AlertRow, Grade } from '../../../core/alert/alert';
import type { Result } from '../../../core/errors';
import type { Act } from '../../../core/ipc/contract';
import { matcherText } from '../../../core/mute/source-matchers';
import { desk } from '../../desk';
import { perform } from '../../stores/act-store';
import { actedOn, clearSelection, placeOf, rowAt, useAlerts } from '../../stores/alerts-store';
import { useAlertDetail } from '../../stores/details';
import { useDialogs } from '../../stores/dialog-store';
import { useRoute } from '../../stores/route-store';

function chosen(): string[] {
  return [...actedOn(useAlerts.getState())];
}

function cursorRow(): AlertRow | null {
  const state = useAlerts.getState();
  const detail = useAlertDetail.getState().value;
  if (detail !== null && detail.id === state.cursor) return detail;
  const place = state.cursor === null ? -1 : placeOf(state, state.cursor);
  return place < 0 ? null : rowAt(state, place);
}

/** How long an ack lasts that lapses by itself, ms. */
export const ackLength = 1_800_000;

/** A selection is used up by the act that it was made for. */
async function act(call: (ids: string[]) => Promise<Result<Act>>): Promise<void> {
  const ids = chosen();
  if (ids.length > 0 && (await perform(call(ids)))) clearSelection();
}

/** What keys and buttons of the Alerts screen do: on the selection where there is one, else on the cursor's alert. */
export const alertActs = {
  ack: () => void act((ids) => desk().alerts.ack({ ids })),
  /** "I have it" for half an hour; then it is everyone's again. */
  ackFor: () => void act((ids) => desk().alerts.ack({ ids, until: Date.now() + ackLength })),
  unack: () => void act((ids) => desk().alerts.unack({ ids })),
  unsnooze: () => void act((ids) => desk().alerts.unsnooze({ ids })),
  grade: (grade: Grade) => void act((ids) => desk().alerts.grade({ ids, grade, why: '' })),
  noise: () => {
    const ids = chosen();
    if (ids.length > 0) useDialogs.getState().show({ kind: 'grade', ids, grade: 'noise' });
  },
  snooze: () => {
    const ids = chosen();
    if (ids.length > 0) useDialogs.getState().show({ kind: 'snooze', ids });
  },
  /** Mutes what is like the cursor's alert; by which labels is chosen in the dialog. */
  mute: () => {
    const detail = useAlertDetail.getState().value;
    const row = cursorRow();
    if (row === null) return;
    // The title is the name; an alert without one is muted by whichever of its labels a person chooses.
    const labels = detail?.id === row.id ? detail.labels : { alertname: row.title };
    const name = labels['alertname'];
    const when = name === undefined ? '' : matcherText([{ name: 'alertname', value: name, isRegex: false, isEqual: true }]);
    useDialogs.getState().show({ kind: 'mute', when, labels, window: false });
  },
  /** Opens a case by hand with what is selected. */
  openCase: () => {
    const row = cursorRow();
    if (row !== null) useDialogs.getState().show({ kind: 'open-case', title: row.title, alerts: chosen() });
  },
  note: () => {
    const id = useAlerts.getState().cursor;
    if (id !== null) useDialogs.getState().show({ kind: 'note', of: 'alert', id });
  },
  /** A recorded terminal for the alert's case. */
  terminal: () => {
    const caseId = cursorRow()?.caseId ?? null;
    if (caseId !== null) useDialogs.getState().show({ kind: 'terminal', host: null, caseId });
  },
  ring: () => {
    const row = cursorRow();
    useDialogs.getState().show({ kind: 'ring', to: 'on-duty', reason: row?.title ?? '', caseId: row?.caseId ?? null });
  },
  /** Opens the runbook screen: the first that matches, filled from this alert. */
  runbook: () => {
    const { cursor } = useAlerts.getState();
    if (cursor === null) return;
    const detail = useAlertDetail.getState().value;
    const path = detail?.id === cursor ? detail.runbooks[0]?.path : undefined;
    useRoute.getState().go('runbooks', null, path === undefined ? { alert: cursor } : { path, alert: cursor });
  },
} as const;
