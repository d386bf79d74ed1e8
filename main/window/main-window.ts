import { BrowserWindow, screen } from 'electron';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { mainContract } from '../../core/ipc/contract';
import { ownOrigin } from '../ipc/serve';
import { lockedDown } from './security';

const placeSchema = z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int(), height: z.number().int() });

/** The console's window; its size and place are remembered. Not shown until its first paint. */
export function openMainWindow(options: { readonly preload: string; readonly dataFolder: string; readonly icon: string }): BrowserWindow {
  const memory = join(options.dataFolder, 'window.json');
  const window = new BrowserWindow({
    ...(remembered(memory) ?? { width: 1280, height: 800 }),
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: 'Breakglass',
    icon: options.icon,
    backgroundColor: '#0a0d12',
    autoHideMenuBar: true,
    webPreferences: lockedDown(options.preload, mainContract),
  });
  window.once('ready-to-show', () => {
    window.show();
  });
  window.on('close', () => {
    remember(memory, window.getNormalBounds());
  });
  window.on('page-title-updated', (event) => {
    event.preventDefault();
  });
  void window.loadURL(`${ownOrigin}/main/index.html`);
  return window;
}

function remembered(file: string): z.infer<typeof placeSchema> | null {
  try {
    const place = placeSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    // A place on a display that is gone would open a window nobody can see.
    const area = screen.getDisplayMatching(place).workArea;
    const visible = place.x < area.x + area.width && place.x + place.width > area.x && place.y >= area.y && place.y < area.y + area.height;
    return visible ? place : null;
  } catch {
    return null;
  }
}

function remember(file: string, place: z.infer<typeof placeSchema>): void {
  try {
    writeFileSync(file, JSON.stringify(place), { mode: 0o600 });
  } catch {
    // A full disk must not keep the window from closing; the place is only a convenience.
  }
}
