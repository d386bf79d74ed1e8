/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const runFailures = {
  'run-not-allowed': {
    exit: 4,
    message: { en: '{who} may not run anything in this workspace.', ko: '{who} 님은 이 작업 공간에서 실행할 권한이 없습니다.' },
    hint: { en: 'Runs are for operators whose device is in team.yaml. Ask one of them.', ko: '실행은 team.yaml에 기기가 등록된 운영자만 할 수 있습니다. 운영자에게 요청하십시오.' },
  },
  'run-session-key': {
    exit: 4,
    message: { en: 'This device signs with a key in memory, and the team does not accept that for production.', ko: '이 기기는 메모리에만 있는 키로 서명하는데, 팀 정책상 운영 서버에는 쓸 수 없습니다.' },
    hint: { en: 'Make a keychain or an ssh-agent key available, or change `unvouched-may-run` in breakglass.yaml.', ko: '키체인이나 ssh-agent 키를 쓸 수 있게 하거나, breakglass.yaml의 `unvouched-may-run`을 바꾸십시오.' },
  },
  'run-reason-needed': {
    exit: 2,
    message: { en: 'An ad-hoc command needs a reason.', ko: '즉석 명령에는 사유가 필요합니다.' },
    hint: { en: 'Say why in one line (--reason).', ko: '이유를 한 줄로 적으십시오(--reason).' },
  },
  'run-not-found': {
    exit: 2,
    message: { en: 'There is no run {run} on this device.', ko: '이 기기에는 {run} 실행이 없습니다.' },
    hint: { en: 'Look at the list of runs.', ko: '실행 목록을 확인하십시오.' },
  },
  'run-over': {
    exit: 2,
    message: { en: 'The run {run} has ended.', ko: '{run} 실행은 이미 끝났습니다.' },
    hint: { en: 'Start a new one, or retry a host that failed.', ko: '새로 시작하거나, 실패한 호스트를 다시 시도하십시오.' },
  },
  'run-not-held': {
    exit: 2,
    message: { en: 'The run {run} is not waiting to be resumed.', ko: '{run} 실행은 재개를 기다리는 상태가 아닙니다.' },
    hint: { en: 'Nothing needs to be done.', ko: '따로 하실 일은 없습니다.' },
  },
  'plan-not-known': {
    exit: 2,
    message: { en: 'No plan with the hash {hash} was shown here.', ko: '{hash} 해시의 계획은 여기에서 보여 드린 적이 없습니다.' },
    hint: { en: 'Make the plan again and look at it.', ko: '계획을 다시 만들어 확인하십시오.' },
  },
  'plan-changed': {
    exit: 4,
    message: { en: 'The runbook or a host changed after the plan {hash} was shown. Nothing was sent.', ko: '계획 {hash}을(를) 보여 드린 뒤 런북이나 호스트가 바뀌었습니다. 아무것도 보내지 않았습니다.' },
    hint: { en: 'Read the new plan and run that one.', ko: '새 계획을 확인한 뒤 실행하십시오.' },
  },
  'plan-not-kept': {
    exit: 4,
    message: { en: 'The plan {hash} cannot be written or read: {why}', ko: '계획 {hash}을(를) 쓰거나 읽을 수 없습니다: {why}' },
    hint: { en: 'Look at the folder plans/ of the workspace and at the disk.', ko: '작업 공간의 plans/ 폴더와 디스크를 확인하십시오.' },
  },
  'approval-declined': {
    exit: 4,
    message: { en: 'The plan was not approved.', ko: '계획이 승인되지 않았습니다.' },
    hint: { en: 'Nothing was sent.', ko: '아무것도 보내지 않았습니다.' },
  },
  'approval-word': {
    exit: 4,
    message: { en: 'What was typed is not "{word}".', ko: '입력하신 글이 "{word}"와 다릅니다.' },
    hint: { en: 'Nothing was sent. Read which hosts the plan names, and ask again.', ko: '아무것도 보내지 않았습니다. 계획의 호스트를 확인하고 다시 요청하십시오.' },
  },
  'approval-other-plan': {
    exit: 4,
    message: { en: 'Another plan was approved than the one that was asked for.', ko: '요청한 것과 다른 계획이 승인되었습니다.' },
    hint: { en: 'Nothing was sent. Ask again.', ko: '아무것도 보내지 않았습니다. 다시 요청하십시오.' },
  },
  'run-interrupted': {
    exit: 3,
    message: { en: 'The app was closed while this ran. What had not been sent waits.', ko: '실행 중에 앱이 종료되었습니다. 보내지 않은 단계는 기다리고 있습니다.' },
    hint: { en: 'Look at what is unknown, then resume.', ko: '알 수 없음 상태를 먼저 확인한 뒤 재개하십시오.' },
  },
  'run-stopped': {
    exit: 1,
    message: { en: 'The run was stopped before this was sent.', ko: '이 단계를 보내기 전에 실행을 멈췄습니다.' },
    hint: { en: 'Nothing was sent.', ko: '아무것도 보내지 않았습니다.' },
  },
  'run-held-unknown': {
    exit: 3,
    message: { en: 'Nobody can say yet how step "{step}" ended on {host}.', ko: '{host}에서 "{step}" 단계가 어떻게 끝났는지 아직 알 수 없습니다.' },
    hint: { en: 'It is looked up by itself; Look asks the server now. Retry or skip only if you know.', ko: '자동으로 확인 중입니다. "확인"을 누르면 바로 서버에 묻습니다. 확실할 때만 다시 시도하거나 건너뛰십시오.' },
  },
  'run-held-failures': {
    exit: 1,
    message: { en: 'Step "{step}" did not succeed on {failures} {failures:host|hosts}, first on {host}.', ko: '"{step}" 단계가 호스트 {failures}대에서 성공하지 못했습니다. 처음은 {host}입니다.' },
    hint: { en: 'Read the output; then retry, skip, roll back, or stop.', ko: '출력을 읽고 다시 시도, 건너뛰기, 되돌리기, 멈춤 중에서 고르십시오.' },
  },
  'run-held-manual': {
    exit: 1,
    message: { en: 'The step "{step}" is yours to do.', ko: '"{step}" 단계는 직접 하셔야 합니다.' },
    hint: { en: 'Do what it says, then mark it done or failed.', ko: '적힌 대로 하신 뒤 완료 또는 실패로 표시하십시오.' },
  },
  'run-held-step': {
    exit: 1,
    message: { en: 'Step by step: the next step is "{step}".', ko: '단계별 실행: 다음 단계는 "{step}"입니다.' },
    hint: { en: 'Read what came before, then go on, or go straight on.', ko: '앞 단계의 결과를 확인한 뒤 한 단계 진행하거나 끝까지 진행하십시오.' },
  },
  'run-paused': {
    exit: 1,
    message: { en: 'The run is paused. No further host begins.', ko: '실행을 잠시 멈췄습니다. 다른 호스트는 시작하지 않습니다.' },
    hint: { en: 'Steps that had begun go on at their servers. Resume when you are ready.', ko: '이미 시작한 단계는 서버에서 계속됩니다. 준비되면 재개하십시오.' },
  },
  'pause-not-possible': {
    exit: 2,
    message: { en: 'A run that is {state} cannot be paused.', ko: '{state} 상태인 실행은 잠시 멈출 수 없습니다.' },
    hint: { en: 'Only a run that goes on can be paused; stop ends one for good.', ko: '진행 중인 실행만 잠시 멈출 수 있습니다. 끝내려면 멈춤을 쓰십시오.' },
  },
  'nothing-failed': {
    exit: 2,
    message: { en: 'No host ended step {position} badly for certain.', ko: '{position}번 단계가 실패로 확정된 호스트가 없습니다.' },
    hint: { en: 'What is unknown is looked up or decided host by host.', ko: '알 수 없음 상태는 호스트별로 확인하거나 결정하십시오.' },
  },
  'cell-not-found': {
    exit: 2,
    message: { en: 'The run has no step {position} on {host}.', ko: '이 실행에는 {host}의 {position}번 단계가 없습니다.' },
    hint: { en: 'Look at the steps of the run.', ko: '실행의 단계를 확인하십시오.' },
  },
  'decision-not-possible': {
    exit: 2,
    message: { en: '"{decision}" is no answer to a step that is {outcome}.', ko: '{outcome} 상태인 단계에는 "{decision}"을(를) 할 수 없습니다.' },
    hint: { en: 'Wait until it has ended, or stop it.', ko: '끝날 때까지 기다리거나 멈추십시오.' },
  },
  'look-not-needed': {
    exit: 2,
    message: { en: 'The step on {host} has nothing that could be looked up.', ko: '{host}의 단계는 서버에서 확인할 것이 없습니다.' },
    hint: { en: 'Only what was sent and did not end in sight can be looked up.', ko: '보냈지만 끝을 보지 못한 단계만 확인할 수 있습니다.' },
  },
  'stop-not-confirmed': {
    exit: 3,
    message: { en: 'The step on {host} was told to stop and nothing confirmed it.', ko: '{host}의 단계에 멈추라고 했지만 확인되지 않았습니다.' },
    hint: { en: 'Press stop again, or look at the host yourself.', ko: '멈춤을 다시 누르거나 호스트를 직접 확인하십시오.' },
  },
  'rollback-not-possible': {
    exit: 2,
    message: { en: 'The step cannot be rolled back: {why}', ko: '이 단계는 되돌릴 수 없습니다: {why}' },
    hint: { en: 'Only a step with `rollback=` on hosts where it was sent can be rolled back.', ko: '`rollback=`이 있고 실제로 보낸 호스트의 단계만 되돌릴 수 있습니다.' },
  },
} as const;
