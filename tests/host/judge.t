#!/bin/sh
# shellcheck disable=SC2016,SC2317,SC2034 # sharness evaluates what is quoted here
test_description='the judge, on recorded boots (tests/judge): each outcome, and why'
. "$(dirname -- "$0")/lib.sh"

for boot in "$top"/tests/judge/*; do
	name=$(basename "$boot")
	test_expect_success "$name: $(cut -d ' ' -f 2- "$boot/expected" | cut -c1-60)" '
		cp -r "$boot" "$name" &&
		{ status=0; "$top/scripts/steps/judge" "$name" >said || status=$?; } &&
		echo "$status $(cat said)" >got &&
		test_cmp "$boot/expected" got &&
		head -n 1 "$name/results" | test_cmp said -
	'
done

# compare, with a table of the recorded scenarios only.
clone "$work/kreap"
awk 'FNR == NR { recorded[$1]; next } $2 in recorded' "$top/tests/judge/pass/tests" \
	"$top/tests/scenarios" >"$work/kreap/tests/scenarios"
compare=$work/kreap/scripts/steps/compare
test_expect_success 'compare: the recorded boots show what the table says' '
	"$compare" "$fallback_tree" plain fail && "$compare" "$fallback_tree" patched pass
'
test_expect_success 'compare: with the first patch alone, what that one fixes' '
	mkdir one && sed "s/^no-signal .*/no-signal gone/" fail/results >one/results && "$compare" "$fallback_tree" 1 one && test_must_fail "$compare" "$fallback_tree" 0 one
'
test_expect_success 'compare: a plain kernel that does not show the bug is an error' '
	test_must_fail "$compare" "$fallback_tree" plain pass >said &&
	grep "^no-signal: got gone, expected zombie" said
'
test_expect_success 'compare: a scenario that was not run is an error' '
	cp -r pass short && sed -i 2d short/results &&
	test_expect_code 1 "$compare" "$fallback_tree" patched short >said &&
	grep "got nothing, expected" said
'
test_done
