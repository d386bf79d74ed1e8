import { fill, type Locale } from '../text';
import type { Person } from '../team/team';

const alone = {
  en: 'No console has been seen for {minutes} min: nobody is watching',
  ko: '{minutes}분 동안 켜진 콘솔이 없습니다. 아무도 지켜보고 있지 않습니다',
} as const;

const blindly = {
  en: 'an ack elsewhere could not be known',
  ko: '다른 곳의 확인은 여기서 알 수 없었습니다',
} as const;

/** The language that somebody reads when a siren wakes them: as team.yaml says, else the console's own. */
export function languageOf(person: string, people: readonly Pick<Person, 'id' | 'language'>[], otherwise: Locale): Locale {
  return people.find(({ id }) => id === person)?.language ?? otherwise;
}

/** Why a watcher rings by itself. */
export function aloneReason(minutes: number, locale: Locale): string {
  return fill(alone[locale], { minutes });
}

/** Why a level is rung, at most 200 letters; `late`: by a console that could not hear those before it. */
export function levelReason({ title, rule }: { readonly title: string; readonly rule: string }, late: boolean, locale: Locale): string {
  return `${title} (${rule})${late ? ` · ${blindly[locale]}` : ''}`.slice(0, 200);
}
