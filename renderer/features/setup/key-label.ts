import type { Translate } from '../../locales/translate';

/** What a field is called, with the key of the file where that is another word. */
export function keyLabel(t: Translate, label: string, key: string): string {
  return label.toLowerCase() === key ? label : t('setup.key-of', { label, key });
}
