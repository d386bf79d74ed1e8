import { dialog, type BrowserWindow } from 'electron';
import type { Locale } from '../../core/text';
import type { SecretQuestion } from '../ports/secret-consent';

/** How long the question stands, ms: an answer hours later would send a step that nobody thinks of any more. */
const patienceMs = 120_000;

const words = {
  en: { title: 'A secret is asked for', message: { once: 'Hand out {name} once?', 'from-now-on': 'Hand out {name} from now on?' }, detail: 'Used by: {purpose}', no: 'No', yes: 'Hand out' },
  ko: { title: '비밀이 필요합니다', message: { once: '{name}을(를) 이번 한 번 내줄까요?', 'from-now-on': '{name}을(를) 앞으로 계속 내줄까요?' }, detail: '사용하는 곳: {purpose}', no: '아니요', yes: '내주기' },
} as const satisfies Record<Locale, object>;

/** Asks in a dialog that the system draws: no page can answer it. */
export async function askConsent(parent: BrowserWindow | null, locale: Locale, { name, purpose, lasts }: SecretQuestion): Promise<boolean> {
  const { title, message, detail, no, yes } = words[locale];
  const question = {
    type: 'question' as const,
    title,
    message: message[lasts].replace('{name}', () => name),
    detail: purpose === '' ? '' : detail.replace('{purpose}', () => purpose),
    buttons: [no, yes],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
    signal: AbortSignal.timeout(patienceMs),
  };
  const { response } = await (parent === null ? dialog.showMessageBox(question) : dialog.showMessageBox(parent, question));
  return response === 1;
}
