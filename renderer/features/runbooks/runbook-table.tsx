import { useMemo, useState } from 'react';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { perform, useActs } from '../../stores/act-store';
import { usePlanTable } from '../../stores/plan-store';
import { useRoute } from '../../stores/route-store';
import { useShortcuts } from '../../frame/use-shortcuts';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/field';
import { shortHash } from '../../ui/hash.logic';
import { hostsInWords } from '../../ui/hosts-in-words';
import { Panel } from '../../ui/panel';
import { PlanDifferences } from '../../ui/plan-diff';
import { PlanSteps } from '../../ui/plan-steps';
import { PlanTargets } from '../../ui/plan-targets';
import { SplitPane } from '../../ui/split-pane';
import { FailureState, LoadingState } from '../../ui/states';
import { DocView } from './doc-view';
import { FreshnessLine } from './freshness-line';
import { FindingList } from './finding-list';
import { ParamForm } from './param-form';
import { usePlanChanges } from './use-plan-changes';

/** A runbook on the table: what it says at the left; its parameters and the plan that they make, live, at the right. */
export function RunbookTable({ alert }: { readonly alert: string | null }) {
  const t = useT();
  const opened = usePlanTable((state) => state.opened);
  const failure = usePlanTable((state) => state.failure);
  if (opened === null) return failure === null ? <LoadingState /> : <FailureState failure={failure} />;
  const { runbook, findings } = opened;
  return (
    <SplitPane
      name="runbook"
      label={t('runbooks.divider')}
      share={48}
      left={
        <article className="runbook-text">
          {findings.length === 0 ? null : <FindingList findings={findings} />}
          {runbook === null ? null : (
            <>
              <h1 className="any-text">{runbook.title}</h1>
              <FreshnessLine freshness={opened.freshness} />
              {opened.freshness.lastReview?.current === true || findings.length > 0 ? null : (
                <div className="row">
                  <Button size="small" onPress={() => { void review(runbook.path, runbook.sha256); }}>
                    {t('runbooks.review')}
                  </Button>
                  <span className="dim">{t('runbooks.review-text')}</span>
                </div>
              )}
              <DocView nodes={runbook.doc} steps={runbook.steps} />
            </>
          )}
        </article>
      }
      right={runbook === null ? null : <PlanPane alert={alert} />}
    />
  );
}

/** Journals that a person has read exactly these bytes; what is said about reviews is read anew. */
async function review(path: string, sha256: string): Promise<void> {
  await perform(desk().runbooks.review({ path, sha256 }));
  await usePlanTable.getState().reload();
}

/** Asks for this plan to be run; filled from an alert, the run belongs to the alert's case. */
async function request(hash: string, reason: string, alert: string | null, stepByStep: boolean) {
  const about = alert === null ? null : await desk().alerts.detail({ id: alert });
  return desk().runs.request({ hash, reason, caseId: about?.ok === true ? about.value.caseId : null, stepByStep });
}

function PlanPane({ alert }: { readonly alert: string | null }) {
  const t = useT();
  const locale = useLocale();
  const planned = usePlanTable((state) => state.planned);
  const failure = usePlanTable((state) => state.failure);
  const planning = usePlanTable((state) => state.planning);
  const go = useRoute((state) => state.go);
  const [reason, setReason] = useState('');
  const reviewedAt = usePlanTable((state) => state.opened?.freshness.lastReview?.at ?? null);
  const [stepByStep, setStepByStep] = useState(false);
  const changes = usePlanChanges(planned?.plan?.hash ?? null, reviewedAt);
  const [asking, setAsking] = useState(false);
  const plan = planned?.plan ?? null;
  const demand = planned?.demand ?? null;
  const hash = plan?.hash ?? null;
  const ready = hash !== null && !planning && !asking;

  const run = useMemo(
    () => (): void => {
      if (hash === null || asking) return;
      setAsking(true);
      void request(hash, reason, alert, stepByStep).then((answer) => {
        setAsking(false);
        const started = useActs.getState().settle(answer, () => null);
        if (started !== null) go('run', started.run);
      });
    },
    [hash, asking, reason, alert, stepByStep, go],
  );
  useShortcuts(useMemo(() => [{ id: 'runbooks.run', keys: 'Enter', title: t('runbooks.run'), run, hint: true }], [run, t]));

  return (
    <div className="plan-pane">
      <Panel title={t('runbooks.params')} aside={alert === null ? undefined : t('runbooks.prefilled')}>
        <ParamForm />
      </Panel>
      {failure === null ? null : <FailureState failure={failure} inline />}
      <Panel title={t('runbooks.plan')} aside={planning ? t('state.loading') : hash === null ? undefined : <span className="mono">{shortHash(hash)}</span>}>
        {planned === null ? <LoadingState /> : null}
        {plan === null ? (
          <ul className="plan-problems" role="status">
            {planned?.problems.map((problem, at) => (
              <li key={at}>{problem.param === null ? problem[locale] : `${problem.param}: ${problem[locale]}`}</li>
            ))}
          </ul>
        ) : (
          <div className="plan-live">
            <p className="dim">{t('runbooks.dry')}</p>
            {changes === null ? null : <PlanDifferences changes={changes} />}
            <PlanTargets plan={plan.plan} />
            <PlanSteps plan={plan.plan} />
            <p className="plan-hash">{plan.hash}</p>
          </div>
        )}
      </Panel>
      <div className="plan-run">
        <TextField label={t('runbooks.reason')} value={reason} onChange={setReason} maxLength={500} />
        <label className="row plan-step-by-step">
          <input
            type="checkbox"
            checked={stepByStep}
            onChange={(event) => {
              setStepByStep(event.currentTarget.checked);
            }}
          />
          {t('runbooks.step-by-step')}
        </label>
        <Button tone={demand?.danger === 'read' ? 'primary' : 'danger'} size="big" onPress={run} disabled={!ready} keys="Enter">
          {demand === null ? t('runbooks.run') : t('runbooks.run-on', { hosts: plan === null ? '' : hostsInWords(plan.plan, t) })}
        </Button>
      </div>
    </div>
  );
}
