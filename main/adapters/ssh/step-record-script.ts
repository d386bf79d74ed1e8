/**
 * The remote side of the step record: fixed POSIX sh, the same bytes for every host and every step (decisions.md 9-15).
 * What varies travels as data on stdin behind it. docs/step-record.md is the same thing in words, for a stranger.
 *
 * Names begin with an underscore or are upper case, because a step's parameters never do.
 */

/**
 * The command of everything that is rare: it reads a script from stdin line by line and evaluates it.
 *
 * The user's login shell parses it, and that may be fish or tcsh: one line, one pair of single quotes, and inside them no
 * quote, no backslash and no exclamation mark. What a start-up file of the login shell eats from stdin includes the first
 * line, and then nothing is run: exit 96.
 *
 * SECURITY: no value of anybody is ever part of this text.
 */
export const wrapper =
  "exec /bin/sh -c '_n=${IFS#??}; _n=${_n%\"${_n#?}\"}; LC_ALL=C; export LC_ALL; _s=; " +
  'while IFS= read -r _l; do case $_l in "#breakglass-1") _s=:;; "#go") [ "$_s" ] || break; eval "$_s"; exit;; ' +
  '*) [ "$_s" ] && _s=$_s$_n$_l;; esac; done; exit 96\'';

/** Exit code of a command when its input did not begin where it should. */
export const inputEaten = 96;

/** Bytes of output that a record keeps; the rest is counted. 256 MiB, in `ulimit -f` units of 512 bytes. */
export const keptBytes = 268_435_456;
const keptBlocks = keptBytes / 512;

/** The first line of every input. No value may contain it: see `unsendable`. */
export const programMark = '#breakglass-1';

/** Stands for a line break in a command; the scripts that travel in one do without it, and without ' \ and !. */
const lineBreak = '^';

/** A script as one word of a command that every login shell takes literally. */
function word(script: string): string {
  return `'${script.trim().replaceAll('\n', lineBreak)}'`;
}

/**
 * A command that carries its script itself: the shell reads stdin byte by byte, a system call each, and words of a command
 * all at once. The fixed beginning puts the line breaks back into each word and evaluates the last.
 */
function commandOf(script: string, ...parts: readonly string[]): string {
  const decode =
    '_n=${IFS#??}; _n=${_n%"${_n#?}"}; LC_ALL=C; export LC_ALL; _f=$IFS; IFS=^; set -f; ' +
    '_j() { _s=; for _l in $1; do _s=$_s$_l$_n; done; }; _j "$2"; _I=$_s; _j "$4"; _J=$_s; _j "$1"; set +f; IFS=$_f; _K=$3; set --; eval "$_s"';
  return ['exec /bin/sh -c', `'${decode}'`, 'sh', ...[script, ...parts].map(word)].join(' ');
}

/**
 * Shared by the scripts: start time of a process (so that a reused pid is told apart), boot id, "is anything left of
 * process group _g", "is it alive", and a process with all its children, for hosts where a step has no group of its own.
 */
const common = `
_st() { _t=; _p=; IFS= read -r _r 2>/dev/null </proc/$1/stat || return 0; _p=\${_r%% *}; set -- \${_r##*") "}; _g=$3; shift 19; _t=$1; }
_boot() { _o=; IFS= read -r _o 2>/dev/null </proc/sys/kernel/random/boot_id || _o=$(sysctl -n kern.bootsessionuuid 2>/dev/null || sysctl -n kern.boottime 2>/dev/null) || _o=; }
_any() { if [ -r /proc/self/stat ]; then for _x in /proc/[0-9]*/stat; do IFS= read -r _r 2>/dev/null <"$_x" || continue; set -- \${_r##*") "}; case $1 in Z) :;; *) [ "$3" = "$_g" ] && return 0;; esac; done; return 1; fi; _r=$(ps -A -o pgid=) || return 0; for _x in $_r; do [ "$_x" = "$_g" ] && return 0; done; return 1; }
_live() { kill -0 "$1" 2>/dev/null || { [ -d "/proc/$1" ] || return 1; }; [ "$2" ] || return 0; _st "$1"; [ "$_t" = "$2" ]; }
_tree() { for _x in "$@"; do printf "%s " "$_x"; _tree $(ps -A -o pid= -o ppid= | while read -r _y _z; do [ "$_z" = "$_x" ] && echo "$_y"; done); done; }
`;

