import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { mostViews, savedViewSchema } from '../../../core/alert/view-link';
import { locales, type Locale } from '../../../core/text';
import type { Preferences } from '../../ports/preferences';

const fileSchema = z.object({
  locale: z.enum(locales),
  theme: z.enum(['dark', 'light', 'night']),
  recent: z.array(z.object({ path: z.string(), name: z.string() })).max(12),
  last: z.string().nullable(),
  views: z.array(savedViewSchema).max(mostViews).default([]),
});

/** `preferences.json` in this device's folder; unreadable or foreign content means the defaults. */
export function openPreferences(folder: string, systemLanguage: string): Preferences {
  const file = join(folder, 'preferences.json');
  const locale: Locale = systemLanguage.toLowerCase().startsWith('ko') ? 'ko' : 'en';
  let current = read(file) ?? { locale, theme: 'dark' as const, recent: [], last: null, views: [] };
  return {
    get: () => current,
    set(change) {
      const { opened } = change;
      current = {
        locale: change.locale ?? current.locale,
        theme: change.theme ?? current.theme,
        recent: opened === undefined ? current.recent : [opened, ...current.recent.filter((each) => each.path !== opened.path)].slice(0, 12),
        last: opened?.path ?? current.last,
        views: change.views === undefined ? current.views : [...change.views],
      };
      try {
        writeFileSync(`${file}.new`, JSON.stringify(current, null, 2), { mode: 0o600 });
        renameSync(`${file}.new`, file);
      } catch {
        // Preferences are a convenience: a full disk keeps them for this session only.
      }
    },
  };
}

function read(file: string): z.infer<typeof fileSchema> | null {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
