/**
 * The remote side of the step record: fixed POSIX sh, the same bytes for every host and every step (decisions.md 9-15).
 * What varies travels as data on stdin behind it. docs/step-record.md is the same thing in words, for a stranger.
 *
 * Names begin with an underscore or are upper case, because a step's parameters never do.
 */

/**
 * The one command that is ever executed on a host.
 *
 * The user's login shell parses it, and that may be fish or tcsh: one line, one pair of single quotes, and inside them no
 * quote, no backslash and no exclamation mark. It reads a script from stdin line by line and evaluates it. What a
 * start-up file of the login shell eats from stdin includes the first line, and then nothing is run: exit 96.
 *
 * SECURITY: no value of anybody is ever part of this text.
 */
export const wrapper =
  "exec /bin/sh -c '_n=${IFS#??}; _n=${_n%\"${_n#?}\"}; LC_ALL=C; export LC_ALL; _s=; " +
  'while IFS= read -r _l; do case $_l in "#breakglass-1") _s=:;; "#go") [ "$_s" ] || break; eval "$_s"; exit;; ' +
  '*) [ "$_s" ] && _s=$_s$_n$_l;; esac; done; exit 96\'';

/** Exit code of the wrapper when its input did not begin where it should. */
export const inputEaten = 96;

/** Bytes of output that a record keeps; the rest is counted. 256 MiB, in `ulimit -f` units of 512 bytes. */
export const keptBytes = 268_435_456;
const keptBlocks = keptBytes / 512;

/** The line that the wrapper waits for. No value may contain it: see `unsendable`. */
export const programMark = '#breakglass-1';

/**
 * Shared by the scripts: start time of a process (so that a reused pid is told apart), boot id, "is anything left of
 * process group _g", "is it alive".
 */
const common = `
_st() { _t=; _p=; IFS= read -r _r 2>/dev/null </proc/$1/stat || return 0; _p=\${_r%% *}; set -- \${_r##*") "}; _g=$3; shift 19; _t=$1; }
_boot() { _o=; IFS= read -r _o 2>/dev/null </proc/sys/kernel/random/boot_id || _o=$(sysctl -n kern.bootsessionuuid 2>/dev/null || sysctl -n kern.boottime 2>/dev/null) || _o=; }
_any() { if [ -r /proc/self/stat ]; then for _x in /proc/[0-9]*/stat; do IFS= read -r _r 2>/dev/null <"$_x" || continue; set -- \${_r##*") "}; [ "$3" = "$_g" ] && [ "$1" != Z ] && return 0; done; return 1; fi; _r=$(ps -A -o pgid= -o stat=) || return 0; case "
$_r
" in *[!0-9]"$_g"[!0-9]*) return 0;; esac; return 1; }
_live() { kill -0 "$1" 2>/dev/null || { [ -d "/proc/$1" ] || return 1; }; [ "$2" ] || return 0; _st "$1"; [ "$_t" = "$2" ]; }
`;

/** Finds or makes a place for records. In: nonce. Out: `READY boot kill-at-logout place`, `NOWHERE boot`, or
 * `NOPRINTF`: where printf is no builtin, values would show in argument lists. */
export const prepareScript = `${common}
IFS= read -r _N
_boot; umask 077; _i=$(id -u); _k=no
case $(command -v printf) in printf) :;; *) printf "%s NOPRINTF\\n" "$_N"; exit 0;; esac
if [ -d /run/systemd/system ]; then
while IFS= read -r _l; do case $_l in KillUserProcesses=yes*|KillUserProcesses=true*|KillUserProcesses=1*) _k=yes;; esac; done 2>/dev/null </etc/systemd/logind.conf
fi
for _R in "$HOME/.breakglass" "/run/user/$_i/breakglass" "/dev/shm/breakglass-$_i" "/tmp/breakglass-$_i"; do
mkdir -m 700 "$_R" 2>/dev/null
if [ -d "$_R" ] && [ ! -L "$_R" ] && [ -O "$_R" ] && chmod 700 "$_R" 2>/dev/null && mkdir -p "$_R/runs" 2>/dev/null && echo > "$_R/runs/.probe.$$" 2>/dev/null && [ -s "$_R/runs/.probe.$$" ]; then
rm -f "$_R/runs/.probe.$$"
printf "%s READY %s %s %s\\n" "$_N" "\${_o:--}" "$_k" "$_R/runs"
exit 0
fi
rm -f "$_R/runs/.probe.$$" 2>/dev/null
done
printf "%s NOWHERE %s\\n" "$_N" "\${_o:--}"
`;

