#!/bin/sh
# shellcheck disable=SC2016,SC2317,SC2034 # sharness evaluates what is quoted here
test_description='booting: every failure has its outcome, and no QEMU is left behind

Runs on the tree whose source is a Debian package.'
. "$(dirname -- "$0")/lib.sh"

source=$("$top/scripts/steps/tree" "$fallback_tree" 2>/dev/null)
kernel=$("$top/scripts/steps/side" -n "$fallback_tree" patched "$source" 2>"$work/log")
[ -n "$kernel" ] || error "$fallback_tree does not build: $(tail -n 1 "$work/log")"
run=$work/run

# boot STATUS SILENCE TEST...
boot() {
	want=$1 silence=$2
	shift 2
	test_expect_code "$want" "$top/scripts/steps/boot" "$run" "$kernel" "$silence" "$@" >said &&
		cat said && head -n 1 "$run/results" | test_cmp said -
}
# The pid of the QEMU whose working directory is $run.
qemu() {
	find /proc -maxdepth 2 -name cwd -lname "$run" 2>/dev/null | tr -cd '0-9\n'
}
# until_true SECONDS COMMAND...
until_true() {
	tries=$(($1 * 10))
	shift
	while ! "$@"; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.1
	done
}
no_qemu() { [ -z "$(qemu)" ]; }
is_up() { grep -q "^1\.\." "$run/tap" 2>/dev/null; }

test_expect_success 'a kernel that panics is "panic"' '
	boot 3 120 no-signal misbehave-panic sigchld-ignored && grep "told to panic" said
'
test_expect_success 'a kernel that oopses in a test is "panic", and says where' '
	boot 3 120 no-signal misbehave-oops sigchld-ignored && grep "NULL pointer" said
'
test_expect_success 'a kernel that hangs is "lost", once it has been silent for long' '
	boot 4 60 no-signal misbehave-hang sigchld-ignored &&
	grep "nothing from the guest for 60 s, after 1 of 3 results" said && no_qemu
'
test_expect_success 'a guest that says no more is "lost", once it has been silent for long' '
	boot 4 60 no-signal misbehave-wait sigchld-ignored && grep "nothing from the guest for 60 s" said
'
test_expect_success 'a TAP that stops half-way is "lost", though QEMU left as agreed' '
	boot 4 120 no-signal misbehave-leave sigchld-ignored && grep 85 "$run/status" &&
	grep "planned 3 tests but ran 1" said
'
test_expect_success 'a test that is not there is "lost"' '
	boot 4 120 no-signal no-such-test && grep "no-such-test ended with status 127" said
'
test_expect_success 'the qemu file repeats the boot' '
	boot 0 120 no-signal && cp "$run/tap" first && rm "$run/tap" "$run/console" &&
	test_expect_code 85 timeout 600 "$run/qemu" && grep "^ok 1 - no-signal: gone" "$run/tap" &&
	test_cmp first "$run/tap"
'
# start COMMAND...: run it in the background as $it, in a new session, with
# SIGINT not ignored; returns when the guest is up, with its QEMU in $victim.
start() {
	rm -rf "$run"
	env --default-signal=INT setsid "$@" >said 2>&1 &
	it=$!
	until_true 300 is_up && victim=$(qemu) && test -n "$victim"
}

test_expect_success 'QEMU killed in the middle: lost, with the status' '
	start "$top/scripts/steps/boot" "$run" "$kernel" 120 misbehave-wait && kill -9 $victim &&
	test_expect_code 4 wait $it && grep "status 137" said
'
for signal in INT TERM HUP KILL; do
	test_expect_success "the script ended by SIG$signal leaves no QEMU" '
		start "$top/scripts/steps/boot" "$run" "$kernel" 120 misbehave-wait &&
		case $signal in
		INT) kill -s INT -- "-$it" ;; # as Ctrl-C does: to the whole group
		*) kill -$signal $it ;;
		esac &&
		until_true 120 no_qemu
	'
