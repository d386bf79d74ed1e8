import { useEffect } from 'react';
import { explain } from '../../core/errors';
import { useLocale, useT } from '../locales/locale';
import { useActs, type DoneAct } from '../stores/act-store';
import { useDialogs } from '../stores/dialog-store';
import { Age } from '../ui/age';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { EmptyState } from '../ui/states';

/** How long a toast stays, ms. Long enough to read it half asleep; the log keeps it anyway. */
const toastTime = 10_000;

function Toast({ done }: { readonly done: DoneAct }) {
  const t = useT();
  const locale = useLocale();
  const dismiss = useActs((state) => state.dismissToast);
  const undo = useActs((state) => state.undo);
  useEffect(() => {
    const timer = setTimeout(() => dismiss(done.number), toastTime);
    return () => clearTimeout(timer);
  }, [dismiss, done.number]);
  return (
    <li className="toast">
      <span className="grow any-text">{done.act[locale]}</span>
      {done.act.undo === null ? null : (
        <Button size="small" onPress={() => void undo(done.number)}>
          {t('act.undo')}
        </Button>
      )}
      <Button size="small" tone="quiet" onPress={() => dismiss(done.number)} label={t('act.dismiss')}>
        ✕
      </Button>
    </li>
  );
}

/** The last act here, with Undo; the ones before are in the log. Failures never come as a toast. */
export function Toasts() {
  const t = useT();
  const log = useActs((state) => state.log);
  const toasts = useActs((state) => state.toasts);
  const [latest] = log;
  return (
    <ul className="toasts" aria-label={t('acts.toasts')} aria-live="polite">
      {latest !== undefined && toasts.includes(latest.number) ? <Toast key={latest.number} done={latest} /> : null}
    </ul>
  );
}

/** What was asked here and did not happen, and what to do about it. It stays until somebody dismisses it. */
export function ActProblems() {
  const t = useT();
  const locale = useLocale();
  const problems = useActs((state) => state.problems);
  const dismiss = useActs((state) => state.dismissProblem);
  if (problems.length === 0) return null;
  return (
    <section className="act-problems" role="alert" aria-label={t('acts.problems')}>
      {problems.map(({ number, at, failure }) => {
        const { message, hint } = explain(failure, locale);
        return (
          <div key={number} className="act-problem">
            <span aria-hidden="true">✕</span>
            <div className="grow">
              <p className="strong any-text">{message}</p>
              <p className="any-text">{hint}</p>
            </div>
            <Age at={at} />
            <Button size="small" onPress={() => dismiss(number)}>
              {t('act.dismiss')}
            </Button>
          </div>
        );
      })}
    </section>
  );
}

/** The acts of this window, the newest first. */
export function ActLog() {
  const t = useT();
  const locale = useLocale();
  const log = useActs((state) => state.log);
  const undo = useActs((state) => state.undo);
  const close = useDialogs((state) => state.close);
  return (
    <Dialog
      title={t('acts.log')}
      onClose={close}
      size="wide"
      footer={<Button onPress={close}>{t('act.close')}</Button>}
    >
      {log.length === 0 ? <EmptyState title={t('acts.log-empty')} /> : null}
      <ul className="act-log">
        {log.map((done) => (
          <li key={done.number} className="row">
            <span className="dim act-log-age">
              <Age at={done.at} />
            </span>
            <span className="grow any-text">{done.act[locale]}</span>
            {done.act.undo === null ? null : (
              <Button size="small" onPress={() => void undo(done.number)}>
                {t('act.undo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