/**
 * What the step's own shell does before it becomes the step: takes variables and script from stdin, says who it is,
 * gives the step an empty stdin. Runs under sudo too, which is why nothing comes through the environment.
 * $1 record folder, $2 umask, $3 newline.
 */
const stepShell = `_d=$1; _n=$3; _w=; umask "$2"
while IFS= read -r _l && [ "$_l" != "#vars" ]; do :; done
[ "$_l" = "#vars" ] || exit 125
while read -r _k _m _c; do
IFS= read -r _v
while [ "$_c" -gt 1 ]; do IFS= read -r _l; _v=$_v$_n$_l; _c=$((_c-1)); done
case $_k in E) export "$_m=$_v";; S) eval "$_m=\\$_v";; C) _w=$_v;; X) _x=$_v; break;; esac
done
[ "$_k" = X ] || exit 125
exec </dev/null
IFS= read -r _r 2>/dev/null </proc/$$/stat && { set -- \${_r##*") "}; _g=$3; shift 19; } || { _g=$$; set -- ""; }
printf "%s %s %s\\n" "$$" "$_g" "$1" >"$_d/step" || exit 125
printf %s "$_x" 2>/dev/null >"$_d/script"
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export PATH
if [ "$_w" ]; then cd -- "$_w" || exit; fi
unset _d _n _w _l _k _m _c _v _r _g; set --
eval "$_x"`;

/**
 * Starts a claim at most once.
 * In: `nonce timeout sudo token boot`, records folder, claim, then the step's variables and script, then `nonce.end`;
 * with sudo=password one line with it before the variables.
 * Out: `REFUSED why` | `EXISTS` | `VOID` | `STARTED`, the output, `END code mark`.
 *
 * Processes: this shell (waits), left of the pipe the supervisor (waits for the step, keeps its exit code), right of it
 * the relay (output to file and channel) with the timer. The supervisor writes END through the same pipe as the
 * output, so that END stands exactly behind it and nobody has to count.
 */
