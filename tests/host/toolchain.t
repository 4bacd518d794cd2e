#!/bin/sh
# shellcheck disable=SC2016,SC2317,SC2034 # sharness evaluates what is quoted here
test_description='the period compiler: each point of dialect, checked in the generated code'
. "$(dirname -- "$0")/lib.sh"

prefix=$("$top/scripts/steps/toolchain" 2>/dev/null)
sources=$top/tests/toolchain

# compile NAME: makes NAME.o, and NAME.code with its disassembly.
compile() {
	"${prefix}gcc" -O2 -fomit-frame-pointer -fno-unit-at-a-time -c -o "$1.o" "$sources/$1.c" &&
		"${prefix}objdump" -d "$1.o" | sed -n 's/^ *[0-9a-f]*:\t[0-9a-f ]*\t//p' | tr -s ' ' >"$1.code"
}

test_expect_success 'it is gcc 3.4.6 for i386, with binutils 2.16.1' '
	test "$("${prefix}gcc" -dumpversion)" = 3.4.6 &&
	test "$("${prefix}gcc" -dumpmachine)" = i386-linux &&
	"${prefix}ld" --version | grep 2.16.1
'
test_expect_success 'regparm prototype, plain definition: arguments in registers' '
	compile regparm-prototype &&
	grep "sub %edx,%eax" regparm-prototype.code && ! grep "(%esp)" regparm-prototype.code
'
test_expect_success 'regparm prototype: the caller fills the same registers' '
	compile regparm-caller &&
	grep "mov \$0xb,%eax" regparm-caller.code && grep "mov \$0x16,%edx" regparm-caller.code
'
test_expect_success 'asmlinkage and FASTCALL on one prototype: FASTCALL wins' '
	compile regparm-both &&
	grep "sub %edx,%eax" regparm-both.code && ! grep "(%esp)" regparm-both.code
'
test_expect_success 'no regparm at all: arguments on the stack' '
	compile plain && grep "0x4(%esp)" plain.code
'
test_expect_success 'regparm(1) against regparm(3) is an error' '
	test_must_fail compile regparm-conflict 2>said && grep "conflicting types" said
'
test_expect_success 'strings may span lines, and line numbers stay right' '
	compile strings-over-lines &&
	"${prefix}objcopy" -O binary -j .rodata strings-over-lines.o text &&
	printf "one\ntwo three\0four\nfour\n\0" >want &&
	tr -s "\0" <text >got && tr -s "\0" <want >want.s && test_cmp want.s got &&
	grep nop strings-over-lines.code && grep hlt strings-over-lines.code &&
	test "$("${prefix}objdump" -s -j .data strings-over-lines.o | sed -n "s/^ 0000 \([0-9a-f]*\).*/\1/p")" = \
		"$(printf "%02x000000" "$(grep -n "__LINE__" "$sources/strings-over-lines.c" | cut -d: -f1)")"
'
test_expect_success 'the preprocessor alone keeps such a string one token' '
	"${prefix}gcc" -E -P "$sources/strings-over-lines.c" >out &&
	grep -F "\"one\\ntwo three\"" out
'
test_expect_success 'a string that is not closed in a #define is an error' '
	test_must_fail compile string-in-define 2>said && grep "missing terminating" said
'
test_expect_success 'quotes have no meaning in assembler files' '
	"${prefix}gcc" -c -o assembler.o "$sources/assembler.S" && "${prefix}nm" assembler.o | grep " T end"
'
test_expect_success '__FUNCTION__ pastes to strings, and is a variable on its own' '
	compile function-name && "${prefix}strings" -n 3 function-name.o >out &&
	grep -x "before: before" out && grep -x "behind: behind" out &&
	grep -x "<between>" out && grep -x alone out &&
	grep "mov \$0xf,%eax" function-name.code
'
test_expect_success '__func__ does not paste' '
	test_must_fail compile func-name 2>said && grep "parse error\|syntax error" said
'
test_expect_success 'a label may end a block' '
	compile label && test -s label.code
'
test_expect_success '-fno-unit-at-a-time keeps a table entry that nothing refers to' '
	compile section && "${prefix}objdump" -s -j .initcall section.o | grep 67120000
'
test_expect_success 'CROSS_COMPILE from the user is used as it is' '
	test "$(CROSS_COMPILE="$prefix" "$top/scripts/steps/toolchain")" = "$prefix"
'
test_expect_success 'CROSS_COMPILE that is not a compiler: one line' '
	CROSS_COMPILE=/no/such- test_expect_code 2 "$top/scripts/steps/toolchain" 2>said &&
	one_line said /no/such-gcc
'
test_expect_success 'the quilt series for gcc has a subject and a reason in each patch' '
	for patch in $(cat "$top/patches/gcc-3.4.6/series"); do
		sed "/^--- /,\$d" "$top/patches/gcc-3.4.6/$patch" >header &&
		grep -q "^Subject: " header && test "$(wc -l <header)" -ge 5 || return 1
	done
'
test_done
