import type { ReactNode } from 'react';
import { explain, type Failure } from '../../core/errors';
import { useLocale, useT } from '../locales/locale';
import { Button } from './button';

/** Nothing is here, and that is an answer. */
export function EmptyState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="state">
      <p className="state-title">{title}</p>
      {children === undefined ? null : <div className="state-text">{children}</div>}
    </div>
  );
}

export function LoadingState() {
  const t = useT();
  return (
    <div className="state" role="status">
      <p className="state-title">{t('state.loading')}</p>
    </div>
  );
}

interface FailureStateProps {
  readonly failure: Failure;
  readonly onRetry?: () => void;
  /** True when older data is still shown beside it: a line instead of a page. */
  readonly inline?: boolean;
}

/** What went wrong and what to do about it, in the words of core/errors.ts. */
export function FailureState({ failure, onRetry, inline = false }: FailureStateProps) {
  const t = useT();
  const { message, hint } = explain(failure, useLocale());
  return (
    <div className={inline ? 'state state-inline' : 'state'} role="alert">
      <p className="state-title tone-violet">
        <span aria-hidden="true">▲ </span>
        {message}
      </p>
      <p className="state-text">{hint}</p>
      {onRetry === undefined ? null : <Button onPress={onRetry}>{t('act.try-again')}</Button>}
    </div>
  );
}
