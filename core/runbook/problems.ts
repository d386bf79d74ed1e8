import { fill, type Text, type TextValues } from '../text';

/** Why a plan cannot be made, or a parameter stays empty; `param` is null where it concerns the whole plan. */
export interface PlanProblem extends Text {
  readonly param: string | null;
}

/** Everything that a plan may ask to be changed first, in words. */
export const planProblems = {
  'param-missing': { en: 'A value is needed.', ko: '값이 필요합니다.' },
  'param-unknown': { en: 'The runbook has no parameter "{param}".', ko: '런북에 "{param}" 매개변수가 없습니다.' },
  'param-too-long': { en: 'The value is longer than 100 KiB.', ko: '값이 100 KiB를 넘습니다.' },
  'param-control': { en: 'The value holds a control character or one that cannot be seen ({codePoint}).', ko: '값에 제어 문자나 보이지 않는 문자({codePoint})가 있습니다.' },
  'param-one': { en: 'Only one value is taken here.', ko: '값을 하나만 넣을 수 있습니다.' },
  'param-regex': { en: '"{value}" does not match {expected}.', ko: '"{value}"은(는) {expected} 형식이 아닙니다.' },
  'param-enum': { en: '"{value}" is none of: {expected}.', ko: '"{value}"은(는) 다음 중 하나가 아닙니다: {expected}.' },
  'param-integer': { en: '"{value}" is not a whole number.', ko: '"{value}"은(는) 정수가 아닙니다.' },
  'param-duration': { en: '"{value}" is no duration such as 30s or 5m.', ko: '"{value}"은(는) 30s, 5m 같은 시간이 아닙니다.' },
  'param-range': { en: '"{value}" is outside {expected}.', ko: '"{value}"은(는) {expected} 범위를 벗어납니다.' },
  'param-path': { en: '"{value}" is no path, or begins with a dash.', ko: '"{value}"은(는) 경로가 아니거나 "-"로 시작합니다.' },
  'param-secret': { en: 'Name a secret of the vault, as secret:NAME. The value itself is never typed here.', ko: '금고에 있는 비밀의 이름을 secret:NAME으로 적으십시오. 값 자체는 여기에 넣지 않습니다.' },
  'host-unknown': { en: 'hosts.yaml has no host "{value}".', ko: 'hosts.yaml에 "{value}" 호스트가 없습니다.' },
  'host-ambiguous': { en: 'Several hosts have the address "{value}".', ko: '"{value}" 주소를 가진 호스트가 여럿입니다.' },
  'host-not-in-group': { en: '"{value}" is not in the group "{group}".', ko: '"{value}"은(는) "{group}" 그룹에 없습니다.' },
  'label-missing': { en: 'The alert has no label "{label}".', ko: '알림에 "{label}" 레이블이 없습니다.' },
  'on-missing': { en: 'Choose the hosts: the step "{step}" does not name any.', ko: '호스트를 고르십시오. "{step}" 단계가 호스트를 정하지 않았습니다.' },
  'on-not-used': { en: 'Every step names its own hosts, so that no hosts can be chosen.', ko: '모든 단계가 호스트를 정해 두어 따로 고를 수 없습니다.' },
  'on-unknown': { en: 'The step "{step}" is to run on "{value}", which is no host, group or host parameter.', ko: '"{step}" 단계가 가리키는 "{value}"은(는) 호스트도, 그룹도, 호스트 매개변수도 아닙니다.' },
  'selector-unknown': { en: '"{value}" is neither a host nor a group.', ko: '"{value}"은(는) 호스트도 그룹도 아닙니다.' },
  'each-needs-param': { en: 'The step "{step}" says each=host, so `on` must name a host parameter.', ko: '"{step}" 단계에 each=host가 있으므로 `on`은 호스트 매개변수여야 합니다.' },
  'jump-unknown': { en: 'The host "{value}" is reached through "{jump}", which hosts.yaml does not have.', ko: '"{value}" 호스트의 경유지 "{jump}"이(가) hosts.yaml에 없습니다.' },
  'jump-loop': { en: 'The way to the host "{value}" goes in a circle.', ko: '"{value}" 호스트로 가는 경로가 제자리를 돕니다.' },
  'way-unclear': { en: 'How to reach the host "{value}" cannot be said: {why}', ko: '"{value}" 호스트에 연결하는 방법을 정할 수 없습니다: {why}' },
  'transport-pinned': { en: 'hosts.yaml pins ssh2 for the host "{value}", and ssh2 cannot do this: {why}.', ko: 'hosts.yaml이 "{value}" 호스트에 ssh2를 지정했으나 ssh2로는 할 수 없습니다: {why}.' },
  'file-path': { en: 'The step "{step}" takes its path from {value}, which is no absolute path.', ko: '"{step}" 단계의 경로 {value}이(가) 절대 경로가 아닙니다.' },
  'file-unreadable': { en: 'The step "{step}" puts {value}, which cannot be read in the workspace: {why}.', ko: '"{step}" 단계가 보낼 {value} 파일을 작업 공간에서 읽을 수 없습니다: {why}.' },
  'no-steps': { en: 'There is nothing to run.', ko: '실행할 것이 없습니다.' },
  'no-hosts': { en: 'No host is chosen.', ko: '선택한 호스트가 없습니다.' },
  'too-many-hosts': { en: 'More than 1000 hosts are chosen.', ko: '선택한 호스트가 1000대를 넘습니다.' },
  'script-missing': { en: 'The command is empty or holds a character that cannot be seen.', ko: '명령이 비어 있거나 보이지 않는 문자가 있습니다.' },
} as const satisfies Record<string, Text>;

export type PlanProblemCode = keyof typeof planProblems;

export function planProblem(param: string | null, code: PlanProblemCode, values: TextValues = {}): PlanProblem {
  const text: Text = planProblems[code];
  return { param, en: fill(text.en, values), ko: fill(text.ko, values) };
}
