import { describe, expect, it } from 'vitest';
import { createAlertWorld, firing, seenAlert, type AlertWorld } from '../../../tests/support/alert-world';
import { isOwned, subjectOf } from './subject-of';

const minute = 60_000;
const grading = [{ when: 'severity="critical"', grade: '911', ring: 'auto' }, { when: 'severity="warning"', grade: '912' }];

async function world(...severities: readonly string[]): Promise<AlertWorld> {
  const made = await createAlertWorld({ grading, sources: [{ id: 'am', kind: 'test', every: '15s' }] });
  made.answers.set('am', firing(...severities.map((severity, index) => seenAlert(`disk-${String(index)}`, { severity }))));
  await made.time.pass(minute);
  return made;
}

/** The climb that a rule began for the first alert, just now. */
function byRule({ desk, cases, time }: AlertWorld) {
  const climb = { id: 'am/disk-0', caseId: cases.caseOf('am/disk-0'), startedAt: time.clock.now() - minute };
  return { ...climb, subject: () => subjectOf({ alerts: desk, cases }, climb) };
}

describe('a climb that a rule began', () => {
  it('goes on while its alert fires, and is over when it is resolved', async () => {
    const made = await world('critical');
    const { subject } = byRule(made);
    expect(subject()).toEqual({ acks: [], over: false });
    made.answers.set('am', firing());
    await made.time.pass(minute);
    expect(subject().over).toBe(true);
  });

  it('goes on for an alert that no rule knows', async () => {
    expect(byRule(await world('odd')).subject().over).toBe(false);
  });

  it('is over once somebody called its alert noise, or no matter for the night', async () => {
    for (const grade of ['noise', '912'] as const) {
      const made = await world('critical');
      const { subject, id } = byRule(made);
      await made.desk.grade({ ids: [id], grade, why: 'a test rig', ...(grade === 'noise' ? { reason: 'not-real' as const } : {}) });
      expect(subject().over, grade).toBe(true);
    }
  });

  it('is over once its case was closed, though the alert fires on; not where the case went into another', async () => {
    const made = await world('critical', 'critical');
    const { subject, caseId, id } = byRule(made);
    const other = made.cases.caseOf('am/disk-1');
    if (caseId === null || other === null) throw new Error('a 911 opens a case');
    expect((await made.cases.merge({ id: caseId, into: other })).ok).toBe(true);
    expect(made.cases.caseOf(id)).toBe(other);
    expect(subject().over).toBe(false);
    expect((await made.cases.close({ id: other, verdict: 'false-ring', why: 'a test rig', followUps: [] })).ok).toBe(true);
    expect(subject().over).toBe(true);
  });
});

describe('a climb that a person began by ringing for a case', () => {
  it('goes on where nothing fires, until the case is closed', async () => {
    const { cases, desk, time } = await world();
    const opened = await cases.open({ title: 'customers cannot log in', grade: '911', alerts: [] });
    if (!opened.ok) throw new Error(opened.error.code);
    const climb = { id: opened.value.id, caseId: opened.value.id, startedAt: time.clock.now() };
    expect(subjectOf({ alerts: desk, cases }, climb)).toEqual({ acks: [], over: false });
    await cases.close({ id: climb.id, verdict: 'real', why: 'mended', followUps: [] });
    expect(subjectOf({ alerts: desk, cases }, climb).over).toBe(true);
  });

  it('goes on for a case that is not known here', async () => {
    const { cases, desk, time } = await world();
    const id = 'lee.laptop/2026-11-21/1';
    expect(subjectOf({ alerts: desk, cases }, { id, caseId: id, startedAt: time.clock.now() }).over).toBe(false);
  });
});

describe('a case', () => {
  const caseOf = ({ cases }: AlertWorld): string => {
    const id = cases.caseOf('am/disk-0');
    if (id === null) throw new Error('a 911 opens a case');
    return id;
  };

  it('is owned once somebody acknowledged what fires of it, and not before', async () => {
    const made = await world('critical');
    const id = caseOf(made);
    expect(isOwned({ alerts: made.desk, cases: made.cases }, id)).toBe(false);
    await made.desk.ack({ ids: ['am/disk-0'] });
    expect(isOwned({ alerts: made.desk, cases: made.cases }, id)).toBe(true);
  });

  it('needs nobody once nothing of it fires, or it was closed', async () => {
    for (const ends of ['resolved', 'closed'] as const) {
      const made = await world('critical');
      const id = caseOf(made);
      if (ends === 'resolved') made.answers.set('am', firing());
      else await made.cases.close({ id, verdict: 'real', why: 'mended', followUps: [] });
      await made.time.pass(minute);
      expect(isOwned({ alerts: made.desk, cases: made.cases }, id), ends).toBe(true);
    }
  });

  it('that was opened by hand needs somebody until it is closed', async () => {
    const { cases, desk } = await world();
    const opened = await cases.open({ title: 'customers cannot log in', grade: '911', alerts: [] });
    if (!opened.ok) throw new Error(opened.error.code);
    expect(isOwned({ alerts: desk, cases }, opened.value.id)).toBe(false);
  });
});