export const startScript = `${common}
_I='${stepShell}'
trap : PIPE HUP
read -r _N _T _S _V _B; IFS= read -r _R; IFS= read -r _C; _d=$_R/$_C; _W=; _b=; _l=
[ "$_S" = password ] && IFS= read -r _W
while IFS= read -r _l && [ "$_l" != "$_N.end" ]; do _b=$_b$_l$_n; done
_no() { printf "%s REFUSED %s\\n" "$_N" "$1"; exit 97; }
[ "$_N" ] && [ "$_l" = "$_N.end" ] || _no truncated
_boot; [ "\${_o:--}" = "$_B" ] || _no rebooted
if ! mkdir -m 700 "$_d" 2>/dev/null; then
( umask 077; mkdir -p "\${_d%/*}" 2>/dev/null )
if ! mkdir -m 700 "$_d" 2>/dev/null; then
[ -d "$_d" ] || _no no-record
[ -e "$_d/void" ] || { printf "%s EXISTS\\n" "$_N"; exit 0; }
IFS= read -r _l <"$_d/void"
[ "$_l" = "$_V" ] && mv "$_d" "$_d.void.$_N" 2>/dev/null && mkdir -m 700 "$_d" 2>/dev/null || { printf "%s VOID\\n" "$_N"; exit 0; }
fi; fi
umask >"$_d/umask" && read -r _u <"$_d/umask" || { rm -f "$_d/umask"; rmdir "$_d"; _no no-record; }
umask 077; _st "$$"; _a="$$ $_t"; _st "$PPID"
printf "%s\\n" "v 1" "boot \${_o:--}" "nonce $_N" "start $_a" "line $PPID $_t" "sudo $_S" >"$_d/claim" || { rm -f "$_d/claim" "$_d/umask"; rmdir "$_d"; _no no-record; }
printf "%s STARTED\\n" "$_N" 2>/dev/null
_kg() { if [ "$_h" ]; then kill -s "$1" -- "-$_g" || kill -s "$1" "-$_g"; else kill -s "$1" "$_q"; fi 2>/dev/null || sudo -n /bin/sh -c 'kill -s "$1" -- "$2"' sh "$1" "\${_h:+-}$_g" 2>/dev/null; }
_h=; command -v setsid >/dev/null 2>&1 && _h=setsid
{
trap : PIPE HUP INT TERM
_st self; [ "$_p" ] || _p=$(exec /bin/sh -c 'echo $PPID')
printf "%s\\n" "$_p $_t" >"$_d/supervisor" || exit
case $_S in
no) printf %s "$_b" | $_h /bin/sh -c "$_I" sh "$_d" "$_u" "$_n" 2>&1;;
password) printf "%s\\n" "$_W" | sudo -S -p "" -v 2>&1 && printf %s "$_b" | $_h sudo -n -- /bin/sh -c "$_I" sh "$_d" "$_u" "$_n" 2>&1;;
*) printf %s "$_b" | $_h sudo -n -- /bin/sh -c "$_I" sh "$_d" "$_u" "$_n" 2>&1;;
esac
_c=$?; _k=-; [ -e "$_d/stop" ] && _k=stop; [ -e "$_d/timeout" ] && _k=timeout; [ -e "$_d/step" ] || _k=unstarted
[ -e "$_d/rc" ] || { printf "%s %s\\n" "$_c" "$_k" >"$_d/rc.tmp" && mv -f "$_d/rc.tmp" "$_d/rc"; }
printf "\\n%s END %s %s\\n" "$_N" "$_c" "$_k"
IFS= read -r _l <"$_d/timer" && kill "$_l"
} 2>/dev/null | {
[ "$_T" = 0 ] || {
( trap 'kill "$_z"; exit' TERM; sleep "$_T" >/dev/null & _z=$!; wait "$_z"
[ -e "$_d/rc" ] && exit; echo >"$_d/timeout"; read -r _q _g _t <"$_d/step"; _kg TERM
for _s in 1 2 3 4 5; do sleep 1; [ -e "$_d/rc" ] && exit; done; _kg KILL; sleep 2; [ -e "$_d/rc" ] && exit
_k=timeout; _any && _k=running
echo "124 $_k" >"$_d/rc.tmp.t" && mv -f "$_d/rc.tmp.t" "$_d/rc"; printf "\\n%s END 124 %s\\n" "$_N" "$_k" ) </dev/null 2>/dev/null &
echo $! >"$_d/timer"; [ -e "$_d/rc" ] && kill $! 2>/dev/null
}
trap "" PIPE HUP INT TERM XFSZ; _st self; [ "$_p" ] || _p=$$
echo "$_p $_t" >"$_d/relay"; ulimit -f ${String(keptBlocks)}
tee "$_d/out" 2>/dev/null || wc -c >"$_d/beyond" 2>/dev/null
}
`;

/**
 * Looks a claim up, gives its output from an offset, and waits for its end.
 * In: `nonce offset wait boot`, records folder, claim.
 * Out: `ABSENT why` (same: sealed, it can never start later | changed | lost), or `RECORD nonce`, `DATA n` + n bytes any
 * number of times, and `FACTS end boot code mark nonce truncated`, end one of rc, reboot, gone, running, claimed.
 */