/**
 * Signals a step: its group where it has one, else its shell and all children of that; through sudo where it runs as
 * somebody else. $1 the signal; _q, _g from the file `step`, _a what _tree found, _S, _w, _W, _K about sudo.
 */
const signalling = `
_sig() { if [ "$_q" = "$_g" ]; then kill -s "$1" -- "-$_g" || kill -s "$1" "-$_g"; else kill -s "$1" $_a; fi 2>/dev/null && return 0
[ "$_S" = no ] && return 1
[ "$_q" = "$_g" ] && _a=-$_g
if [ "$_W" ]; then printf "%s$_n" "$_W" | sudo -S -p "" $_w -- /bin/sh -c "$_K" sh "$1" $_a; else sudo -n $_w -- /bin/sh -c "$_K" sh "$1" $_a; fi 2>/dev/null; }
_left() { if [ "$_q" = "$_g" ]; then _any; else for _x in $_a; do kill -0 "$_x" 2>/dev/null || [ -d "/proc/$_x" ] && return 0; done; return 1; fi; }
`;

/**
 * Finds or makes a place for records, and tells what stays true as long as the connection lives.
 * In: `#breakglass-1 nonce`. Out: `READY boot kill-at-logout umask line-pid line-start place`, `NOWHERE boot`,
 * `NOPRINTF`: where printf is no builtin, values would show in argument lists, or `MISSING program`: without tee no output,
 * without sleep no time limit. What needs another program and can wait, waits until the answer is out.
 */
export const prepareScript = `${common}
read -r _l _N
[ "$_l" = "#breakglass-1" ] || exit 96
_boot; _k=no; _i=
case $(command -v printf) in printf) :;; *) echo "$_N NOPRINTF"; exit 0;; esac
for _x in mkdir tee sleep; do command -v "$_x" >/dev/null 2>&1 || { echo "$_N MISSING $_x"; exit 0; }; done
if [ -d /run/systemd/system ]; then
while IFS= read -r _l; do case $_l in KillUserProcesses=yes*|KillUserProcesses=true*|KillUserProcesses=1*) _k=yes;; esac; done 2>/dev/null </etc/systemd/logind.conf
fi
_try() {
[ -d "$1/runs" ] || { mkdir -m 700 "$1"; [ -O "$1" ] && mkdir -m 700 "$1/runs"; } 2>/dev/null
[ -L "$1" ] && return 1
[ -O "$1" ] && [ -O "$1/runs" ] || return 1
_x=$1/runs/.probe.$$; umask 2>/dev/null >"$_x" && IFS= read -r _u 2>/dev/null <"$_x" && [ "$_u" ] || { rm -f "$_x" 2>/dev/null; return 1; }
_st "$PPID"
echo "$_N READY \${_o:--} $_k $_u $PPID \${_t:--} $1/runs"
exec </dev/null >/dev/null 2>&1
chmod 700 "$1" "$1/runs"; rm -f "$_x"
exit 0
}
_try "$HOME/.breakglass"
_i=$(id -u)
_try "/run/user/$_i/breakglass"
_try "/dev/shm/breakglass-$_i"
_try "/tmp/breakglass-$_i"
echo "$_N NOWHERE \${_o:--}"
`;

/**
 * What the step's own shell does before it becomes the step: takes variables and script from stdin, says who it is,
 * gives the step an empty stdin. Runs under sudo too, which is why nothing comes through the environment.
 * $1 record folder, $2 umask, $3 newline. Without a folder (another user cannot write into it, or there is none) it says
 * who it is on stderr, where somebody listens until it has.
 */
