#!/bin/sh
# shellcheck disable=SC2016,SC2317,SC2034 # sharness evaluates what is quoted here
test_description='make cross: its mistakes, its files, and how it judges what a compiler said'
. "$(dirname -- "$0")/lib.sh"

cross() { make -C "$top" --no-print-directory cross "$@"; }

test_expect_success 'TREE that is unknown' '
	test_expect_code 2 cross TREE=9.9 ARCH=mips 2>said && one_line said "TREE=9.9"
'
test_expect_success 'ARCH that is unknown' '
	test_expect_code 2 cross TREE="$default_tree" ARCH=pdp11 2>said &&
	one_line said "ARCH=pdp11" "i386" "s390x"
'
cat >records.sh <<'EOF'
. "$(dirname -- "$0")/lib/run.sh"
. "$top/scripts/lib/architectures.sh"
for tree in $(known_trees); do
	[ -n "$(architectures_of "$tree")" ] && [ -z "$(architectures_of "$tree" | sort | uniq -d)" ]
	for arch in $(architectures_of "$tree"); do
		read_record "$tree" "$arch"
		[ -n "$config" ]
	done
done
EOF
test_expect_success 'every record names an architecture, once for a tree, and all of it is there' '
	sh -c ". ./records.sh" "$top/scripts/cross"
'

# A compiler that says what it is given, and warns of a file.
cat >gcc <<'EOF'
#!/bin/sh
echo "$*"
case $* in
*bad.c) echo "bad.c:7: error: no" >&2; exit 1 ;;
*.c) echo "a.c:3: warning: odd" >&2 ;;
esac
EOF
chmod +x gcc
# cc OPTION...: that compiler, as make calls it, in a folder of the tree.
cc() {
	kreap_gcc=$PWD/gcc kreap_dir=$PWD/linux kreap_said=$PWD/messages
	export kreap_gcc kreap_dir kreap_said kreap_options
	(mkdir -p linux/kernel && cd linux/kernel && "$top/scripts/steps/cross-cc" "$@")
}
test_expect_success 'cross-cc: options of the record, added, changed and dropped' '
	kreap_options="-mflat -mcpu=>-mtune= -mshort-load-bytes>" cc -mcpu=r4600 -mshort-load-bytes -O2 -S a.c >got &&
	echo "-mtune=r4600 -O2 -S a.c -mflat" >want && test_cmp want got
'
test_expect_success 'cross-cc: what is said of a file is kept, and that it failed' '
	kreap_options= cc -c a.c && ! kreap_options= cc -c bad.c &&
	grep -x "a.c:3: warning: odd" messages/kernel/a.c &&
	echo kernel/bad.c >want && test_cmp want messages/failed
'

# said NUMBER FILE [LINE...]: after NUMBER patches the compiler said LINEs of it.
said() {
	mkdir -p "cross/$1/$(dirname "$2")" && said_file=cross/$1/$2 && shift 2
	touch "$(echo "$said_file" | sed "s,^\(cross/[0-9]*\)/.*,\1,")/failed"
	: >"$said_file" && for said_line in "$@"; do echo "$said_line" >>"$said_file"; done
}
# fails NUMBER FILE LINE...
fails() { said "$@" && echo "$2" >>"cross/$1/failed"; }
# Two patches on two files; plain warns of exit.c, and cannot compile kmod.c.
made_up() {
	rm -rf cross && mkdir cross && : >cross/notes &&
	printf "kernel/%s.c\n" exit kmod >cross/files &&
	for number in 0 1 2; do
		said "$number" kernel/exit.c "exit.c: In function \`f$number'\'':" "exit.c:1$number: warning: old" &&
		fails "$number" kernel/kmod.c "kmod.c:$number: error: asm" || return 1
	done
}
# verdict STATUS: of what was made up, with what the table holds after the name.
verdict() { test_expect_code "$1" "$top/scripts/steps/cross-verdict" vax cross one.patch two.patch >got; }