export const readScript = `${common}
read -r _N _O _W _B; IFS= read -r _R; IFS= read -r _C; IFS= read -r _l; [ "$_l" = "$_N.end" ] || exit 97
_d=$_R/$_C; umask 077; trap : HUP; _boot; [ "$_o" ] || _o=-
_nap() { sleep .1 2>/dev/null || sleep 1; }
_absent() { printf "%s ABSENT %s\\n" "$_N" "$1"; exit 0; }
_seal() { echo "$_N" >"$_d/void.$_N" && mv -f "$_d/void.$_N" "$_d/void" && _absent same; _absent lost; }
[ -d "$_R" ] || _absent lost
if [ ! -d "$_d" ]; then
[ "$_o" != - ] && [ "$_o" = "$_B" ] || _absent changed
mkdir -p "\${_d%/*}" 2>/dev/null
mkdir "$_d" 2>/dev/null && _seal
[ -d "$_d" ] || _absent lost
fi
[ -e "$_d/void" ] && _seal
_i=0; while [ ! -e "$_d/supervisor" ] && [ ! -e "$_d/rc" ] && [ "$_i" -lt 20 ]; do _i=$((_i+1)); _nap; [ -e "$_d/void" ] && _seal; done
_b=; _rn=; _sp=; _ss=; _lp=; _ls=
[ -e "$_d/claim" ] && while read -r _k _x _y; do case $_k in boot) _b=$_x;; nonce) _rn=$_x;; start) _sp=$_x; _ss=$_y;; line) _lp=$_x; _ls=$_y;; esac; done <"$_d/claim"
_facts() { _z=0; [ -e "$_d/out" ] && _z=$(($(wc -c <"$_d/out"))); _y=no; [ "$_z" -ge ${String(keptBytes)} ] && _y=yes; printf "%s FACTS %s %s %s %s %s %s\\n" "$_N" "$1" "$_o" "$2" "$3" "\${_rn:--}" "$_y"; exit 0; }
if [ ! -e "$_d/supervisor" ] && [ ! -e "$_d/rc" ]; then
[ "$_b" ] && [ "$_b" != "$_o" ] && _facts reboot - -
[ "$_o" = "$_B" ] || _facts reboot - -
[ "$_sp" ] && _live "$_sp" "$_ss" && _facts claimed - -
mv "$_d" "$_d.void.$_N" 2>/dev/null || _facts claimed - -
if [ -e "$_d.void.$_N/supervisor" ]; then mv "$_d.void.$_N" "$_d"; else mkdir "$_d" 2>/dev/null && _seal; _absent lost; fi
fi
if [ "$_lp" ] && [ "$_ls" ] && [ "$_lp" != "$PPID" ] && [ "$_b" = "$_o" ] && _live "$_lp" "$_ls"; then case $_r in *"(sshd"*) kill "$_lp" 2>/dev/null;; esac; fi
printf "%s RECORD %s\\n" "$_N" "\${_rn:--}"
_p=; read -r _vp _vs 2>/dev/null <"$_d/supervisor"; _i=0
while :; do
_e=
if [ -e "$_d/rc" ]; then _e=rc
elif [ "$_b" != "$_o" ]; then _e=reboot
elif ! _live "$_vp" "$_vs"; then if [ -e "$_d/rc" ]; then _e=rc; else _e=gone; fi; fi
if [ "$_e" = rc ] && [ "$_b" = "$_o" ] && [ "$_i" -lt 30 ]; then
read -r _x _y 2>/dev/null <"$_d/relay" && _live "$_x" "$_y" && case $(tail -c 80 "$_d/out" 2>/dev/null | tr -d "\\000") in *"$_rn END "*) :;; *) _e=; _i=$((_i+1));; esac
fi
_z=0; [ -e "$_d/out" ] && _z=$(($(wc -c <"$_d/out")))
if [ "$_z" -gt "$_O" ]; then
printf "%s DATA %s\\n" "$_N" "$((_z-_O))" || exit; tail -c "+$((_O+1))" "$_d/out" | head -c "$((_z-_O))"; _O=$_z
fi
[ "$_e" ] && break
[ "$_W" = wait ] || { _e=running; break; }
_nap
done
_c=-; _k=-; [ "$_e" = rc ] && read -r _c _k <"$_d/rc"
_facts "$_e" "$_c" "$_k"
`;

