import { Menu, Tray, nativeImage } from 'electron';
import type { Frame } from '../../core/ipc/frame';

const words = {
  en: { open: 'Open Breakglass', silence: 'Silence all sirens', quit: 'Quit', quiet: 'nothing is on fire', fires: 'on fire', ringing: 'SIREN SOUNDING', blind: 'not seen' },
  ko: { open: 'Breakglass 열기', silence: '모든 사이렌 멈추기', quit: '종료', quiet: '긴급 상황 없음', fires: '긴급', ringing: '사이렌 울림', blind: '확인 불가' },
} as const;

/** The tray: a second place to silence and to see, never the only sign of a 911 (trays go stale on some desktops). */
export function createTray(options: {
  readonly icon: string;
  readonly open: () => void;
  readonly silence: () => void;
  readonly quit: () => void;
}): { readonly show: (frame: Frame) => void; readonly destroy: () => void } {
  const tray = new Tray(nativeImage.createFromPath(options.icon).resize({ width: 22, height: 22 }));
  tray.on('click', options.open);
  let shown = '';
  return {
    show(frame) {
      const say = words[frame.locale];
      const fires = frame.counts['911'] + frame.counts.ungraded;
      const parts = [
        frame.rings.length > 0 ? say.ringing : null,
        fires > 0 ? `${String(fires)} ${say.fires}` : frame.blind.length === 0 ? say.quiet : null,
        frame.blind.length > 0 ? `${String(frame.blind.length)} ${say.blind}` : null,
      ].filter((part) => part !== null);
      const text = `Breakglass: ${parts.join(', ')}`;
      if (text === shown) return;
      shown = text;
      tray.setToolTip(text);
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: text, enabled: false },
          { label: say.open, click: options.open },
          { label: say.silence, click: options.silence },
          { type: 'separator' },
          { label: say.quit, click: options.quit },
        ]),
      );
    },
    destroy() {
      tray.destroy();
    },
  };
}