export const stepShell = `
_d=$1; _n=$3; _w=; _y=$
umask "$2"
while IFS= read -r _l; do [ "$_l" = "#vars" ] && break; done
[ "$_l" = "#vars" ] || exit 125
while read -r _k _m _c; do
IFS= read -r _v
while [ "$_c" -gt 1 ]; do IFS= read -r _l; _v=$_v$_n$_l; _c=$((_c-1)); done
case $_k in E) export "$_m=$_v";; S) eval "$_m=\${_y}_v";; C) _w=$_v;; X) _x=$_v; break;; esac
done
[ "$_k" = X ] || exit 125
exec </dev/null
IFS= read -r _r 2>/dev/null </proc/$$/stat && { set -- \${_r##*") "}; _g=$3; shift 19; } || { set -- $(ps -o pgid= -p $$ 2>/dev/null); _g=\${1:--}; set -- ""; }
if [ "$_d" ]; then printf "%s %s %s$_n" "$$" "$_g" "$1" >"$_d/step" || exit 125
printf %s "$_x" 2>/dev/null >"$_d/script"; else printf "#step %s %s %s$_n" "$$" "$_g" "$1" >&2; fi
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export PATH
if [ "$_w" ]; then cd -- "$_w" || { if [ "$_d" ]; then echo >"$_d/cwd"; else echo "#cwd" >&2; fi; exit 125; }; fi
[ "$_d" ] || exec 2>&1
unset _d _n _w _l _k _m _c _v _r _g _y; set --
eval "$_x"
`;

/**
 * Starts a claim at most once.
 * In: `#breakglass-1 nonce timeout sudo seal boot umask line-pid line-start user bang`, records folder, claim, then the
 * step's variables and script, then `nonce.end`; with sudo=password one line with it before the variables. Bang is an
 * exclamation mark: the text of a command has none, and the pid of what runs behind is called by it.
 * Out: `REFUSED why` | `EXISTS` | `VOID` | `STARTED`, the output, `END code mark`.
 *
 * Processes: this shell (waits), left of the pipe the supervisor (waits for the step, keeps its exit code), right of it
 * the relay (output to file and channel) with the timer. The supervisor writes END through the same pipe as the
 * output, so that END stands exactly behind it and nobody has to count. Past the time limit the timer decides: a step's
 * shell may be gone and a child that ignores signals not, and only an empty group is "stopped". A sleep that did not last
 * (somebody killed it) proves no time, and the limit lapses.
 *
 * sudo with a password is asked twice: alone with the password, which a wrong one costs one try and shows nothing else;
 * then with the password before the input, because a host may forget it at once. A line that sudo did not want is thrown
 * away by the step's shell. As another user than root, _as listens on stderr for who the step is.
 *
 * Another program costs more here than all the rest of a line. So: the exit code is one line in one write to a file that
 * must not exist (set -C), complete or not there, where rename would need mv; and the step's input is a here-document in
 * shells that keep one in a pipe.
 * SECURITY: shells that are known to keep here-documents on the disk, and steps with secrets, get a pipe.
 */
