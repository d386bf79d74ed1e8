/** The exit code by which a put says that the file was there already, bytes, mode and owner alike. */
export const putUnchanged = 3;

/**
 * Shared by both: `say`, `no CODE why`, the SHA-256 of what is read, size, and mode with owner as GNU, busybox and BSD
 * tell them. Exit codes are those of sysexits.h.
 */
const common = `made=
say() { printf '%s\\n' "$*"; }
no() { _c=$1; shift; [ -z "$made" ] || rm -rf -- "$made"; say "$*"; exit "$_c"; }
digest() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum
  elif command -v shasum >/dev/null 2>&1; then shasum -a 256
  elif command -v sha256 >/dev/null 2>&1; then sha256 -q
  elif command -v openssl >/dev/null 2>&1; then openssl dgst -sha256 -r
  else return 1; fi
}
sum() { _h=$(digest) && printf %s "\${_h%% *}"; }
size() { printf %s "$(($(wc -c)))"; }
facts() { stat -c '%a %u:%g' -- "$1" 2>/dev/null || stat -f '%Lp %u:%g' -- "$1" 2>/dev/null; }
`;

/**
 * Puts a file that was staged beside the step records into its place. Everything that varies comes as variables:
 * `staged`, `to`, `bytes`, `sha256`, `mode` and `owner` (may be empty), `work` (the name of a folder beside `to`).
 * The copy is made and judged in a folder of our own next to the target, so that the last act is one rename within one
 * file system: whoever looks sees the old file or the new one, and nothing else.
 * SECURITY: that folder must be new and ours (mkdir), so that nobody who may write beside the target can swap the copy.
 */
export const putScript = `${common}trap 'no 143 "stopped: $to is as it was"' HUP INT TERM
plain() {
  [ ! -L "$to" ] || no 73 "$to is a link: not replaced"
  [ ! -d "$to" ] || no 73 "$to is a folder: not replaced"
  [ ! -e "$to" ] || [ -f "$to" ] || no 73 "$to is no plain file: not replaced"
}
folder=\${to%/*}
[ -d "$folder/" ] || no 66 "there is no folder \${folder:-/}"
plain
old= before=
if [ -e "$to" ]; then
  old=$(facts "$to") || no 69 "stat does not tell mode and owner of $to"
  case $old in ????*' '*) [ "$mode" ] || no 73 "$to runs with its owner's rights (mode \${old%% *}): say mode=";; esac
  mode=\${mode:-\${old%% *}} owner=\${owner:-\${old#* }}
  before=$(sum <"$to") || before=unreadable
fi
mkdir -m 700 -- "$folder/$work" || no 73 "nothing can be written into \${folder:-/}"
made=$folder/$work
cat <"$staged" >"$made/file" || no 74 "the copy in \${folder:-/} could not be written: $to is as it was"
[ "$(size <"$made/file")" = "$bytes" ] || no 65 "the copy has not $bytes bytes: $to is as it was"
now=$(sum <"$made/file") || no 69 "this host has no tool for SHA-256: $to is as it was"
[ "$now" = "$sha256" ] || { rm -f -- "$staged"; no 65 "the copy has another SHA-256: $to is as it was"; }
[ -z "$owner" ] || chown -- "$owner" "$made/file" || no 77 "the owner $owner cannot be given: $to is as it was"
chmod -- "\${mode:-0644}" "$made/file" || no 77 "the mode $mode cannot be given: $to is as it was"
new=$(facts "$made/file") || no 69 "stat does not tell mode and owner"
if [ "$before" = "$sha256" ] && [ "$old" = "$new" ]; then
  rm -f -- "$staged"
  no ${String(putUnchanged)} "put: $to was so already: $bytes bytes, sha256 $sha256, mode and owner $new"
fi
plain
mv -f -- "$made/file" "$to" || no 74 "the copy could not be moved: $to is as it was"
rmdir -- "$made"
rm -f -- "$staged"
[ -z "$old" ] || say "before: sha256 $before, mode and owner $old"
say "put: $to, $bytes bytes, sha256 $sha256, mode and owner $new"
`;

/**
 * Says what there is to get. Variables: `from`, `max` (bytes), and `staged`: empty, or where a copy goes that the user
 * who logs in may read (sudo). A file that grows meanwhile is taken at the size that it had.
 */
export const getScript = `${common}trap 'no 143 "stopped"' HUP INT TERM
[ -e "$from" ] || no 66 "there is no $from"
[ -f "$from" ] || no 66 "$from is no plain file"
[ -r "$from" ] || no 77 "$from may not be read"
bytes=$(size <"$from") || no 74 "$from cannot be read"
[ "$bytes" -le "$max" ] || no 65 "$from has $bytes bytes, more than the $max that are fetched at most"
file=$from
if [ "$staged" ]; then
  umask 077
  set -C
  made=$staged
  head -c "$bytes" <"$from" >"$staged" || no 74 "the copy could not be written"
  set +C
  [ -z "\${SUDO_UID-}" ] || chown -- "$SUDO_UID" "$staged" || no 77 "the copy cannot be handed over"
  file=$staged
fi
[ "$(head -c "$bytes" <"$file" | size)" = "$bytes" ] || no 65 "$from became shorter while it was read"
hex=$(head -c "$bytes" <"$file" | sum) || hex=-
say "get: $from, $bytes bytes, sha256 $hex"
`;

/** What the get script said of the file: its last line. Null when it said nothing of the kind. */
export function readGetAnswer(output: string): { readonly bytes: number; readonly sha256: string | null } | null {
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  const [, bytes, sha256] = /^get: \/.*, (\d{1,9}) bytes, sha256 ([0-9a-f]{64}|-)$/u.exec(last) ?? [];
  return bytes === undefined ? null : { bytes: Number(bytes), sha256: sha256 === undefined || sha256 === '-' ? null : sha256 };
}
