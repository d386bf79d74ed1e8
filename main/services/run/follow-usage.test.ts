import { expect, it } from 'vitest';
import { createSignal } from '../../../core/signal';
import { opened, tempFolder } from '../../../tests/support/journal-kit';
import type { PeerEntry } from '../../ports/team-journals';
import { followUsage } from './follow-usage';

it('counts the others’ runs with this device’s own, before and after their journals came', async () => {
  const journal = await opened(tempFolder());
  const heard = createSignal<PeerEntry>();
  const usage = await followUsage(journal, { onEntry: heard.on });
  const subject = { plan: 'a'.repeat(64), runbook: 'runbooks/x.md', title: 'X', hosts: 1, caseId: null };
  await journal.append('RUN-PLAN', { ...subject, run: 'mine', danger: 'read', reason: '' });
  await journal.append('RUN-START', { ...subject, run: 'mine' });
  const told = (seq: number, at: number, code: string, data: PeerEntry['data']): void => heard.emit({ writer: 'lee.laptop', seq, at, hlc: '', hash: '', code, data });
  told(1, 9_000, 'RUN-PLAN', { ...subject, run: 'theirs', danger: 'read', reason: '', drill: true });
  told(2, 9_000, 'RUN-START', { ...subject, run: 'theirs' });
  expect(usage.freshness({ path: 'runbooks/x.md', sha256: null, drillEveryMs: null }, 10_000)).toMatchObject({ lastRun: { run: 'mine', by: 'kim' }, lastDrill: { run: 'theirs', by: 'lee', at: 9_000 } });
  await journal.close();
});
