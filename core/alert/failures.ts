/** What can be expected to go wrong with this noun. Worded once, in both languages; see core/errors.ts. */
export const alertFailures = {
  'alert-unknown': {
    exit: 2,
    message: { en: 'There is no alert {id}.', ko: '{id} 알림이 없습니다.' },
    hint: { en: '`breakglass alerts` lists the ids.', ko: '`breakglass alerts`로 알림 ID를 확인하십시오.' },
  },
  'snooze-past': {
    exit: 2,
    message: { en: 'The snooze would end before it begins.', ko: '미루기가 끝나는 시각이 현재보다 이릅니다.' },
    hint: { en: 'Choose a time that is still to come.', ko: '아직 오지 않은 시각을 선택하십시오.' },
  },
  'snooze-too-long': {
    exit: 4,
    message: { en: 'A snooze lasts 24 hours at most.', ko: '미루기는 최대 24시간입니다.' },
    hint: { en: 'Choose an earlier end, or grade the alert as noise with a reason.', ko: '더 이른 시각을 고르거나, 이유를 적고 소음으로 분류하십시오.' },
  },
  'ack-past': {
    exit: 2,
    message: { en: 'The ack would lapse before it begins.', ko: '확인이 끝나는 시각이 현재보다 이릅니다.' },
    hint: { en: 'Choose a time that is still to come, or an ack that stays.', ko: '아직 오지 않은 시각을 고르거나 만료 없이 확인하십시오.' },
  },
  'ack-too-long': {
    exit: 2,
    message: { en: 'An ack that lapses does so within 24 hours.', ko: '만료되는 확인은 최대 24시간입니다.' },
    hint: { en: 'Leave the end out: an ack stays until it is given back.', ko: '끝 시각을 빼면 내려놓을 때까지 유지됩니다.' },
  },
  'noise-needs-why': {
    exit: 2,
    message: { en: 'Calling an alert noise needs a reason.', ko: '알림을 소음으로 분류하려면 이유가 필요합니다.' },
    hint: { en: 'Write one line of why nobody needs to act.', ko: '아무도 조치할 필요가 없는 이유를 한 줄로 적으십시오.' },
  },
  'undo-gone': {
    exit: 1,
    message: { en: 'This act can no longer be undone.', ko: '이 작업은 더 이상 되돌릴 수 없습니다.' },
    hint: { en: 'Somebody acted since, or too much time has passed. Act again instead.', ko: '그 후 다른 작업이 있었거나 시간이 지났습니다. 직접 다시 처리하십시오.' },
  },
  'source-unknown': {
    exit: 2,
    message: { en: 'There is no source {source}.', ko: '{source} 소스가 없습니다.' },
    hint: { en: 'The sources are listed in breakglass.yaml.', ko: '소스는 breakglass.yaml에 있습니다.' },
  },
  'source-kind-unknown': {
    exit: 2,
    message: { en: 'Source {source} has the unknown kind {kind}.', ko: '{source} 소스의 종류 {kind}을(를) 알 수 없습니다.' },
    hint: { en: 'Known kinds: {known}.', ko: '사용할 수 있는 종류: {known}.' },
  },
  'source-config': {
    exit: 2,
    message: { en: 'Source {source} is not set up right: {why}.', ko: '{source} 소스의 설정이 올바르지 않습니다: {why}.' },
    hint: { en: 'Correct the entry in breakglass.yaml; `breakglass check` shows the line.', ko: 'breakglass.yaml의 항목을 고치십시오. `breakglass check`가 위치를 알려 줍니다.' },
  },
  'source-shape': {
    exit: 1,
    message: { en: '{source} answered something that is not a list of alerts (at {path}).', ko: '{source}의 응답이 알림 목록이 아닙니다({path}).' },
    hint: { en: 'Is this address really an Alertmanager with API v2?', ko: '이 주소가 API v2를 제공하는 Alertmanager인지 확인하십시오.' },
  },
  'source-silent': {
    exit: 1,
    message: { en: '{source} has not answered for {seconds} s.', ko: '{source}이(가) {seconds}초 동안 응답하지 않았습니다.' },
    hint: { en: 'Its alerts are shown as unknown until it answers again.', ko: '다시 응답할 때까지 해당 알림은 알 수 없음으로 표시됩니다.' },
  },
  'watch-slept': {
    exit: 1,
    message: { en: 'Nothing was watched for {seconds} s: this computer slept or its clock was set.', ko: '{seconds}초 동안 감시하지 못했습니다. 컴퓨터가 절전 상태였거나 시계가 바뀌었습니다.' },
    hint: { en: 'Look at what happened in between before you trust the list.', ko: '목록을 믿기 전에 그 사이에 일어난 일을 확인하십시오.' },
  },
  'store-lost': {
    exit: 1,
    message: { en: 'The local cache stopped working ({why}).', ko: '로컬 캐시가 작동하지 않습니다({why}).' },
    hint: { en: 'Nothing important is in it; the console goes on without and tries again.', ko: '중요한 정보는 없으며, 캐시 없이 계속하면서 다시 시도합니다.' },
  },
  'store-damaged': {
    exit: 1,
    message: { en: 'The local cache was damaged and was moved aside to {file}.', ko: '로컬 캐시가 손상되어 {file}(으)로 옮겼습니다.' },
    hint: { en: 'It was started anew; what people did is kept in the journal.', ko: '새로 시작했습니다. 사람이 한 일은 저널에 남아 있습니다.' },
  },
  'matcher-empty': {
    exit: 2,
    message: { en: 'A matcher is missing.', ko: '매처가 없습니다.' },
    hint: { en: 'Write for example severity="critical".', ko: '예: severity="critical"' },
  },
  'matcher-name': {
    exit: 2,
    message: { en: 'Column {column}: a label name is expected.', ko: '{column}열: 레이블 이름이 필요합니다.' },
    hint: { en: 'Letters, digits and _, for example severity="critical".', ko: '영문자, 숫자, _만 쓸 수 있습니다. 예: severity="critical"' },
  },
  'matcher-operator': {
    exit: 2,
    message: { en: 'Column {column}: one of = != =~ !~ is expected.', ko: '{column}열: = != =~ !~ 중 하나가 필요합니다.' },
    hint: { en: 'For example severity=~"critical|page".', ko: '예: severity=~"critical|page"' },
  },
  'matcher-quote': {
    exit: 2,
    message: { en: 'Column {column}: the value must stand in double quotes.', ko: '{column}열: 값은 큰따옴표로 감싸야 합니다.' },
    hint: { en: 'For example severity="critical"; inside, write \\" for a quote.', ko: '예: severity="critical". 안에 따옴표를 쓰려면 \\"를 사용하십시오.' },
  },
  'matcher-escape': {
    exit: 2,
    message: { en: 'Column {column}: only \\\\, \\" and \\n may follow a backslash.', ko: '{column}열: 백슬래시 뒤에는 \\, ", n만 올 수 있습니다.' },
    hint: { en: 'Write \\\\ for a backslash, also in a regular expression.', ko: '정규식에서도 백슬래시는 \\\\로 쓰십시오.' },
  },
  'matcher-comma': {
    exit: 2,
    message: { en: 'Column {column}: a comma or the end is expected.', ko: '{column}열: 쉼표나 끝이 필요합니다.' },
    hint: { en: 'Matchers are separated by commas and must all hold.', ko: '매처는 쉼표로 구분하며 모두 만족해야 합니다.' },
  },
  'matcher-regex': {
    exit: 2,
    message: { en: 'Column {column}: this regular expression cannot be used: {why}.', ko: '{column}열: 이 정규식은 사용할 수 없습니다: {why}.' },
    hint: { en: 'RE2 syntax: no look-around, no back-references.', ko: 'RE2 문법이며 전후방 탐색과 역참조는 쓸 수 없습니다.' },
  },
  'query-or': {
    exit: 2,
    message: { en: 'Column {column}: OR stands between two conditions.', ko: '{column}열: OR은 두 조건 사이에 와야 합니다.' },
    hint: { en: 'For example: service="api" OR service="pay". To look for the word itself: "OR".', ko: '예: service="api" OR service="pay". 낱말 자체를 찾으려면 "OR"로 쓰십시오.' },
  },
  'query-end': {
    exit: 2,
    message: { en: 'Column {column}: a condition is missing at the end.', ko: '{column}열: 끝에 조건이 빠졌습니다.' },
    hint: { en: 'NOT, - and OR need something after them.', ko: 'NOT, -, OR 뒤에는 조건이 있어야 합니다.' },
  },
  'query-value': {
    exit: 2,
    message: { en: 'Column {column}: {key} does not know {value}.', ko: '{column}열: {key}에 {value} 값은 쓸 수 없습니다.' },
    hint: { en: 'It takes: {known}.', ko: '쓸 수 있는 값: {known}.' },
  },
  'query-too-long': {
    exit: 2,
    message: { en: 'A query has {most} characters at most.', ko: '검색어는 최대 {most}자입니다.' },
    hint: { en: 'Shorten it.', ko: '더 짧게 쓰십시오.' },
  },
  'link-bad': {
    exit: 2,
    message: { en: 'This link opens nothing here: {why}.', ko: '이 링크로 열 수 있는 것이 없습니다: {why}.' },
    hint: { en: 'Links open views of alerts only; they never act. Ask whoever sent it for a new one.', ko: '링크는 알림 보기만 열며 어떤 작업도 하지 않습니다. 보낸 사람에게 새 링크를 요청하십시오.' },
  },
  'view-name': {
    exit: 2,
    message: { en: 'A view needs a name of 1 to {most} characters.', ko: '보기 이름은 1~{most}자여야 합니다.' },
    hint: { en: 'Choose a short name.', ko: '짧은 이름을 고르십시오.' },
  },
  'view-unknown': {
    exit: 2,
    message: { en: 'There is no view {name}.', ko: '{name} 보기가 없습니다.' },
    hint: { en: '`breakglass views` lists them.', ko: '`breakglass views`로 목록을 확인하십시오.' },
  },
  'views-full': {
    exit: 4,
    message: { en: 'There are {most} views already.', ko: '보기가 이미 {most}개 있습니다.' },
    hint: { en: 'Remove one that you no longer use.', ko: '쓰지 않는 보기를 지우십시오.' },
  },
  'http-url': {
    exit: 2,
    message: { en: '{address} is not a web address that can be asked.', ko: '{address}은(는) 요청할 수 있는 주소가 아닙니다.' },
    hint: { en: 'It must begin with http:// or https://.', ko: 'http:// 또는 https://로 시작해야 합니다.' },
  },
  'http-refused': {
    exit: 1,
    message: { en: '{address} refused the connection.', ko: '{address}이(가) 연결을 거부했습니다.' },
    hint: { en: 'The machine is there, but nothing listens on this port.', ko: '서버는 있지만 이 포트에서 응답하는 프로그램이 없습니다.' },
  },
  'http-name': {
    exit: 1,
    message: { en: 'The name in {address} could not be found.', ko: '{address}의 이름을 찾을 수 없습니다.' },
    hint: { en: 'Check the spelling, and whether DNS works from here.', ko: '철자와 DNS 상태를 확인하십시오.' },
  },
  'http-unreachable': {
    exit: 1,
    message: { en: '{address} cannot be reached from here.', ko: '여기서 {address}에 닿을 수 없습니다.' },
    hint: { en: 'Check the network and the VPN of this computer.', ko: '이 컴퓨터의 네트워크와 VPN을 확인하십시오.' },
  },
  'http-timeout': {
    exit: 1,
    message: { en: '{address} did not answer within {seconds} s.', ko: '{address}이(가) {seconds}초 안에 응답하지 않았습니다.' },
    hint: { en: 'It may be overloaded, or something on the way drops packets.', ko: '과부하이거나 중간에서 패킷이 사라지고 있을 수 있습니다.' },
  },
  'http-cut': {
    exit: 1,
    message: { en: '{address} broke the connection off ({why}).', ko: '{address}과(와)의 연결이 끊어졌습니다({why}).' },
    hint: { en: 'Whether it took the request is not known.', ko: '요청이 처리되었는지는 알 수 없습니다.' },
  },
  'http-proxy': {
    exit: 1,
    message: { en: 'The proxy {proxy} opens no way to {address} (status {status}).', ko: '프록시 {proxy}이(가) {address}(으)로 가는 길을 열지 않습니다(상태 {status}).' },
    hint: { en: 'It must allow CONNECT to that port, without a login.', ko: '프록시가 로그인 없이 그 포트로의 CONNECT를 허용해야 합니다.' },
  },
  'http-dropped': {
    exit: 1,
    message: { en: 'The request to {address} was given up for something more urgent.', ko: '더 급한 일이 있어 {address} 요청을 중단했습니다.' },
    hint: { en: 'Whether it took the request is not known.', ko: '요청이 처리되었는지는 알 수 없습니다.' },
  },
  'http-tls-expired': {
    exit: 1,
    message: { en: 'The certificate of {address} has expired or is not valid yet.', ko: '{address}의 인증서가 만료되었거나 아직 유효하지 않습니다.' },
    hint: { en: 'Renew it; check the clock of this computer as well.', ko: '인증서를 갱신하고 이 컴퓨터의 시계도 확인하십시오.' },
  },
  'http-tls-name': {
    exit: 1,
    message: { en: 'The certificate of {address} belongs to another name.', ko: '{address}의 인증서가 다른 이름의 것입니다.' },
    hint: { en: 'Use the name in the certificate, or issue one for this name.', ko: '인증서에 있는 이름을 쓰거나 이 이름으로 다시 발급하십시오.' },
  },
  'http-tls-untrusted': {
    exit: 1,
    message: { en: 'The certificate of {address} is signed by nobody this computer trusts.', ko: '{address}의 인증서를 서명한 기관을 신뢰할 수 없습니다.' },
    hint: { en: 'Give the private CA in SSL_CERT_FILE or NODE_EXTRA_CA_CERTS.', ko: '사설 CA를 SSL_CERT_FILE 또는 NODE_EXTRA_CA_CERTS로 지정하십시오.' },
  },
  'http-tls-client': {
    exit: 1,
    message: { en: '{address} wants a certificate of ours that it trusts ({why}).', ko: '{address}이(가) 신뢰할 수 있는 클라이언트 인증서를 요구합니다({why}).' },
    hint: { en: 'Give `identity` (certificate and key in one `secret:NAME`), or `cert` and `key`, and see that its CA signed them.', ko: '`identity`(인증서와 키를 함께 담은 `secret:NAME`) 또는 `cert`와 `key`를 지정하고 서버의 CA가 서명했는지 확인하십시오.' },
  },
  'http-tls': {
    exit: 1,
    message: { en: 'No safe connection to {address}: {why}.', ko: '{address}에 안전하게 연결할 수 없습니다: {why}.' },
    hint: { en: 'Does it speak TLS on this port at all?', ko: '이 포트가 TLS를 지원하는지 확인하십시오.' },
  },
  'http-too-large': {
    exit: 1,
    message: { en: '{address} sent more than {bytes} bytes.', ko: '{address}이(가) {bytes}바이트보다 많이 보냈습니다.' },
    hint: { en: 'The rest was not read. Is this the right address?', ko: '나머지는 읽지 않았습니다. 주소가 맞는지 확인하십시오.' },
  },
  'http-status': {
    exit: 1,
    message: { en: '{address} answered with status {status}.', ko: '{address}이(가) 상태 코드 {status}(으)로 응답했습니다.' },
    hint: { en: '401 and 403: check the credentials. 404 and 410: check the path. 5xx: the server itself is in trouble.', ko: '401, 403은 자격 증명, 404, 410은 경로를 확인하십시오. 5xx는 서버 자체의 문제입니다.' },
  },
  'http-not-json': {
    exit: 1,
    message: { en: '{address} answered {type} instead of JSON.', ko: '{address}이(가) JSON이 아닌 {type}(으)로 응답했습니다.' },
    hint: { en: 'A login page or a proxy may stand in front of it.', ko: '앞에 로그인 페이지나 프록시가 있을 수 있습니다.' },
  },
} as const;