export const startScript = `${common}${signalling}
trap : PIPE HUP
read -r _l _N _T _S _V _B _u _P _Q _U _X
[ "$_l" = "#breakglass-1" ] || exit 96
IFS= read -r _R; IFS= read -r _C; _d=$_R/$_C; _W=; _b=; _y=$
[ "$_S" = password ] && IFS= read -r _W
while IFS= read -r _l; do [ "$_l" = "$_N.end" ] && break; _b=$_b$_l$_n; done
_no() { echo "$_N REFUSED $1"; exit 97; }
[ "$_N" ] && [ "$_l" = "$_N.end" ] || _no truncated
_boot; [ "\${_o:--}" = "$_B" ] || _no rebooted
if mkdir -m 700 "$_d" 2>/dev/null; then :; else
[ -d "$_d" ] || _no no-record
[ -e "$_d/void" ] || { echo "$_N EXISTS"; exit 0; }
IFS= read -r _l <"$_d/void"
[ "$_l" = "$_V" ] && mv "$_d" "$_d.void.$_N" 2>/dev/null && mkdir -m 700 "$_d" 2>/dev/null || { echo "$_N VOID"; exit 0; }
fi
umask 077; _st "$$"; _a="$$ $_t"; _t=\${_Q#-}; [ "$PPID" = "$_P" ] || _st "$PPID"
printf "%s$_n" "v 1" "boot \${_o:--}" "nonce $_N" "start $_a" "line $PPID $_t" "sudo $_S $_U" >"$_d/claim" || { rm -f "$_d/claim"; rmdir "$_d"; _no no-record; }
echo "$_N STARTED" 2>/dev/null
_w=; _D=$_d; [ "$_U" = - ] || { _w="-u $_U"; _D=; }
_rd() { _c=1; while IFS= read -r _l; do case $_l in "#step "*) [ -e "$_d/step" ] || echo "\${_l#??????}" >"$_d/step";; "#cwd") echo >"$_d/cwd";; "#code "*) _c=\${_l##* };; *) echo "$_l";; esac; done; return "$_c"; }
_as() { if [ "$_D" ]; then "$@" 2>&1; else { { "$@" 2>&3 3>&- 4>&-; echo "#code $?" >&3; } 3>&1 >&4 | _rd; } 4>&1; fi; }
_h=; command -v setsid >/dev/null 2>&1 && _h=setsid
_e=here; [ "$BASH_VERSION$KSH_VERSION$ZSH_VERSION" ] && _e=pipe; case $_b in *"\${_n}S "*) _e=pipe;; esac
{
trap : PIPE HUP INT TERM; set -C
_st self; [ "$_p" ] || _p=$(exec /bin/sh -c "echo \${_y}PPID")
echo "$_p $_t" >"$_d/supervisor" || exit
case $_S.$_e in
no.here) $_h /bin/sh -c "$_I" sh "$_d" "$_u" "$_n" 2>&1 <<_
$_b
_
;;
no.*) printf %s "$_b" | $_h /bin/sh -c "$_I" sh "$_d" "$_u" "$_n" 2>&1;;
password.*) printf "%s$_n" "$_W" | sudo -S -p "" $_w -v 2>&1 && printf "%s$_n%s" "$_W" "$_b" | _as sudo -S -p "" $_w -- /bin/sh -c "$_J" sh "$_I" "$_D" "$_u" "$_n";;
*) printf %s "$_b" | _as sudo -n $_w -- /bin/sh -c "$_J" sh "$_I" "$_D" "$_u" "$_n";;
esac
_c=$?; _k=-; [ -e "$_d/cwd" ] && _k=cwd; [ -e "$_d/stop" ] && _k=stop
[ -s "$_d/step" ] || { _k=unstarted; case $_S.$_c in no.*|*.125) _k=unrecorded;; esac; }
if [ -e "$_d/timeout" ]; then _k=timeout; for _s in 1 2 3 4 5 6 7 8 9; do [ -s "$_d/rc" ] && break; sleep 1; done; fi
[ -e "$_d/rc" ] || echo "$_c $_k" >"$_d/rc"; read -r _l _s <"$_d/rc" && [ "$_s" ] && { _c=$_l; _k=$_s; }
printf "$_n%s END %s %s$_n" "$_N" "$_c" "$_k"
read -r _l _l _l <"$_d/relay" && [ "$_l" ] && kill "$_l"
} 2>/dev/null | {
_z=
[ "$_T" = 0 ] || {
( trap "kill \${_y}_z; exit" TERM; set -C; sleep "$_T" >/dev/null & eval "_z=$_y$_X"; wait "$_z" || exit
[ -s "$_d/rc" ] && exit; echo >"$_d/timeout"; _k=timeout; read -r _q _g _t <"$_d/step" && {
[ "$_q" = "$_g" ] || _a=$(_tree "$_q"); _sig TERM
for _s in 1 2 3 4 5; do _left || break; sleep 1; done; _left && { _sig KILL; sleep 1; _left && _k=running; }; }
echo "124 $_k" >"$_d/rc" && printf "$_n%s END 124 %s$_n" "$_N" "$_k" ) </dev/null 2>/dev/null &
eval "_z=$_y$_X"
}
trap "" PIPE HUP INT TERM XFSZ; _st self; [ "$_p" ] || _p=$$
echo "$_p \${_t:--} $_z" >"$_d/relay"; [ "$_z" ] && [ -s "$_d/rc" ] && kill "$_z" 2>/dev/null
ulimit -f ${String(keptBlocks)}
tee "$_d/out" 2>/dev/null || wc -c >"$_d/beyond" 2>/dev/null
}
`;

/** Sends a signal under sudo: $1 its name, then the processes or, with a minus, the group. */
export const signalShell = '_s=$1; shift; kill -s "$_s" -- "$@"';