test_expect_success 'nothing new: ok, with what fails on plain too; lines may move' '
	made_up && verdict 0 &&
	grep -xE "vax +2  ok; fails on plain too: kernel/kmod.c" got && test "$(wc -l <got)" = 1
'
test_expect_success 'a new warning, and the patch that brought it' '
	made_up && said 1 kernel/exit.c "exit.c:9: warning: old" "exit.c:30: warning: unused" &&
	cp cross/1/kernel/exit.c cross/2/kernel/exit.c && verdict 1 &&
	grep -E "^vax +2  NEW WARNING; fails" got && grep "one.patch: kernel/exit.c: warning: unused" got &&
	test "$(wc -l <got)" = 2
'
test_expect_success 'a warning that a later patch takes away again' '
	made_up && said 1 kernel/exit.c "exit.c:9: warning: old" "exit.c:30: warning: unused" && verdict 1 &&
	grep "one.patch: .* unused" got
'
test_expect_success 'the same warning once more is new' '
	made_up && said 2 kernel/exit.c "exit.c:9: warning: old" "exit.c:30: warning: old" && verdict 1 &&
	grep "two.patch: kernel/exit.c: warning: old" got
'
test_expect_success 'a warning of plain that goes is no fault' '
	made_up && said 2 kernel/exit.c && verdict 0
'
test_expect_success 'one of a header, seen from two files, is told once' '
	made_up && echo kernel/sys.c >>cross/files && for file in exit sys; do
		said 2 kernel/$file.c "/l/include/linux/sched.h:7: warning: shadow" || return 1
	done && verdict 1 && grep -c shadow got >count && echo 1 | test_cmp - count
'
test_expect_success 'one of the assembler that plain has too is not new where code has moved' '
	made_up && said 0 kernel/exit.c "{standard input}:5: Warning: dla" && for number in 1 2; do
		said "$number" kernel/exit.c "{standard input}:5: Warning: dla" "{standard input}:9: Warning: dla"
	done && verdict 0 &&
	said 2 kernel/exit.c "{standard input}:5: Warning: dli" && verdict 1
'
test_expect_success 'one of a header that plain has too is not new where code has moved' '
	made_up && echo kernel/sys.c >>cross/files &&
	said 0 kernel/sys.c "/l/include/linux/sched.h:7: warning: shadow" && said 1 kernel/sys.c &&
	said 1 kernel/exit.c "/l/include/linux/sched.h:7: warning: shadow" && verdict 0
'
test_expect_success 'a file that no longer compiles' '
	made_up && fails 2 kernel/exit.c "exit.c:3: error: parse error" && verdict 1 &&
	grep -E "^vax +2  FAILS" got && grep "two.patch: kernel/exit.c: error: parse error" got
'
test_expect_success 'a new error in a file that fails on plain too' '
	made_up && fails 2 kernel/kmod.c "kmod.c:4: error: asm" "kmod.c:5: error: more" && verdict 1 &&
	grep -E "^vax +2  FAILS" got && grep "two.patch: kernel/kmod.c: error: more" got
'
test_expect_success 'the same error once more, in a file that fails on plain too, is no fault' '
	made_up && fails 2 kernel/kmod.c "kmod.c:4: error: asm" "kmod.c:5: error: asm" && verdict 0
'
test_expect_success 'where nothing compiles on plain either, that is not called ok' '
	made_up && for number in 0 1 2; do fails "$number" kernel/exit.c "exit.c:1: error: $number" || return 1; done &&
	verdict 0 && grep -xE "vax +2  no file compiles on plain" got
'
test_expect_success 'what else there is to say stands under the row' '
	made_up && echo "not in its configuration: drivers/net/8139too.c" >cross/notes && verdict 0 &&
	grep -x " *not in its configuration: drivers/net/8139too.c" got
'
test_done