done
test_expect_success 'side: QEMU killed in the middle is one line, exit 2' '
	run=$top/build/run/$fallback_tree-base-smp1-patched &&
	start env SMP=1 "$top/scripts/steps/side" "$fallback_tree" patched "$source" && kill -9 $victim &&
	test_expect_code 2 wait $it &&
	grep "^kreap: $fallback_tree patched: lost: QEMU ended with status 137" said
'

run=$work/run

test_expect_success 'make shell: spawn a thread, see it, leave' '
	mkfifo keys &&
	{ KREAP_NO_TTY=1 make -C "$top" --no-print-directory shell TREE=$fallback_tree SIDE=plain \
		<keys >screen 2>&1 & } && it=$! && exec 7>keys &&
	until_true 300 grep -q "end QEMU" screen &&
	echo "echo spawn mine 0 >/proc/kreap; ps" >&7 && until_true 300 grep -q "DW *mine" screen &&
	echo exit >&7 && exec 7>&- && wait $it; result=$?; cat screen; return $result
'
test_expect_success 'make shell boots as many processors as patches/TREE/tree says' '
	grep "smp $(fact "$fallback_tree" processors)," "$top/build/run/shell-$fallback_tree-plain/qemu"
'
test_expect_success 'make shell with a SIDE that is none: one line' '
	test_expect_code 2 make -C "$top" --no-print-directory shell TREE=$fallback_tree SIDE=both 2>said &&
	one_line said "SIDE=both"
'

# A QEMU whose first boots, as many as $busy, get no timer interrupts in time.
mkdir "$work/busy"
cat >"$work/busy/qemu-system-i386" <<'EOF'
#!/bin/sh
echo >>"${0%/*}/boots"
[ "$(wc -l <"${0%/*}/boots")" -gt "$busy" ] || {
	echo "Kernel panic: IO-APIC + timer doesn't work!" >console
	exit
}
printf '1..1\nok 1 - no-signal: gone\n' >tap
exit 85
EOF
chmod +x "$work/busy/qemu-system-i386"
boot_busy() {
	rm -f "$work/busy/boots"
	busy=$1
	export busy
	shift
	PATH=$work/busy:$PATH boot "$@"
}
test_expect_success 'a host that was busy: once more' '
	boot_busy 1 0 120 no-signal && wc -l <"$work/busy/boots" | grep -x 2
'
test_expect_success 'a host that is busy: lost, which is no verdict' '
	boot_busy 9 4 120 no-signal 2>err && test_must_be_empty err && grep "^lost: .*the host is busy" said && wc -l <"$work/busy/boots" | grep -x 2
'

# A PATH with everything but QEMU, in a folder that any user can read.
box=$(mktemp -d)
final_cleanup="rm -rf $box"
chmod 755 "$box"
clone "$box/kreap"
mkdir "$box/bin"
for folder in /usr/bin /bin /usr/sbin /sbin; do
	find -L "$folder" -maxdepth 1 -type f ! -name 'qemu-system-*' ! -name sudo -exec ln -sf -t "$box/bin" {} + 2>/dev/null
done
test_expect_success 'QEMU missing: one line, exit 2' '
	PATH=$box/bin test_expect_code 2 "$top/scripts/steps/boot" "$run" "$kernel" 20 no-signal 2>said &&
	one_line said "no qemu-system-i386"
'
[ "$(id -u)" != 0 ] || test_set_prereq ROOT
test_expect_success ROOT 'no root and no sudo: one line with the command to run, exit 2' '
	PATH=$box/bin test_expect_code 2 setpriv --reuid=65534 --regid=65534 --clear-groups \
		"$box/kreap/scripts/steps/packages" build 2>said &&
	one_line said "run: sudo apt-get install --no-install-recommends" qemu-system-x86
'
test_expect_success 'a config option that the tree does not accept is an error' '
	clone "$work/kreap" && echo CONFIG_NO_SUCH_THING=y >>"$work/kreap/kernel-config/$fallback_tree" &&
	test_expect_code 2 "$work/kreap/scripts/steps/kernel" "$fallback_tree" plain "$source" 2>said &&
	tail -n 1 said | grep "did not take .CONFIG_NO_SUCH_THING=y"; status=$?
	rm -rf "$work/kreap"; return $status
'
test_done