/**
 * Stops a claim: INT, TERM, KILL, each given three seconds.
 * In: `nonce`, records folder, claim. Out: `STOPPED by confirmed`, by one of INT, TERM, KILL, already-ended.
 */
export const stopScript = `${common}
read -r _N; IFS= read -r _R; IFS= read -r _C; IFS= read -r _l; [ "$_l" = "$_N.end" ] || exit 97
_d=$_R/$_C; umask 077; trap : HUP PIPE; _boot
_say() { printf "%s STOPPED %s %s\\n" "$_N" "$1" "$2"; exit 0; }
[ -d "$_d" ] || _say already-ended no
[ -e "$_d/void" ] && _say already-ended yes
[ -e "$_d/rc" ] && { read -r _x _y <"$_d/rc"; [ "$_y" = running ] || _say already-ended yes; }
_b=; while read -r _k _x _y; do case $_k in boot) _b=$_x;; esac; done 2>/dev/null <"$_d/claim"
[ "$_b" = "\${_o:--}" ] || _say already-ended yes
_i=0; while [ ! -s "$_d/step" ] && [ "$_i" -lt 10 ]; do _i=$((_i+1)); sleep .1 2>/dev/null || sleep 1; done
_q=; read -r _q _g _s 2>/dev/null <"$_d/step" || _say already-ended no
_tree() { for _x in "$@"; do printf "%s " "$_x"; _tree $(ps -A -o pid= -o ppid= | while read -r _y _z; do [ "$_z" = "$_x" ] && echo "$_y"; done); done; }
_h=; [ "$_q" = "$_g" ] && _h=group
[ "$_h" ] || _a=$(_tree "$_q")
_left() { if [ "$_h" ]; then _any; else for _x in $_a; do [ -d "/proc/$_x" ] || kill -0 "$_x" 2>/dev/null && return 0; done; return 1; fi; }
_live "$_q" "$_s" || { _left || _say already-ended yes; }
_sig() { if [ "$_h" ]; then { kill -s "$1" -- "-$_g" || kill -s "$1" "-$_g"; } 2>/dev/null || sudo -n /bin/sh -c 'kill -s "$1" -- "-$2"' sh "$1" "$_g"
else kill -s "$1" $_a 2>/dev/null || sudo -n /bin/sh -c '_s=$1; shift; kill -s "$_s" "$@"' sh "$1" $_a; fi 2>/dev/null; }
for _k in INT TERM KILL; do
echo "$_k" >"$_d/stop"; _sig "$_k"
_i=0; while [ "$_i" -lt 30 ]; do _left || _say "$_k" yes; _i=$((_i+1)); sleep .1 2>/dev/null || { sleep 1; _i=$((_i+9)); }; done
done
_say KILL no
`;

/**
 * Empties records that ended more than seven days ago. The claim and its exit code stay, a few bytes each: a record that
 * vanished would look like a step that was never sent, and could then be sent twice.
 * In: `nonce`, records folder. Out: `SWEPT n`.
 */
export const sweepScript = `
read -r _N; IFS= read -r _R; IFS= read -r _l; [ "$_l" = "$_N.end" ] || exit 97
case $_R in /*/runs) :;; *) exit 97;; esac
_c=0; _x=$(find "$_R" -mindepth 4 -maxdepth 4 -type f -name rc -mtime +7 2>/dev/null)
while IFS= read -r _l; do
_l=\${_l%/rc}; [ "$_l" ] && [ -e "$_l/out" ] && rm -f "$_l/out" "$_l/script" && _c=$((_c+1))
done <<_
$_x
_
printf "%s SWEPT %s\\n" "$_N" "$_c"
`;
