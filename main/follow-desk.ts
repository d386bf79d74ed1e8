import type { mainContract } from '../core/ipc/contract';
import type { Tell } from '../core/ipc/kit';
import type { Desk } from './compose';
import type { Cancel } from './ports/schedule';

/** Turns what the desks announce into pushes: a line each. */
export function followDesk(desk: Desk, push: Tell<typeof mainContract>, frameChanged: () => void): Cancel {
  const stops = [
    desk.frame.onChanged(frameChanged),
    desk.alerts.onChanged((change) => {
      push('alerts', 'changed', change);
    }),
    desk.cases.onChanged((change) => {
      push('cases', 'changed', change);
    }),
    desk.mutes.onChanged(() => {
      push('mutes', 'changed', undefined);
    }),
    desk.duty.onChanged(() => {
      push('duty', 'changed', undefined);
    }),
    desk.shifts.onChanged(() => {
      push('duty', 'changed', undefined);
    }),
    desk.escalations.onChanged(() => {
      push('duty', 'climbing', undefined);
    }),
    desk.sirens.onChanged((cards) => {
      push('sirens', 'changed', desk.reArming.cards(desk.proofs.cards(cards)));
    }),
    desk.reArming.onChanged(() => {
      push('sirens', 'changed', desk.reArming.cards(desk.proofs.cards(desk.sirens.list())));
    }),
    desk.runner.onChanged((run) => {
      push('runs', 'changed', run);
    }),
    desk.seconds.onChanged(() => {
      push('approvals', 'changed', undefined);
    }),
    desk.workspace.onChanged(() => {
      push('runbooks', 'changed', undefined);
    }),
    desk.workspace.onFindings(() => {
      push('runbooks', 'changed', undefined);
    }),
    desk.terminals.onChanged(() => {
      push('terminals', 'changed', undefined);
    }),
    desk.journal.onChanged((change) => {
      push('journal', 'changed', change);
    }),
    desk.sync.onChanged(() => {
      push('journal', 'synced', { ...desk.sync.view(), live: desk.live.view() });
    }),
    desk.live.onChanged(() => {
      push('journal', 'synced', { ...desk.sync.view(), live: desk.live.view() });
    }),
    desk.vault.onChanged(() => {
      push('vault', 'changed', undefined);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
