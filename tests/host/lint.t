#!/bin/sh
# shellcheck disable=SC2016,SC2317,SC2034 # sharness evaluates what is quoted here
test_description='the sources of the project itself'
. "$(dirname -- "$0")/lib.sh"

scripts=$(cd "$top" && grep -lE '^#!/bin/sh|shellcheck shell=sh' scripts/* scripts/*/* rootfs/* tests/host/* .ci/run)
for script in $scripts; do
	test_expect_success "shellcheck: $script" '
		(cd "$top" && shellcheck "$script")
	'
done

# header PATCH: the text before its first hunk.
header() { sed '/^--- a\//,$d' "$1"; }
# Patches for the compiler; series.t checks those for the kernels.
for series in "$top"/patches/gcc-*/series; do
	folder=$(dirname "${series#"$top"/}")
	test_expect_success "$folder: the series lists every patch, once, and nothing else" '
		(cd "$top/$folder" && sort series >"$work/named" && ls | grep "\.patch$" | sort >"$work/there") &&
		test_cmp "$work/named" "$work/there"
	'
	# shellcheck disable=SC2013 # no patch has white space in its name
	for patch in $(cat "$series"); do
		test_expect_success "$folder/$patch: has a subject and a reason; clean lines" '
			cd "$top/$folder" && header "$patch" >"$work/header" &&
			head -n 1 "$work/header" | grep "^Subject: " &&
			test "$(sed 1,2d "$work/header" | wc -l)" -ge 3 &&
			! grep -nE "[[:space:]]+$" "$work/header" &&
			! grep -nE "^\+.*[[:blank:]]$" "$patch" &&
			! grep -nE "^\+.* 	" "$patch" &&
			! sed -n "s/^+//p" "$patch" | expand | grep -nE "^.{81}" &&
			! grep -q "^Index: \|^+++ .*	" "$patch"
		'
	done
done
test_expect_success 'C: 80 columns, no trailing white space' '
	cd "$top" && for file in tests/guest/*.[ch] tests/guest/lab/*.c tests/module/*.[ch] rootfs/*.c; do
		expand "$file" | grep -nE "^.{81}|[[:space:]]$" && echo "$file" && return 1
	done; true
'
test_expect_success 'make help names every target' '
	cd "$top" && make -s help >"$work/help" &&
	for target in $(sed -n "s/^\.PHONY: help //p" Makefile); do
		grep -q "^make $target\b" "$work/help" || return 1
	done
'
test_expect_success 'make help names every variable of README and of the Makefile, in 80 columns' '
	cd "$top" && {
		sed -n "/^| variable/,/^\$/p" README.md | grep -o "\`[A-Z_]*[=\`]" | tr -d "=\`"
		sed -n "/^# Variables/,/(see/p" Makefile | grep -ow "[A-Z_]*" | grep -x "..*"
	} >"$work/variables" && test "$(wc -l <"$work/variables")" -gt 20 &&
	while read -r variable; do grep -w "$variable" "$work/help" || return 1; done <"$work/variables" &&
	! grep -E "^.{81}" "$work/help"
'
test_expect_success 'a title can be read without the one above it' '
	! scenario_titles | cut -f 3 | grep -E "^(the same|it|this)\b"
'
test_expect_success 'every scenario has a title, in a group, and every title a scenario' '
	scenario_rows | cut -d " " -f 3 | sort -u >"$work/named" &&
	scenario_titles >"$work/titles" && cut -f 2 "$work/titles" | sort >"$work/titled" &&
	test_cmp "$work/named" "$work/titled" &&
	! cut -f 1 "$work/titles" | grep -x "" && ! cut -f 3 "$work/titles" | grep -E "^.{49}"
'
test_expect_success 'every scenario of the table is a guest program, and vice versa' '
	cd "$top" && scenario_rows | cut -d " " -f 3 | sort -u >"$work/named" &&
	ls tests/guest/*.c | xargs -n 1 basename -s .c | grep -vxE "leave|misbehave" | sort >"$work/there" &&
	test_cmp "$work/named" "$work/there"
'
# The words "skipped" and "panics" are not the program's.
test_expect_success 'a scenario can end with each word of its rows, and each that its head comment quotes' '
	cd "$top" && scenario_rows | awk "{ print \$3, \$4; print \$3, \$5 }" >"$work/words" &&
	for file in tests/guest/*.c; do
		sed -n "1,/\*\//p" "$file" | grep -o "\"[a-zA-Z]*\"" | tr -d "\"" | sed "s/^/$(basename "$file" .c) /"
	done >>"$work/words" && test -s "$work/words" &&
	grep -h "found(" tests/guest/lab/*.c >"$work/found" &&
	grep -v " skipped$\| panics$" "$work/words" | while read -r name word; do
		sed "1,/\*\//d" "tests/guest/$name.c" | cat - "$work/found" | grep -q "\"$word\"" ||
			{ echo "$name: $word" && return 1; }
	done
'
test_done
