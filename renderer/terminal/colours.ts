import type { ITheme } from '@xterm/xterm';

/** The sixteen colours on a dark ground; each is readable on it (WCAG AA) but black and bright black, which programs use as grounds. */
const onDark: ITheme = {
  black: '#1c222d',
  red: '#ff8078',
  green: '#66d394',
  yellow: '#e8b04a',
  blue: '#79b8ff',
  magenta: '#d6a5ff',
  cyan: '#5fd0d8',
  white: '#d3d8e0',
  brightBlack: '#7d8797',
  brightRed: '#ff9d97',
  brightGreen: '#8ae3b0',
  brightYellow: '#f3cf83',
  brightBlue: '#a3cfff',
  brightMagenta: '#e6c8ff',
  brightCyan: '#93e4ea',
  brightWhite: '#ffffff',
};

const onLight: ITheme = {
  black: '#171b22',
  red: '#b3150f',
  green: '#14692f',
  yellow: '#7a5200',
  blue: '#0b55b0',
  magenta: '#8a1f9c',
  cyan: '#0b6670',
  white: '#596273',
  brightBlack: '#4f5967',
  brightRed: '#c0201a',
  brightGreen: '#1a7a3a',
  brightYellow: '#8a5f00',
  brightBlue: '#1557b0',
  brightMagenta: '#9c2fae',
  brightCyan: '#10747e',
  brightWhite: '#2a313c',
};

/** The terminal's colours in the look of the window; ground and text are the window's own. */
export function terminalColours(theme: 'dark' | 'light' | 'night', token: (name: string) => string): ITheme {
  const [ground, text] = [token('--ground'), token('--text')];
  return { ...(theme === 'light' ? onLight : onDark), background: ground, foreground: text, cursor: text, cursorAccent: ground, selectionBackground: token('--fill-blue'), selectionForeground: token('--on-blue') };
}
