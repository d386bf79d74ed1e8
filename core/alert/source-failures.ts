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
  'webhook-taken': {
    exit: 1,
    message: { en: 'Nothing can listen at {address} ({why}).', ko: '{address}에서 수신할 수 없습니다({why}).' },
    hint: { en: 'EADDRINUSE: another program has the port. EACCES: ports below 1024 need rights. Change `listen`.', ko: 'EADDRINUSE: 다른 프로그램이 포트를 쓰고 있습니다. EACCES: 1024 미만의 포트에는 권한이 필요합니다. `listen`을 바꾸십시오.' },
  },
} as const;
