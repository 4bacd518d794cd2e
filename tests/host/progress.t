#!/bin/sh
# shellcheck disable=SC2016,SC2317,SC2034 # sharness evaluates what is quoted here
test_description='long steps say how far they are, on a terminal and elsewhere'
. "$(dirname -- "$0")/lib.sh"

# A step of three files. The first one is compiled at once, the others when the
# fifo `go` is opened. Time does not count: sleep returns at once.
mkdir -p "$work/scripts" "$work/bin"
cp -r "$top/scripts/lib" "$work/scripts/"
cat >"$work/scripts/long" <<'EOF'
. "$(dirname -- "$0")/lib/run.sh"
work() {
	echo "  CC      one.o"
	: <"$1"
	echo "gcc -c two.c"
	echo "  AS      three.o"
	[ "$2" != fail ]
}
progress='compiled 3'
step 'building it' "$top/step.log" work "$@"
EOF
printf '#!/bin/sh\n' >"$work/bin/sleep"
chmod +x "$work/bin/sleep"
mkfifo "$work/go"
until_true() {
	tries=6000
	while ! "$@"; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || return 1
		sleep 0.1
	done
}
none_left() { ! grep -qsFf name /proc/[0-9]*/cmdline; }
start() {
	rm -f said
	PATH=$work/bin:$PATH "$@" >/dev/null 2>&1 &
	it=$!
}

test_expect_success 'on a terminal: one line, rewritten, cleared for the result' '
	start script -qfc "sh \"$work/scripts/long\" \"$work/go\" ok" said &&
	until_true grep -q "1 of 3 files" said && : >"$work/go" && wait $it &&
	tr "\r" "\n" <said >lines && cat lines &&
	grep "building it \.\.\. [0-9]* s, 1 of 3 files" lines &&
	test "$(grep -c "building it \.\.\. [0-9]* s\$" lines)" = 1 &&
	test "$(grep -c "building it" said)" = 1
'
test_expect_success 'elsewhere: a line now and then, and one at the end' '
	{ PATH=$work/bin:$PATH sh "$work/scripts/long" "$work/go" ok 2>said & } && it=$! &&
	until_true grep -q "1 of 3 files" said && : >"$work/go" && wait $it && cat said | head -n 50 &&
	tail -n 1 said | grep -x "  building it \.\.\. [0-9]* s" && ! grep -v "^  building it \.\.\. " said
'
test_expect_success 'a step that fails says so, and names the log' '
	{ sh "$work/scripts/long" "$work/go" fail 2>said & } && it=$! && : >"$work/go" && test_expect_code 2 wait $it &&
	grep -x "  building it \.\.\. failed" said && tail -n 1 said | grep "^kreap: building it failed .*see $work/step.log"
'
cat >"$work/scripts/short" <<'EOF'
. "$(dirname -- "$0")/lib/run.sh"
count=0
while [ "$count" -lt 300 ]; do
	step 'doing nothing' "$top/step.log" true
	count=$((count + 1))
done
EOF
test_expect_success 'a step that ends at once does not wait for its watcher' '
	timeout 120 sh "$work/scripts/short" 2>said && test "$(wc -l <said)" = 300
'
test_expect_success 'V=1: what the step says on stderr too, and in the log; its status counts' '
	{ V=1 sh "$work/scripts/long" "$work/go" ok >out 2>said & } && it=$! && : >"$work/go" && wait $it &&
	head -n 1 said | grep -x "  building it \.\.\." && sed -e 1d -e \$d said | test_cmp "$work/step.log" - &&
	grep -c . "$work/step.log" | grep -x 3 && tail -n 1 said | grep -x "  building it \.\.\. [0-9]* s" && test_must_be_empty out &&
	{ V=1 sh "$work/scripts/long" "$work/go" fail 2>said & } && it=$! && : >"$work/go" && test_expect_code 2 wait $it &&
	tail -n 1 said | grep "^kreap: building it failed (status 1); see $work/step.log"
'
test_expect_success 'V=0: not that' '
	{ V=0 sh "$work/scripts/long" "$work/go" ok 2>said & } && it=$! && : >"$work/go" && wait $it && ! grep "one\.o" said
'
test_expect_success 'V=1 is not for the makefiles of what is built' '
	printf "all:\n\t@echo V is [\$(V)]\n" >makefile && sed "s/^step .*/step making log make/" "$work/scripts/long" >"$work/scripts/made" &&
	V=1 sh "$work/scripts/made" 2>said && cat said && grep -x "V is \[\]" said
'
test_expect_success 'a script that is killed leaves no watcher' '
	: >"$work/step.log" && { sh "$work/scripts/long" "$work/go" ok 2>said & } && it=$! &&
	until_true test -s "$work/step.log" && kill -KILL $it && : >"$work/go" && { wait $it || true; } &&
	echo "$work/scripts/long" >name && until_true none_left
'
test_expect_success 'a watcher that does not heed SIGTERM ends with its step' '
	{ timeout -s KILL 60 sh -c "trap \"\" TERM; exec sh \"\$@\"" sh "$work/scripts/long" "$work/go" ok 2>said & } && it=$! &&
	: >"$work/go" && wait $it
'

# A side of which nothing is built or booted. The clock stands, but for the 400 s that
# the root image takes and the 5 s of the boot.
clone "$work/kreap"
instead() { { echo '#!/bin/sh'; cat; } >"$work/kreap/scripts/steps/$1"; }
instead kernel <<'EOF'
echo "${0%/scripts/*}/build/$1/base/$2"
EOF
instead rootfs <<'EOF'
echo 400 >"$clock"
EOF
instead boot <<'EOF'
mkdir -p "$1" && echo "pass: all" >"$1/results" && echo 405 >"$clock"
EOF
printf '#!/bin/sh\ncat "$clock"\n' >"$work/bin/date"
rm "$work/bin/sleep"
chmod +x "$work/bin/date"
clock=$work/clock
export clock
test_expect_success 'the seconds of a boot are not those of what is built before it' '
	echo 0 >"$clock" && PATH=$work/bin:$PATH KREAP_CACHE=$work/cache "$work/kreap/scripts/steps/side" $fallback_tree patched nowhere 2>said &&
	cat said && grep "^  $fallback_tree patched: booting \.\.\. [0-9]* scenarios, 5 s\$" said
'
test_done
