/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const hostFailures = {
  'host-refused': {
    exit: 1,
    message: { en: '{host} ({address}) refused the connection.', ko: '{host}({address})이(가) 연결을 거부했습니다.' },
    hint: { en: 'The machine answers but no SSH server does: check the port and whether sshd runs.', ko: '서버는 응답하지만 SSH 서비스가 응답하지 않습니다. 포트와 sshd 실행 여부를 확인하십시오.' },
  },
  'host-timeout': {
    exit: 1,
    message: { en: '{host} ({address}) did not answer within {seconds} s.', ko: '{host}({address})이(가) {seconds}초 안에 응답하지 않았습니다.' },
    hint: { en: 'Check the network, the VPN and the address. Nothing was sent.', ko: '네트워크와 VPN, 주소를 확인하십시오. 전송된 것은 없습니다.' },
  },
  'host-unreachable': {
    exit: 1,
    message: { en: '{host} ({address}) cannot be reached: {why}.', ko: '{host}({address})에 연결할 수 없습니다: {why}.' },
    hint: { en: 'Check the network, the name and the route. Nothing was sent.', ko: '네트워크와 이름, 경로를 확인하십시오. 전송된 것은 없습니다.' },
  },
  'host-handshake': {
    exit: 1,
    message: { en: '{host} ({address}) and this console found no common SSH method: {why}.', ko: '{host}({address})와(과) 공통으로 쓸 수 있는 SSH 방식이 없습니다: {why}.' },
    hint: { en: 'Nothing was sent. Say `transport: openssh` for this host in hosts.yaml: the system’s ssh may have what it asks for; Test on the hosts screen tells.', ko: '전송된 것은 없습니다. hosts.yaml에서 이 호스트에 `transport: openssh`를 지정하십시오. 시스템의 ssh가 서버의 방식을 지원할 수 있으며 호스트 화면의 시험에서 확인할 수 있습니다.' },
  },
  'host-key-unknown': {
    exit: 4,
    message: { en: 'The key of {host} is not known here. It offers {offered}.', ko: '{host}의 키를 알지 못합니다. 서버가 제시한 키는 {offered}입니다.' },
    hint: { en: 'Compare the fingerprint with the server’s owner, then enrol the host.', ko: '서버 담당자와 지문을 대조한 뒤 호스트를 등록하십시오.' },
  },
  'host-key-changed': {
    exit: 4,
    message: { en: 'The key of {host} changed: it offers {offered}, expected was {expected}. Somebody may be in between.', ko: '{host}의 키가 바뀌었습니다. 제시한 키는 {offered}, 예상한 키는 {expected}입니다. 중간에서 가로채고 있을 수 있습니다.' },
    hint: { en: 'Do not go on. Ask the server’s owner whether it was reinstalled, then enrol the new key.', ko: '진행하지 마십시오. 서버 담당자에게 재설치 여부를 확인한 뒤 새 키를 등록하십시오.' },
  },
  'host-key-revoked': {
    exit: 4,
    message: { en: 'The key {offered} of {host} is marked as revoked.', ko: '{host}의 키 {offered}은(는) 폐기된 키로 표시되어 있습니다.' },
    hint: { en: 'Never use it again: give the server a new key and enrol that.', ko: '다시 사용하지 마십시오. 서버에 새 키를 만들고 그 키를 등록하십시오.' },
  },
  'host-keys-disagree': {
    exit: 4,
    message: { en: 'hosts.yaml and known_hosts name different keys for {host}: {ours} and {theirs}.', ko: 'hosts.yaml과 known_hosts의 {host} 키가 서로 다릅니다: {ours}, {theirs}.' },
    hint: { en: 'Find out which one is right and correct the other file.', ko: '어느 쪽이 맞는지 확인하고 다른 파일을 고치십시오.' },
  },
  'host-ca-unsupported': {
    exit: 4,
    message: { en: '{host} is known by a certificate authority only, which this transport cannot check. It offers {offered}.', ko: '{host}은(는) 인증 기관으로만 등록되어 있으나 이 전송 방식은 이를 검증할 수 없습니다. 제시한 키는 {offered}입니다.' },
    hint: { en: 'Enrol the host’s own key in hosts.yaml.', ko: '호스트의 키를 hosts.yaml에 등록하십시오.' },
  },
  'known-hosts-unreadable': {
    exit: 4,
    message: { en: 'The list of known hosts {file} cannot be read: {why}.', ko: '알려진 호스트 목록 {file}을(를) 읽을 수 없습니다: {why}.' },
    hint: { en: 'A revoked key may be listed there, so nothing connects until it can be read.', ko: '폐기된 키가 적혀 있을 수 있으므로 읽을 수 있을 때까지 연결하지 않습니다.' },
  },
  'ssh-config-alias': {
    exit: 2,
    message: { en: '"{alias}" cannot be looked up in ssh_config.', ko: 'ssh_config에서 "{alias}"을(를) 찾을 수 없습니다.' },
    hint: { en: 'An address or name has letters, digits, dots, colons, dashes and underscores only.', ko: '주소와 이름에는 글자, 숫자, 점, 콜론, 붙임표, 밑줄만 쓸 수 있습니다.' },
  },
  'ssh-config-refused': {
    exit: 2,
    message: { en: 'The SSH configuration gives no answer for {alias}: {why}', ko: 'SSH 설정에서 {alias}에 대한 답을 얻지 못했습니다: {why}' },
    hint: { en: 'Correct ssh_config; `ssh -G {alias}` shows the same mistake.', ko: 'ssh_config를 고치십시오. `ssh -G {alias}` 명령에서도 같은 오류가 보입니다.' },
  },
  'ssh-config-slow': {
    exit: 1,
    message: { en: 'The SSH configuration gave no answer for {alias} within {seconds} s.', ko: 'SSH 설정이 {seconds}초 안에 {alias}에 대한 답을 주지 않았습니다.' },
    hint: { en: 'A `Match exec` in it may hang.', ko: '설정의 `Match exec` 명령이 멈춰 있을 수 있습니다.' },
  },
  'ssh-config-unsupported': {
    exit: 4,
    message: { en: '{file} uses {what}, which cannot be honoured here.', ko: '{file}에 있는 {what}을(를) 여기서는 따를 수 없습니다.' },
    hint: { en: 'Install the system’s OpenSSH client, or name address, port, user and jump in hosts.yaml and take this out.', ko: '시스템의 OpenSSH 클라이언트를 설치하거나, hosts.yaml에 주소와 포트, 사용자, 경유지를 적고 이 설정을 빼십시오.' },
  },
  'way-unsettled': {
    exit: 1,
    message: { en: 'The SSH configuration was not asked about {host} yet.', ko: '{host}에 대한 SSH 설정을 아직 확인하지 않았습니다.' },
    hint: { en: 'Try again in a moment.', ko: '잠시 뒤 다시 시도하십시오.' },
  },
  'host-no-way': {
    exit: 2,
    message: { en: '{host} cannot be reached as it is configured: {why}', ko: '현재 설정으로는 {host}에 연결할 수 없습니다: {why}' },
    hint: { en: 'Correct hosts.yaml or ssh_config; the hosts screen and `breakglass hosts` show the way.', ko: 'hosts.yaml이나 ssh_config를 고치십시오. 호스트 화면과 `breakglass hosts`에서 경로를 볼 수 있습니다.' },
  },
  'openssh-missing': {
    exit: 4,
    message: { en: '{host} needs the system’s OpenSSH ({why}), and there is no `ssh` on this machine.', ko: '{host}에는 시스템의 OpenSSH가 필요하나({why}) 이 컴퓨터에 `ssh`가 없습니다.' },
    hint: { en: 'Install the OpenSSH client.', ko: 'OpenSSH 클라이언트를 설치하십시오.' },
  },
  'openssh-no-sharing': {
    exit: 4,
    message: { en: '{host} needs the system’s OpenSSH, whose connections cannot be shared on this system.', ko: '{host}에는 시스템의 OpenSSH가 필요하나 이 시스템에서는 연결을 함께 쓸 수 없습니다.' },
    hint: { en: 'Reach it from a Linux or macOS laptop, or in a way that ssh2 can go.', ko: 'Linux나 macOS에서 연결하거나 ssh2로 연결할 수 있게 설정하십시오.' },
  },
  'revoked-keys-unreadable': {
    exit: 4,
    message: { en: 'The list of revoked keys {file} cannot be read: {why}.', ko: '폐기된 키 목록 {file}을(를) 읽을 수 없습니다: {why}.' },
    hint: { en: 'The key of {host} may be in it, so nothing connects until it can be read.', ko: '{host}의 키가 들어 있을 수 있으므로 읽을 수 있을 때까지 연결하지 않습니다.' },
  },
  'ssh-auth-failed': {
    exit: 4,
    message: { en: '{host} did not accept {user} with {tried}.', ko: '{host}이(가) {user} 계정의 {tried} 인증을 받아들이지 않았습니다.' },
    hint: { en: 'Check the user, and that the public key is in authorized_keys there.', ko: '사용자 이름과 서버의 authorized_keys를 확인하십시오.' },
  },
  'ssh-no-key': {
    exit: 4,
    message: { en: 'There is no key to log in to {host} with: no agent, and no usable key file.', ko: '{host}에 로그인할 키가 없습니다. 에이전트도 사용할 수 있는 키 파일도 없습니다.' },
    hint: { en: 'Start ssh-agent, or name a key file as `identity` in hosts.yaml.', ko: 'ssh-agent를 시작하거나 hosts.yaml의 identity에 키 파일을 지정하십시오.' },
  },
  'ssh-key-missing': {
    exit: 2,
    message: { en: 'The key file {file} for {host} cannot be read: {why}.', ko: '{host}에 쓸 키 파일 {file}을(를) 읽을 수 없습니다: {why}.' },
    hint: { en: 'Correct `identity` in hosts.yaml or put the file there.', ko: 'hosts.yaml의 identity를 고치거나 파일을 넣으십시오.' },
  },
  'ssh-key-unusable': {
    exit: 2,
    message: { en: 'The key file {file} is of a kind that this transport cannot use: {why}.', ko: '키 파일 {file}은(는) 이 전송 방식에서 쓸 수 없는 형식입니다: {why}.' },
    hint: { en: 'Use an OpenSSH key (ed25519, ecdsa, rsa), or the agent.', ko: 'OpenSSH 형식의 키(ed25519, ecdsa, rsa)나 에이전트를 사용하십시오.' },
  },
  'ssh-passphrase-needed': {
    exit: 4,
    message: { en: 'The key file {file} is encrypted and the vault holds no passphrase for it.', ko: '키 파일 {file}이(가) 암호화되어 있으나 금고에 암호가 없습니다.' },
    hint: { en: 'Put it in with `breakglass vault set {secret}`, or load the key into the agent.', ko: '`breakglass vault set {secret}` 명령으로 넣거나 에이전트에 키를 올리십시오.' },
  },
  'ssh-passphrase-wrong': {
    exit: 4,
    message: { en: 'The passphrase in the vault does not open the key file {file}.', ko: '금고의 암호로 키 파일 {file}을(를) 열 수 없습니다.' },
    hint: { en: 'Correct it with `breakglass vault set {secret}`.', ko: '`breakglass vault set {secret}` 명령으로 고치십시오.' },
  },
  'ssh-agent-missing': {
    exit: 1,
    message: { en: 'The SSH agent does not answer, and no key file is left to try for {host}.', ko: 'SSH 에이전트가 응답하지 않고 {host}에 시도할 다른 키 파일도 없습니다.' },
    hint: { en: 'Start the agent and add your key with ssh-add.', ko: '에이전트를 시작하고 ssh-add로 키를 추가하십시오.' },
  },
  'ssh-forced-command': {
    exit: 4,
    message: { en: '{host} ran something else instead of what was asked (a forced command or a login that is not allowed): {said}', ko: '{host}이(가) 요청한 것 대신 다른 것을 실행했습니다(강제 명령 또는 허용되지 않은 로그인): {said}' },
    hint: { en: 'Use an account and key without a forced command. The step did not run.', ko: '강제 명령이 없는 계정과 키를 사용하십시오. 단계는 실행되지 않았습니다.' },
  },
  'ssh-input-eaten': {
    exit: 4,
    message: { en: 'A start-up file of {user} on {host} reads the input that was meant for the step.', ko: '{host}의 {user} 시작 파일이 단계에 보낸 입력을 읽어 버립니다.' },
    hint: { en: 'Make it read from /dev/tty or only in interactive shells. The step did not run.', ko: '대화형 셸에서만 읽도록 시작 파일을 고치십시오. 단계는 실행되지 않았습니다.' },
  },
  'ssh-channel-refused': {
    exit: 1,
    message: { en: '{host} opened no channel: {why}.', ko: '{host}이(가) 채널을 열어 주지 않았습니다: {why}.' },
    hint: { en: 'The server may limit sessions (MaxSessions) or forward nothing. The step did not run.', ko: '서버가 세션 수(MaxSessions)나 포워딩을 제한할 수 있습니다. 단계는 실행되지 않았습니다.' },
  },
  'line-lost': {
    exit: 3,
    message: { en: 'The line to {host} was lost. What the step did meanwhile is not known yet.', ko: '{host}와(과)의 연결이 끊어졌습니다. 그동안 단계가 어떻게 되었는지 아직 알 수 없습니다.' },
    hint: { en: 'Attach again: the record on the host knows the true outcome.', ko: '다시 연결하십시오. 호스트의 기록에 실제 결과가 남아 있습니다.' },
  },
  'ssh-worker-lost': {
    exit: 3,
    message: { en: 'The part of this console that talks to hosts ended unexpectedly.', ko: '호스트와 통신하는 콘솔의 작업 프로세스가 예기치 않게 종료되었습니다.' },
    hint: { en: 'Steps go on at the servers. Restart the console and attach again.', ko: '단계는 서버에서 계속됩니다. 콘솔을 다시 시작하고 다시 연결하십시오.' },
  },
  'record-impossible': {
    exit: 4,
    message: { en: '{host} has no place for the step record: home, /run/user, /dev/shm and /tmp cannot be written.', ko: '{host}에 단계 기록을 둘 곳이 없습니다. 홈과 /run/user, /dev/shm, /tmp에 쓸 수 없습니다.' },
    hint: { en: 'Free some space or correct the permissions. Without a record nothing runs, unless you accept for this step that it is sent once, never looked up and may stay unknown.', ko: '공간을 확보하거나 권한을 고치십시오. 한 번만 보내고 조회할 수 없으며 결과를 끝내 알 수 없을 수 있음을 이 단계에 대해 받아들이지 않는 한, 기록 없이 실행하지 않습니다.' },
  },
  'record-program': {
    exit: 4,
    message: { en: '{host} has no {program}, and without it no step can be kept track of.', ko: '{host}에 {program} 명령이 없어 단계를 추적할 수 없습니다.' },
    hint: { en: 'Install it there, or put it on the path of the login.', ko: '해당 호스트에 설치하거나 로그인 경로(PATH)에 추가하십시오.' },
  },
  'record-shell': {
    exit: 4,
    message: { en: 'The /bin/sh of {host} has no built-in printf, so values would show in argument lists there.', ko: '{host}의 /bin/sh에 내장 printf가 없어 값이 인수 목록에 드러날 수 있습니다.' },
    hint: { en: 'This host cannot be used until /bin/sh is dash, bash, busybox, ksh93 or zsh.', ko: '/bin/sh가 dash, bash, busybox, ksh93, zsh 중 하나여야 사용할 수 있습니다.' },
  },
  'record-refused': {
    exit: 4,
    message: { en: '{host} did not start the step: {why}.', ko: '{host}이(가) 단계를 시작하지 않았습니다: {why}.' },
    hint: { en: 'Nothing ran. Prepare the host again and retry.', ko: '실행된 것은 없습니다. 호스트를 다시 준비한 뒤 재시도하십시오.' },
  },
  'record-moved': {
    exit: 4,
    message: { en: '{host} was rebooted, or keeps its step records in another place, since the intent of this step was written down.', ko: '이 단계의 실행 의도를 기록한 뒤 {host}이(가) 재부팅되었거나 단계 기록의 위치가 바뀌었습니다.' },
    hint: { en: 'Nothing ran. Retry: the place of now is written down first.', ko: '실행된 것은 없습니다. 재시도하면 현재 위치를 먼저 기록합니다.' },
  },
  'step-folder': {
    exit: 1,
    message: { en: 'The step did not begin on {host}: its folder (cwd) cannot be entered; the output says why.', ko: '{host}에서 단계를 시작하지 못했습니다. 작업 폴더(cwd)에 들어갈 수 없으며 이유는 출력에 있습니다.' },
    hint: { en: 'Correct `cwd` in the runbook or make the folder there.', ko: '런북의 `cwd`를 고치거나 서버에 폴더를 만드십시오.' },
  },
  'record-sealed': {
    exit: 4,
    message: { en: 'This attempt was looked up on {host}, found absent and sealed, so that it can never start late.', ko: '{host}에서 이 시도를 조회했으나 없어서, 뒤늦게 시작되지 않도록 봉인했습니다.' },
    hint: { en: 'Nothing ran. Start a new attempt.', ko: '실행된 것은 없습니다. 새 시도를 시작하십시오.' },
  },
  'record-absent': {
    exit: 3,
    message: { en: 'The record of the step is not on {host}, and it cannot be told whether the step ran: {why}.', ko: '{host}에 단계 기록이 없어 실행 여부를 알 수 없습니다: {why}.' },
    hint: { en: 'Look at the host itself, then decide; the decision is journalled.', ko: '호스트를 직접 확인한 뒤 결정하십시오. 결정은 저널에 기록됩니다.' },
  },
  'supervisor-gone': {
    exit: 3,
    message: { en: 'The supervisor of the step on {host} is gone without an exit code: the step may still run. Processes of it that are left: {left}.', ko: '{host}의 단계 감독 프로세스가 종료 코드 없이 사라졌습니다. 단계가 아직 실행 중일 수 있습니다. 남아 있는 단계의 프로세스: {left}.' },
    hint: { en: 'Look at the host itself before anything else.', ko: '다른 조치 전에 호스트를 직접 확인하십시오.' },
  },
  'host-rebooted': {
    exit: 3,
    message: { en: '{host} was rebooted while the step ran.', ko: '단계가 실행되는 동안 {host}이(가) 재부팅되었습니다.' },
    hint: { en: 'The step was interrupted half-way. Check what it left behind.', ko: '단계가 중간에 끊겼습니다. 남은 상태를 확인하십시오.' },
  },
  'kills-at-logout': {
    exit: 1,
    message: { en: '{host} kills processes when their user logs out (KillUserProcesses=yes): a step may not survive a lost line.', ko: '{host}은(는) 로그아웃 시 프로세스를 종료합니다(KillUserProcesses=yes). 연결이 끊기면 단계가 살아남지 못할 수 있습니다.' },
    hint: { en: 'Switch lingering on for the user there: `loginctl enable-linger`.', ko: '해당 사용자에 `loginctl enable-linger`를 설정하십시오.' },
  },
  'boot-id-unreadable': {
    exit: 1,
    message: { en: '{host} does not tell its boot id: after a lost line an outcome may stay unknown.', ko: '{host}의 부팅 ID를 읽을 수 없습니다. 연결이 끊기면 결과를 끝내 알 수 없을 수 있습니다.' },
    hint: { en: 'Nothing needs to be done; keep it in mind.', ko: '조치할 것은 없으나 유의하십시오.' },
  },
  'value-unsendable': {
    exit: 2,
    message: { en: 'The value of {name} cannot be sent as it is ({why}).', ko: '{name} 값을 그대로 보낼 수 없습니다({why}).' },
    hint: { en: 'No NUL bytes, at most 120,000 bytes, and a name of lower-case letters, digits and underscores.', ko: 'NUL 바이트 없이 120,000바이트 이하로, 이름은 소문자와 숫자, 밑줄만 사용하십시오.' },
  },
  'transcript-unwritable': {
    exit: 4,
    message: { en: 'The transcript {transcript} cannot be written here: {why}.', ko: '기록 {transcript}을(를) 저장할 수 없습니다: {why}.' },
    hint: { en: 'Free some space on this laptop. Without a record nothing runs; a step that runs already goes on at its server.', ko: '이 컴퓨터의 공간을 확보하십시오. 기록 없이는 실행하지 않으며 이미 시작된 단계는 서버에서 계속됩니다.' },
  },
} as const;
