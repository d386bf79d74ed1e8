import { createContext, useContext, useMemo, type ReactNode } from 'react';
import type { Locale } from '../../core/text';
import { translate, type Translate } from './translate';

interface Speech {
  readonly locale: Locale;
  readonly t: Translate;
}

const SpeechContext = createContext<Speech>({ locale: 'en', t: (key, values) => translate('en', key, values) });

/** Everything below speaks this language. Each window has one, at its root. */
export function LocaleProvider({ locale, children }: { readonly locale: Locale; readonly children: ReactNode }) {
  const speech = useMemo<Speech>(() => ({ locale, t: (key, values) => translate(locale, key, values) }), [locale]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

/** `t('key', { values })` in the window's language. */
export function useT(): Translate {
  return useContext(SpeechContext).t;
}

/** The same in the other language: what a search finds, too. */
export function useOther(): Translate {
  const { locale } = useContext(SpeechContext);
  return useMemo<Translate>(() => (key, values) => translate(locale === 'ko' ? 'en' : 'ko', key, values), [locale]);
}

export function useLocale(): Locale {
  return useContext(SpeechContext).locale;
}
