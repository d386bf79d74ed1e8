import { fail, ok } from '../core/errors';
import type { Console } from './console';
import type { Desk } from './compose';
import type { TerminalDesk } from './cli/terminal-desk';

/** Longest that a command waits for the first answers of sources and sirens, ms: a dead one must not hold up the others. */
const patience = 12_000;

/** How often it looks whether all have answered, ms. */
const lookEvery = 50;

async function settle(desk: Desk, what: 'alerts' | 'sirens' | 'duty'): Promise<void> {
  let calendarsRead = false;
  void desk.ready.then(() => {
    calendarsRead = true;
  });
  const waits = (): boolean => {
    switch (what) {
      case 'alerts':
        return desk.alerts.sources().some((source) => source.state === 'starting');
      case 'sirens':
        return desk.sirens.list().some((card) => card.can.readBack && card.provenAt === null && card.problem === null);
      case 'duty':
        return !calendarsRead;
    }
  };
  const deadline = Date.now() + patience;
  while (waits() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, lookEvery));
}

/** An open desk as a terminal command sees it. */
export function terminalView(desk: Desk, calls: Console['handlers']): TerminalDesk {
  return {
    calls,
    root: desk.root,
    now: () => Date.now(),
    onRun: (listener) => desk.runner.onChanged(listener),
    settle: (what) => settle(desk, what),
    alerts: () => desk.alerts.all(),
    search: (query) => desk.alerts.find(query),
    onAlerts: (listener) => desk.alerts.onChanged(listener),
    requestApproved: (request, typed) => desk.runner.request(request, { typed }),
    trySource: (addition) => desk.setup.trySource(addition, null),
    saveEntry: (request) => desk.entries.save(request, null),
    approveFor: (request) => desk.seconds.approve(request, null),
    acceptDevice: (request, role) => desk.team.accept(request, role, desk.record, null),
    retireDevice: (wanted) => desk.team.retire(wanted, desk.record, (writer) => desk.peers.headOf(writer), null),
    async planExec(hosts, script) {
      const planned = await desk.runbooks.exec({ on: hosts, script });
      if (!planned.ok) return planned;
      const { plan, demand, problems } = planned.value;
      return plan === null || demand === null ? fail('bad-input', { what: 'exec', why: problems.map(({ en }) => en).join('; ') }) : ok({ plan, demand });
    },
    takeTerminal: (request) => desk.terminals.take(request),
    exportRecording: (terminal, file) => desk.terminals.exportTo(terminal, file, false),
    exportCase: (request) => desk.caseExports.export({ ...request, replace: false }),
    stream: (only) => desk.streams.now(only),
    setSecret: (name, value) => desk.vault.set(name, value),
  };
}
