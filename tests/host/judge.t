#!/bin/sh
# shellcheck disable=SC2016,SC2317,SC2034 # sharness evaluates what is quoted here
test_description='the judge, on recorded boots (tests/judge): each outcome, and why'
. "$(dirname -- "$0")/lib.sh"

for boot in "$top"/tests/judge/*; do
	name=$(basename "$boot")
	test_expect_success "$name: $(cut -d ' ' -f 2- "$boot/expected" | cut -c1-60)" '
		cp -r "$boot" "$name" &&
		{ status=0; "$top/scripts/judge" "$name" >said || status=$?; } &&
		echo "$status $(cat said)" >got &&
		test_cmp "$boot/expected" got &&
		test_cmp said "$name/result"
	'
done

# compare, with a table of the recorded scenarios only.
clone "$work/kreap"
awk 'FNR == NR { recorded[$1]; next } $2 in recorded' "$top/tests/judge/pass/tests" \
	"$top/tests/scenarios" >"$work/kreap/tests/scenarios"
compare=$work/kreap/scripts/compare
test_expect_success 'compare: the recorded 6.1 boots show what the table says' '
	"$compare" 6.1 plain fail && "$compare" 6.1 patched pass
'
test_expect_success 'compare: with the first patch alone, what that one fixes' '
	sed "s/^no-signal .*/no-signal gone/" fail/seen >fail/seen.1 &&
	mkdir one && mv fail/seen.1 one/seen && "$compare" 6.1 1 one && test_must_fail "$compare" 6.1 0 one
'
test_expect_success 'compare: a plain kernel that does not show the bug is an error' '
	test_must_fail "$compare" 6.1 plain pass >said &&
	grep "^no-signal: got gone, expected zombie" said
'
test_expect_success 'compare: a scenario that was not run is an error' '
	cp -r pass short && sed -i 1d short/seen &&
	test_expect_code 1 "$compare" 6.1 patched short >said &&
	grep "got nothing, expected" said
'
test_done
