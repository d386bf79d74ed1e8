import { programMark } from './step-record-script';

/**
 * The host's side of a log watch: fixed POSIX sh for the wrapper of step-record-script.ts, read-only, over as soon as it
 * has answered. Nothing follows a log on the host: a follower would outlive a line that is cut, and cannot say which file
 * its bytes came from.
 *
 * SECURITY: path, place and units travel as lines of stdin and are only ever used as quoted words.
 */

/** `_id FILE`: sets _i and _z to inode and size. `_at FILE` runs `_do` with the file as fd 4, which is surely that inode. */
const common = `
_id() { _l=$(ls -dniL -- "$1" 2>/dev/null) || return 1; set -- $_l; _i=$1; _z=$6; }
_at() { [ -f "$1" ] || return 1; [ -r "$1" ] || { printf "\\n%s X\\n" "$_N"; return 1; }
_id "$1" || return 1; _w=$_i; { _id "$1" && [ "$_i" = "$_w" ] && _do "$1"; } 4<"$1" 2>/dev/null; }
_head() { printf "\\n%s F %s %s\\n" "$_N" "$_i" "$_z"; dd bs=512 count=1 <&4 2>/dev/null; }
`;

/** What beside the file itself may be what it was called before: logrotate's numbers and dates. */
const rotated = '"$_p"[.-][0-9]* "$_p".old';

/** One file, named by its inode or, with "-", by the path: its head, and bytes from a block on. */
const takeScript = `${common}
IFS= read -r _N; IFS= read -r _p; read -r _v _s _c; IFS= read -r _e; [ "$_e" = "$_N.end" ] || exit 96
_do() { _head; printf "\\n%s D\\n" "$_N"; [ "$_c" = 0 ] || dd bs=4096 skip="$_s" count="$_c" <"$1" 2>/dev/null; _id "$1"; printf "\\n%s S %s %s\\n" "$_N" "$_i" "$_z"; }
if [ "$_v" = - ]; then _at "$_p"; else for _x in "$_p" ${rotated}; do _id "$_x" && [ "$_i" = "$_v" ] && _at "$_x" && break; done; fi
printf "\\n%s end\\n" "$_N"
`;

/** Every file that is the log or was it, with its head; and their inodes, the one written to longest ago first. */
const listScript = `${common}
IFS= read -r _N; IFS= read -r _p; IFS= read -r _e; [ "$_e" = "$_N.end" ] || exit 96
_do() { _head; }
_k=0; for _x in "$_p" ${rotated}; do case $_x in *.gz|*.xz|*.bz2|*.zst) continue;; esac; [ "$_k" -lt 30 ] || break; _at "$_x" && _k=$((_k+1)); done
printf "\\n%s O\\n" "$_N"; ls -dniLtr -- "$_p" ${rotated} 2>/dev/null
printf "\\n%s end\\n" "$_N"
`;

/**
 * The journal of systemd from a cursor on, as JSON lines; with "-" only its last line, which says where the end is. Not
 * `--after-cursor`: where a filter hides the entry of the cursor, systemd 252 passes over the one behind it instead.
 */
const journalScript = `
IFS= read -r _N; IFS= read -r _c; IFS= read -r _q; set --
while IFS= read -r _u; do [ "$_u" = "$_N.end" ] && break; set -- "$@" -u "$_u"; done
[ "$_u" = "$_N.end" ] || exit 96
_o=MESSAGE,_SYSTEMD_UNIT,SYSLOG_IDENTIFIER; printf "\\n%s J\\n" "$_N"; _r=127
if command -v journalctl >/dev/null; then
if [ "$_c" = - ]; then journalctl --no-pager -a -o json --output-fields="$_o" -n 1 </dev/null; else journalctl --no-pager -a -o json --output-fields="$_o" -p "$_q" "$@" --cursor="$_c" </dev/null; fi; _r=$?
fi
printf "\\n%s end %s\\n" "$_N" "$_r"
`;

function frame(script: string, nonce: string, ...lines: readonly string[]): Buffer {
  return Buffer.from(`${programMark}\n${script.trim()}\n#go\n${[nonce, ...lines, `${nonce}.end`].join('\n')}\n`);
}

/** The size of a block, bytes: reading begins at the start of one. */
export const blockBytes = 4_096;

/** @param inode null: whatever the path names now. */
export function takeFrame(nonce: string, path: string, inode: string | null, fromBlock: number, blocks: number): Buffer {
  return frame(takeScript, nonce, path, `${inode ?? '-'} ${String(fromBlock)} ${String(blocks)}`);
}

export function listFrame(nonce: string, path: string): Buffer {
  return frame(listScript, nonce, path);
}

export function journalFrame(nonce: string, cursor: string | null, priority: number, units: readonly string[]): Buffer {
  return frame(journalScript, nonce, cursor ?? '-', String(priority), ...units);
}
