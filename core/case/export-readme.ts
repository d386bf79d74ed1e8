import type { Locale } from '../text';

const text: Readonly<Record<Locale, string>> = {
  en: `Case {id}, exported from Breakglass
====================================

case.en.html, case.ko.html   the case, to read
extract/                     the signed journal entries, one file a writer
plans/, transcripts/         what was run, byte for byte, and what it said; a
                             terminal's recording twice: .cast as it was
                             recorded (escape sequences and all), .inert.cast
                             to play
case.json                    every file with its SHA-256, and what was left out
keys                         the public keys that sign, one "writer key" a line
verify-journal               the verifier: one file, Node 20.16 or newer, no network

To check it:

    node verify-journal .

Exit 0: everything holds. 1: there is a doubt, and the first place is named.
A zip is unpacked first.

What that proves: every entry in extract/ was signed by the key that keys lists
for its writer, none was changed, and the lines between them, whose content was
left out, are one chain with them. A plan or an output that an entry names is
the very one. Everything else is as the exporter sealed it: the CASE-EXPORT
entry signs the SHA-256 of case.json.

What it does not prove: that keys holds the right keys. Compare them with the
team's own list (team.yaml), or give that list with --keys FILE. Nor need you
trust the verifier in this folder: take it from Breakglass's source, or write
one from docs/journal-format.md, which says all that is needed.

What was left out can be checked later: whoever holds the entry or the file
shows it, and its SHA-256 must be the one that stands here. Hashes do not hide
what can be guessed: who guesses a short text that was left out can find out
that the guess was right.
`,
  ko: `
케이스 {id}, Breakglass에서 내보냄
====================================

case.en.html, case.ko.html   읽기용 페이지
extract/                     서명된 저널 항목, 작성자마다 파일 하나
plans/, transcripts/         실행한 내용 그대로와 그 출력. 터미널 녹화는 두 벌: 녹화된
                             그대로의 .cast(이스케이프 시퀀스 포함)와 재생용
                             .inert.cast
case.json                    모든 파일의 SHA-256과 제외된 항목
keys                         서명 공개 키, 한 줄에 "작성자 키"
verify-journal               검증 프로그램: 파일 하나, Node 20.16 이상, 네트워크 불필요

확인 방법:

    node verify-journal .

종료 코드 0: 모두 맞습니다. 1: 의심스러운 곳이 있으며 처음 위치를 알려 줍니다.
zip 파일은 먼저 풀어 주십시오.

증명하는 것: extract/의 모든 항목은 keys에 적힌 작성자의 키로 서명되었고 바뀌지
않았으며, 내용이 제외된 사이의 줄들과 하나의 사슬로 이어져 있습니다. 항목이 언급한
실행 계획과 출력은 바로 그 파일입니다. 나머지는 내보낸 사람이 봉인한 그대로입니다.
CASE-EXPORT 항목이 case.json의 SHA-256에 서명합니다.

증명하지 않는 것: keys의 키가 올바른지는 증명하지 않습니다. 팀의 목록(team.yaml)과
대조하거나 --keys FILE로 그 목록을 주십시오. 이 폴더의 검증 프로그램을 믿을 필요도
없습니다. Breakglass 소스의 것을 쓰거나 docs/journal-format.md를 보고 직접 만들 수
있습니다.

제외된 내용은 나중에 확인할 수 있습니다. 항목이나 파일을 가진 사람이 보여 주면 그
SHA-256이 여기 적힌 것과 같아야 합니다. 해시는 추측할 수 있는 내용을 숨기지 못합니다.
제외된 짧은 글을 추측한 사람은 추측이 맞았는지 확인할 수 있습니다.
`,
};

/** How a stranger checks an export, in both languages. */
export function exportReadme(id: string): string {
  return (text.en + text.ko).replaceAll('{id}', id);
}
