import { globalShortcut } from 'electron';

/** Tried in order: on some layouts the first is a letter, on some desktops it is taken. */
const candidates = ['CommandOrControl+Alt+S', 'CommandOrControl+Alt+F9', 'CommandOrControl+Shift+F9'] as const;

/** As the key is printed: `Ctrl Alt S`. */
function printed(key: string): string {
  return key.replace('CommandOrControl', process.platform === 'darwin' ? '⌘' : 'Ctrl').replaceAll('+', ' ');
}

/**
 * Takes a key for silence-all that works with the app in the background.
 * @returns the key in force, or null where none could be had (Wayland delivers none: bind `breakglass silence` instead).
 */
export function takeSilenceHotkey(silence: () => void): string | null {
  for (const key of candidates) {
    try {
      if (globalShortcut.register(key, silence) && globalShortcut.isRegistered(key)) return printed(key);
    } catch {
      // An accelerator that this system cannot express: the next one may do.
    }
  }
  return null;
}
