import type { Stale } from './freshness';
import type { Finding } from './runbook';

/** A runbook that nobody practised for longer than its `drill-every`, as `check` says it. */
export function staleFinding(path: string, { days, everyDays }: Stale): Finding {
  const every = String(everyDays);
  const message =
    days === null
      ? { en: `This runbook was never drilled; drill-every asks for every ${every} days.`, ko: `한 번도 훈련하지 않은 런북입니다. drill-every는 ${every}일마다입니다.` }
      : { en: `This runbook was last drilled ${String(days)} days ago; drill-every asks for every ${every} days.`, ko: `마지막 훈련이 ${String(days)}일 전입니다. drill-every는 ${every}일마다입니다.` };
  const hint = { en: 'Run it on hosts with danger: lab, or in the practice workspace.', ko: 'danger: lab 호스트나 연습용 작업 공간에서 실행해 보십시오.' };
  return { file: path, line: 1, column: 1, severity: 'warning', rule: 'not-drilled', message, hint };
}