/**
 * What sudo starts: a session for the step behind sudo, so that sudo is not part of the group that is signalled. Where
 * sudo has made one (use_pty) it serves: setsid would go to the background, and sudo would take that for the end.
 * $1 the step's shell, the rest is for it.
 */
export const sudoShell = `
_i=$1; shift; _g() { _g=$3; }
IFS= read -r _r 2>/dev/null </proc/$$/stat && _g \${_r##*") "}
[ "$_g" = "$$" ] && exec /bin/sh -c "$_i" sh "$@"
command -v setsid >/dev/null 2>&1 && exec setsid /bin/sh -c "$_i" sh "$@"
exec /bin/sh -c "$_i" sh "$@"
`;

/** The two commands of every step. SECURITY: no value of anybody is ever part of them. */
export const prepareCommand = commandOf(prepareScript);
export const startCommand = commandOf(startScript, stepShell, signalShell, sudoShell);

/**
 * Looks a claim up, gives its output from an offset, and waits for its end.
 * In: `nonce offset wait boot`, records folder, claim.
 * Out: `ABSENT why` (same: sealed, it can never start later | changed | lost), or `RECORD nonce`, `DATA n` + n bytes any
 * number of times, `RUNS` once where it waits for a step that has not ended, `GROUP pid name` for each process that is
 * left of a step whose supervisor is gone, and `FACTS end boot code mark nonce truncated`, end one of rc, reboot, gone,
 * running, claimed.
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
mkdir "$_d" 2>/dev/null && _seal
[ -d "$_d" ] || _absent lost
fi
[ -e "$_d/void" ] && _seal
_i=0; while [ ! -e "$_d/supervisor" ] && [ ! -s "$_d/rc" ] && [ "$_i" -lt 20 ]; do _i=$((_i+1)); _nap; [ -e "$_d/void" ] && _seal; done
_b=; _rn=; _sp=; _ss=; _lp=; _ls=
[ -e "$_d/claim" ] && while read -r _k _x _y; do case $_k in boot) _b=$_x;; nonce) _rn=$_x;; start) _sp=$_x; _ss=$_y;; line) _lp=$_x; _ls=$_y;; esac; done <"$_d/claim"
_rc() { _c=-; _k=-; read -r _c _k 2>/dev/null <"$_d/rc" && [ "$_k" ]; }
_facts() { _z=0; [ -e "$_d/out" ] && _z=$(($(wc -c <"$_d/out"))); _y=no; [ "$_z" -ge ${String(keptBytes)} ] && _y=yes; printf "%s FACTS %s %s %s %s %s %s\\n" "$_N" "$1" "$_o" "$2" "$3" "\${_rn:--}" "$_y"; exit 0; }
if [ ! -e "$_d/supervisor" ] && [ ! -s "$_d/rc" ]; then
[ "$_b" ] && [ "$_b" != "$_o" ] && _facts reboot - -
[ "$_o" = "$_B" ] || _facts reboot - -
[ "$_sp" ] && _live "$_sp" "$_ss" && _facts claimed - -
mv "$_d" "$_d.void.$_N" 2>/dev/null || _facts claimed - -
if [ -e "$_d.void.$_N/supervisor" ]; then mv "$_d.void.$_N" "$_d"; else mkdir "$_d" 2>/dev/null && _seal; _absent lost; fi
fi
if [ "$_lp" ] && [ "$_ls" ] && [ "$_lp" != "$PPID" ] && [ "$_b" = "$_o" ] && _live "$_lp" "$_ls"; then case $_r in *"(sshd"*) kill "$_lp" 2>/dev/null;; esac; fi
printf "%s RECORD %s\\n" "$_N" "\${_rn:--}"
_p=; read -r _vp _vs 2>/dev/null <"$_d/supervisor"; _i=0; _h=
while :; do
_e=
if _rc; then _e=rc
elif [ "$_b" != "$_o" ]; then _e=reboot
elif ! _live "$_vp" "$_vs"; then if _rc; then _e=rc; else _e=gone; fi; fi
if [ "$_e" = rc ] && [ "$_b" = "$_o" ] && [ "$_i" -lt 30 ]; then
read -r _x _y _l 2>/dev/null <"$_d/relay" && _live "$_x" "\${_y#-}" && case $(tail -c 80 "$_d/out" 2>/dev/null | tr -d "\\000") in *"$_rn END "*) :;; *) _e=; _i=$((_i+1));; esac
fi
_z=0; [ -e "$_d/out" ] && _z=$(($(wc -c <"$_d/out")))
if [ "$_z" -gt "$_O" ]; then
printf "%s DATA %s\\n" "$_N" "$((_z-_O))" || exit; tail -c "+$((_O+1))" "$_d/out" | head -c "$((_z-_O))"; _O=$_z
fi
[ "$_e" ] && break
[ "$_W" = wait ] || { _e=running; break; }
[ "$_h$_i" = 0 ] && { _h=y; printf "%s RUNS\\n" "$_N" || exit; }
_nap
done
[ "$_e" = rc ] || { _c=-; _k=-; }
if [ "$_e" = gone ] && read -r _q _g _s 2>/dev/null <"$_d/step"; then
if [ "$_q" = "$_g" ]; then _w="ps -A -o pgid= -o pid= -o comm="; else _w="ps -o pgid= -o pid= -o comm= -p $(_tree "$_q" | tr " " ,)0"; fi
$_w 2>/dev/null | { _i=0; while read -r _x _y _l && [ "$_i" -lt 20 ]; do [ "$_q" = "$_g" ] && [ "$_x" != "$_g" ] && continue; _i=$((_i+1)); printf "%s GROUP %s %s\n" "$_N" "$_y" "$_l"; done; }
fi
_facts "$_e" "$_c" "$_k"
`;

/**
 * Stops a claim: INT, TERM, KILL, each given three seconds.
 * In: `nonce`, records folder, claim, password of sudo or an empty line. Out: `STOPPED by confirmed`, by one of INT,
 * TERM, KILL, already-ended; or `password`: sudo wants one before it lets the step be signalled.
 */
