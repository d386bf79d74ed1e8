import { sudoShell, signalShell, stepShell } from './step-record-script';

/**
 * Runs a step on a host that can keep no record, after a person accepted that: sent once, never looked up, its outcome
 * unknown for good when the line is lost (decisions.md 12). It goes on then, because its output is drained.
 *
 * For the wrapper. In: `nonce timeout sudo user`, with sudo=password a line with it, then the step's variables and script,
 * then `nonce.end`. Out: `REFUSED truncated` | `STARTED`, the output, `END code mark`; mark as in a record, no `stop`.
 *
 * The step's shell says who it is on stderr. Whoever reads that also keeps the time limit, because no file could name
 * the group to signal: its timer ends with 0 when it was called off, 42 after it stopped all, 43 when something is left.
 */
export const recordlessScript = `
_I='${stepShell}'
_J='${sudoShell}'
_K='${signalShell}'
read -r _N _T _S _U; _W=; _b=
[ "$_S" = password ] && IFS= read -r _W
while IFS= read -r _l; do [ "$_l" = "$_N.end" ] && break; _b=$_b$_l$_n; done
[ "$_N" ] && [ "$_l" = "$_N.end" ] || { echo "$_N REFUSED truncated"; exit 97; }
echo "$_N STARTED"
trap : PIPE HUP INT TERM
_u=$(umask); _h=; command -v setsid >/dev/null 2>&1 && _h=setsid
_w=; [ "$_U" = - ] || _w="-u $_U"
_sig() { { kill -s "$1" -- "-$_g" || kill -s "$1" "-$_g"; } 2>/dev/null && return
[ "$_S" = no ] && return
if [ "$_W" ]; then printf "%s$_n" "$_W" | sudo -S -p "" $_w -- /bin/sh -c "$_K" sh "$1" "-$_g"; else sudo -n $_w -- /bin/sh -c "$_K" sh "$1" "-$_g"; fi 2>/dev/null; }
_any() { _r=$(ps -A -o pgid=) || return 0; for _x in $_r; do [ "$_x" = "$_g" ] && return 0; done; return 1; }
_timer() { trap 'kill "$_z"; exit 0' TERM; sleep "$_T" & _z=$!; wait "$_z"; trap : TERM
[ "$_q" = "$_g" ] || exit 43
_sig TERM; for _s in 1 2 3 4 5; do _any || exit 42; sleep 1; done
_sig KILL; sleep 1; _any && exit 43; exit 42; }
_listen() {
_c=1; _k=unstarted; _z=
while IFS= read -r _l; do case $_l in
"#step "*) [ "$_k" = - ] && continue; _k=-; _q=\${_l#??????}; _g=\${_q#* }; _g=\${_g%% *}; _q=\${_q%% *}
[ "$_T" = 0 ] || { _timer </dev/null >/dev/null 2>&1 & _z=$!; };;
"#cwd") _k=cwd;;
"#code "*) _c=\${_l##* };;
*) echo "$_l";;
esac; done
if [ "$_z" ]; then kill "$_z" 2>/dev/null; wait "$_z"; case $? in 42) _k=timeout; _c=124;; 43) _k=running; _c=124;; esac; fi
printf "$_n%s END %s %s$_n" "$_N" "$_c" "$_k"
}
_run() { case $_S in
no) printf %s "$_b" | $_h /bin/sh -c "$_I" sh "" "$_u" "$_n";;
password) printf "%s$_n" "$_W" | sudo -S -p "" $_w -v && printf "%s$_n%s" "$_W" "$_b" | sudo -S -p "" $_w -- /bin/sh -c "$_J" sh "$_I" "" "$_u" "$_n";;
*) printf %s "$_b" | sudo -n $_w -- /bin/sh -c "$_J" sh "$_I" "" "$_u" "$_n";;
esac; }
{ { { _run 2>&3 3>&- 4>&-; echo "#code $?" >&3; } 3>&1 >&4 | _listen; } 4>&1; } | { trap "" PIPE HUP; tee /dev/null; }
`;
