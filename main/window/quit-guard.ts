import { dialog, type BrowserWindow } from 'electron';
import type { ReasonsToStay } from '../ports/reasons-to-stay';

function counted(n: number, what: string): string {
  return `${String(n)} ${what}${n === 1 ? '' : 's'}`;
}

const words = {
  en: {
    title: 'Quit Breakglass?',
    runs: (n: number) => `${counted(n, 'run')} still going: started steps go on at their servers, nobody watches them.`,
    rings: (n: number) => `${counted(n, 'siren')} may be sounding: they stop by themselves at their end.`,
    terminals: (n: number) => `${counted(n, 'recorded terminal')} open: ${n === 1 ? 'its shell ends' : 'their shells end'}.`,
    duty: 'You are on duty: alerts will not reach you here.',
    stay: 'Stay',
    quit: 'Quit',
  },
  ko: {
    title: 'Breakglass를 종료할까요?',
    runs: (n: number) => `실행 ${String(n)}건이 진행 중입니다. 시작된 단계는 서버에서 계속되지만 지켜보는 사람이 없습니다.`,
    rings: (n: number) => `사이렌 ${String(n)}대가 울리고 있을 수 있습니다. 정해진 시간이 되면 저절로 멈춥니다.`,
    terminals: (n: number) => `녹화 터미널 ${String(n)}개가 열려 있습니다. 셸이 종료됩니다.`,
    duty: '지금 당직 중입니다. 이 기기로 알림이 오지 않게 됩니다.',
    stay: '머무르기',
    quit: '종료',
  },
} as const;

/** Asks before quitting during a run, a ring or a duty shift; the default answer is to stay. */
export async function askToQuit(window: BrowserWindow | null, reasons: ReasonsToStay, locale: 'en' | 'ko'): Promise<boolean> {
  const say = words[locale];
  const detail = [
    reasons.runs > 0 ? say.runs(reasons.runs) : null,
    reasons.rings > 0 ? say.rings(reasons.rings) : null,
    reasons.terminals > 0 ? say.terminals(reasons.terminals) : null,
    reasons.onDuty ? say.duty : null,
  ].filter((line) => line !== null);
  if (detail.length === 0) return true;
  const question = { type: 'warning' as const, message: say.title, detail: detail.join('\n'), buttons: [say.stay, say.quit], defaultId: 0, cancelId: 0 };
  const { response } = await (window !== null && window.isVisible() ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question));
  return response === 1;
}
