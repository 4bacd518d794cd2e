# shellcheck shell=sh disable=SC2034,SC2154 # run.sh has set the others
# progress.sh - long steps, and how far they are. Sourced by run.sh.
#
# On a terminal a running step is one line, rewritten each second; elsewhere it
# is a line every 30 s. When it ends, its line says how many seconds it took.

# A command that prints how far the step is, in a few words: "12 of 743 files".
# The step that follows uses it, and forgets it.
progress=

# watch_progress WHAT: report WHAT and $progress, in the background, until end_watch. The
# watcher holds no lock, and ends by itself if this script is killed.
watch_progress() {
	[ ! -t 2 ] || printf '  %s ...' "$1" >&2
	watch_what=$1 watch_start=$(date +%s)
	keep_watching 9>&- >/dev/null &
	watcher=$!
}

keep_watching() {
	ticks=0
	while sleep 1 2>/dev/null && kill -0 $$ 2>/dev/null; do
		ticks=$((ticks + 1))
		if [ -t 2 ]; then
			printf '\r%.79s\033[K' "$(watched)" >&2
		elif [ $((ticks % 30)) = 0 ]; then
			watched >&2
		fi
	done
}

watched() {
	done_so_far=$([ -z "$progress" ] || $progress 2>/dev/null) || done_so_far=
	echo "  $watch_what ... $(watch_seconds) s${done_so_far:+, $done_so_far}"
}

watch_seconds() { echo $(($(date +%s) - watch_start)); }

# end_watch HOW: the step's last line. cancel_watch: none.
end_watch() {
	cancel_watch
	say "  $watch_what ... $1"
}

cancel_watch() {
	stop_watcher
	[ ! -t 2 ] || printf '\r\033[K' >&2
	progress=
}

stop_watcher() {
	[ -n "$watcher" ] || return 0
	# dash forgets a TERM that comes before the watcher has reset its traps.
	kill -KILL "$watcher" 2>/dev/null || true
	wait "$watcher" 2>/dev/null || true
	watcher=
}

# step WHAT LOG COMMAND...: a step whose output goes to LOG, which a failure
# names; with V=1 to stderr too, and then that is its progress.
step() {
	step_what=$1 step_log=$2
	shift 2
	mkdir -p "$(dirname -- "$step_log")"
	: >"$step_log"
	if [ -n "${V:-}" ]; then
		say "  $step_what ..."
		watch_what=$step_what watch_start=$(date +%s)
		step_status=$({ { run_step "$@" 3>&-; echo "$step_status" >&3; } | tee "$step_log" >&2; } 3>&1)
	else
		watch_progress "$step_what"
		run_step "$@" >"$step_log"
	fi
	if [ "$step_status" = 0 ]; then
		end_watch "$(watch_seconds) s"
		return
	fi
	end_watch failed
	if grep -q 'No space left on device' "$step_log"; then
		die "$step_what: no space left on the disk; free some and run it again ($step_log)"
	fi
	die "$step_what failed (status $step_status); see $step_log"
}

# run_step COMMAND...: its status in $step_status; `||` would turn its set -e off. A
# makefile might take V for its own.
run_step() {
	set +e
	(
		set -e
		unset V
		"$@"
	) 2>&1
	step_status=$?
	set -e
}

# compiled [TOTAL]: how many files the compiler was called for, by the log.
compiled() {
	echo "$(grep -cE '(^|[[:space:]])-c([[:space:]]|$)|^  (HOST)?(CC|AS)[[:space:]]' "$step_log")${1:+ of $1} files"
}

# mib_in PATH [TOTAL]: how much of the TOTAL is there.
mib_in() { [ ! -e "$1" ] || echo "$(du -sm "$1" | cut -f 1)${2:+ of $2} MiB"; }