export const stopScript = `${common}${signalling}
read -r _N; IFS= read -r _R; IFS= read -r _C; IFS= read -r _W; IFS= read -r _l; [ "$_l" = "$_N.end" ] || exit 97
_d=$_R/$_C; umask 077; trap : HUP PIPE; _boot; _K='${signalShell}'
_say() { printf "%s STOPPED %s %s\\n" "$_N" "$1" "$2"; exit 0; }
[ -d "$_d" ] || _say already-ended no
[ -e "$_d/void" ] && _say already-ended yes
read -r _x _y 2>/dev/null <"$_d/rc" && { [ "$_y" = running ] || _say already-ended yes; }
_b=; _S=no; _U=-; while read -r _k _x _y; do case $_k in boot) _b=$_x;; sudo) _S=$_x; _U=\${_y:--};; esac; done 2>/dev/null <"$_d/claim"
_w=; [ "$_U" = - ] || _w="-u $_U"
[ "$_b" = "\${_o:--}" ] || _say already-ended yes
_i=0; while [ ! -s "$_d/step" ] && [ "$_i" -lt 10 ]; do _i=$((_i+1)); sleep .1 2>/dev/null || sleep 1; done
_q=; read -r _q _g _s 2>/dev/null <"$_d/step" || _say already-ended no
[ "$_q" = "$_g" ] || _a=$(_tree "$_q")
_live "$_q" "$_s" || { _left || _say already-ended yes; }
_t=; [ -e "$_d/stop" ] && _t=y
for _k in INT TERM KILL; do
echo "$_k" >"$_d/stop"; _sig "$_k" || { [ "$_S$_W" = password ] && { [ "$_t" ] || rm -f "$_d/stop"; _left && _say password no; }; }
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
_c=0; _x=$(find "$_R" -mindepth 2 -maxdepth 2 -type f -name rc -mtime +7 2>/dev/null)
while IFS= read -r _l; do
_l=\${_l%/rc}; [ "$_l" ] && [ -e "$_l/out" ] && rm -f "$_l/out" "$_l/script" && _c=$((_c+1))
done <<_
$_x
_
find "$_R" -mindepth 1 -maxdepth 1 -type f '(' -name '*.put' -o -name '*.get' ')' -mtime +7 -exec rm -f '{}' ';' 2>/dev/null
printf "%s SWEPT %s\\n" "$_N" "$_c"
`;
