/** What can be expected to go wrong at a source that is not asked over HTTP. Worded once, in both languages. */
export const sourceFailures = {
  'source-watchdog': {
    exit: 1,
    message: { en: 'The watchdog alert of {source} has not come since {since}.', ko: '{source}의 감시 신호가 {since} 이후로 오지 않았습니다.' },
    hint: {
      en: 'The source answers, but what feeds it may be dead: its silence means nothing until the watchdog comes again.',
      ko: '소스는 응답하지만 소스에 정보를 보내는 쪽이 멈췄을 수 있습니다. 감시 신호가 다시 올 때까지 조용해도 정상이라고 볼 수 없습니다.',
    },
  },
  'imap-login': {
    exit: 1,
    message: { en: '{server} refused the login of {user} ({why}).', ko: '{server}이(가) {user}의 로그인을 거부했습니다({why}).' },
    hint: { en: 'Set the password or token anew with `breakglass vault set`; a token may have run out.', ko: '`breakglass vault set`으로 암호나 토큰을 다시 넣으십시오. 토큰이 만료되었을 수 있습니다.' },
  },
  'imap-token': {
    exit: 1,
    message: { en: '{address} gives no access token ({why}).', ko: '{address}에서 액세스 토큰을 주지 않았습니다({why}).' },
    hint: { en: 'invalid_grant: the refresh token ran out or was taken back; sign in anew and set it with `breakglass vault set`.', ko: 'invalid_grant는 갱신 토큰이 만료되었거나 회수되었다는 뜻입니다. 다시 로그인해 `breakglass vault set`으로 넣으십시오.' },
  },
  'imap-mailbox': {
    exit: 1,
    message: { en: '{server} has no mailbox {mailbox} that {user} may read.', ko: '{server}에 {user}이(가) 읽을 수 있는 {mailbox} 편지함이 없습니다.' },
    hint: { en: 'Check the spelling of `mailbox`, with the server’s own separator.', ko: '`mailbox`의 철자와 서버의 구분자를 확인하십시오.' },
  },
  'imap-refused': {
    exit: 1,
    message: { en: '{server} did not do what it was asked ({why}).', ko: '{server}이(가) 요청을 처리하지 않았습니다({why}).' },
    hint: { en: 'Is it an IMAP server? The log of the server says more.', ko: 'IMAP 서버가 맞는지 확인하십시오. 서버 로그에 자세한 내용이 있습니다.' },
  },
  'imap-silent': {
    exit: 1,
    message: { en: '{server} stopped answering.', ko: '{server}이(가) 응답을 멈췄습니다.' },
    hint: { en: 'The line was dropped; the mailbox is opened anew and read on from where it stood.', ko: '연결을 끊었습니다. 편지함을 다시 열어 멈춘 곳부터 이어서 읽습니다.' },
  },
  'log-host-unknown': {
    exit: 2,
    message: { en: 'There is no host {host} in hosts.yaml.', ko: 'hosts.yaml에 {host} 호스트가 없습니다.' },
    hint: { en: 'Name a host of hosts.yaml as `host` of the source.', ko: '소스의 `host`에 hosts.yaml에 있는 호스트 이름을 적으십시오.' },
  },
  'log-missing': {
    exit: 1,
    message: { en: 'There is no file {path}.', ko: '{path} 파일이 없습니다.' },
    hint: { en: 'Check `file` and whether the program still writes there; reading goes on once it is back.', ko: '`file` 값과 프로그램이 그 파일에 기록하는지 확인하십시오. 파일이 다시 생기면 이어서 읽습니다.' },
  },
  'log-unreadable': {
    exit: 1,
    message: { en: '{user} may not read {path} on {host}.', ko: '{user}에게 {host}의 {path} 파일을 읽을 권한이 없습니다.' },
    hint: { en: 'Put the user into the group that may (on Debian `adm`). A log watch never uses sudo.', ko: '읽기 권한이 있는 그룹(데비안은 `adm`)에 사용자를 넣으십시오. 로그 감시는 sudo를 쓰지 않습니다.' },
  },
  'log-no-journal': {
    exit: 1,
    message: { en: '{host} has no journalctl.', ko: '{host}에 journalctl이 없습니다.' },
    hint: { en: 'Watch a file instead: `file: /var/log/...`.', ko: '대신 `file: /var/log/...`로 파일을 감시하십시오.' },
  },
  'log-journal-forbidden': {
    exit: 1,
    message: { en: 'The user at {host} sees only a part of the journal.', ko: '{host}의 사용자는 저널 일부만 볼 수 있습니다.' },
    hint: { en: 'Put the user into the group `systemd-journal`.', ko: '사용자를 `systemd-journal` 그룹에 넣으십시오.' },
  },
  'log-journal-failed': {
    exit: 1,
    message: { en: 'journalctl on {host} gave no answer to go by: {why}', ko: '{host}의 journalctl에서 쓸 수 있는 답을 얻지 못했습니다: {why}' },
    hint: { en: 'Run `journalctl -n 1` there.', ko: '그 호스트에서 `journalctl -n 1`을 실행해 보십시오.' },
  },
  'log-silent': {
    exit: 1,
    message: { en: '{host} did not answer in time about its log.', ko: '{host}이(가) 로그에 대해 제때 답하지 않았습니다.' },
    hint: { en: 'It is asked again and read on from where it stood; no line is lost.', ko: '다시 물어 멈춘 곳부터 이어서 읽습니다. 빠지는 줄은 없습니다.' },
  },
  'relay-not-acked': {
    exit: 1,
    message: { en: 'Not acked at {source} ({why}): {count} that somebody has here.', ko: '{source}에 확인이 전해지지 않았습니다({why}). 여기서 맡은 알림 {count}건입니다.' },
    hint: { en: 'People may still be called there. It is tried again; the ack here stands.', ko: '그쪽에서는 아직 사람을 부를 수 있습니다. 다시 시도하며, 여기서 한 확인은 유효합니다.' },
  },
  'relay-not-unacked': {
    exit: 1,
    message: { en: 'Still acked at {source} ({why}): {count} that nobody has here.', ko: '{source}에는 아직 확인된 상태입니다({why}). 여기서는 아무도 맡지 않은 알림 {count}건입니다.' },
    hint: { en: 'Nobody is called there. It is tried again.', ko: '그쪽에서는 아무도 부르지 않습니다. 다시 시도합니다.' },
  },
  'relay-not-closed': {
    exit: 1,
    message: { en: 'Not closed at {source} ({why}): {count} whose case is closed here.', ko: '{source}에서 종료되지 않았습니다({why}). 여기서 케이스를 종료한 알림 {count}건입니다.' },
    hint: { en: 'It is tried again, unless the case is opened again before.', ko: '그 전에 케이스를 다시 열지 않으면 다시 시도합니다.' },
  },
  'pager-limited': {
    exit: 1,
    message: { en: '{address} asks for a pause of {seconds} s.', ko: '{address}에서 {seconds}초 동안 요청하지 말라고 했습니다.' },
    hint: { en: 'Its limit of requests is reached; nothing is asked before then. Make `every` longer, or ask with a key of its own.', ko: '요청 한도에 이르렀으며 그때까지 요청하지 않습니다. `every`를 늘리거나 별도의 키를 쓰십시오.' },
  },
  'pager-login': {
    exit: 1,
    message: { en: '{address} refuses the key ({status}).', ko: '{address}에서 키를 거부했습니다({status}).' },
    hint: { en: 'Set it anew with `breakglass vault set`. Acks need a key that may write.', ko: '`breakglass vault set`으로 다시 넣으십시오. 확인을 전하려면 쓰기 권한이 있는 키가 필요합니다.' },
  },
  'pager-refused': {
    exit: 1,
    message: { en: '{address} did not do it: {why}', ko: '{address}에서 처리하지 않았습니다: {why}' },
    hint: { en: 'Look at the alert there.', ko: '그쪽에서 알림을 확인하십시오.' },
  },
  'tls-file': {
    exit: 2,
    message: { en: '{file} cannot be read as a certificate or key ({why}).', ko: '{file}을(를) 인증서나 키로 읽을 수 없습니다({why}).' },
    hint: { en: 'It must be PEM; a key without a passphrase, or better in the vault: `cat cert.pem key.pem | breakglass vault set NAME`.', ko: 'PEM 형식이어야 합니다. 키는 암호가 없어야 하며 보관함에 두는 편이 낫습니다. `cat cert.pem key.pem | breakglass vault set NAME`' },
  },
  'webhook-taken': {
    exit: 1,
    message: { en: 'Nothing can listen at {address} ({why}).', ko: '{address}에서 수신할 수 없습니다({why}).' },
    hint: { en: 'EADDRINUSE: another program has the port. EACCES: ports below 1024 need rights. Change `listen`.', ko: 'EADDRINUSE: 다른 프로그램이 포트를 쓰고 있습니다. EACCES: 1024 미만의 포트에는 권한이 필요합니다. `listen`을 바꾸십시오.' },
  },
} as const;
