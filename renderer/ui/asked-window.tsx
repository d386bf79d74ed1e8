import { useEffect, useState, type ReactNode } from 'react';
import type { Failure, Result } from '../../core/errors';
import type { Locale } from '../../core/text';
import { LocaleProvider } from '../locales/locale';
import { FailureState, LoadingState } from './states';

interface AskedWindowProps<Request> {
  /** The same function at every drawing: another one asks anew. */
  readonly ask: () => Promise<Result<Request>>;
  /** The answer that Escape gives. */
  readonly refuse: () => void;
  readonly children: (request: Request) => ReactNode;
}

/** A window that is there for one question: it fetches the question, wears its theme and language, and refuses at Escape. */
export function AskedWindow<Request extends { readonly theme: string; readonly locale: Locale }>({ ask, refuse, children }: AskedWindowProps<Request>) {
  const [request, setRequest] = useState<Request | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  useEffect(() => {
    void ask().then((answer) => {
      if (answer.ok) setRequest(answer.value);
      else setFailure(answer.error);
    });
  }, [ask]);

  useEffect(() => {
    if (request === null) return;
    document.documentElement.dataset['theme'] = request.theme;
    document.documentElement.lang = request.locale;
  }, [request]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.isComposing) refuse();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [refuse]);

  if (failure !== null) return <FailureState failure={failure} />;
  if (request === null) return <LoadingState />;
  return <LocaleProvider locale={request.locale}>{children(request)}</LocaleProvider>;
}
