#!/bin/sh
# shellcheck disable=SC2016,SC2317,SC2034 # sharness evaluates what is quoted here
test_description='make list, and make demo SCENARIO=: which scenarios there are, and a few of them alone

Runs in a copy of the repository in which nothing is built or booted: a side shows
what tests/scenarios says, but for what $spoil, a sed script, makes of it.'
. "$(dirname -- "$0")/lib.sh"

clone=$work/kreap
clone "$clone"
KREAP_CACHE=$work/cache
export KREAP_CACHE
# instead STEP: on stdin is what it is replaced by.
instead() { { echo '#!/bin/sh'; cat; } >"$clone/scripts/steps/$1"; }
instead packages <<'EOT'
touch "${0%/scripts/*}/looked-for-packages"
EOT
instead tree <<'EOT'
touch "${0%/scripts/*}/looked-for-source"
[ "$1" != "$away" ] || { echo "cannot download it"; exit 5; }
dir=${0%/scripts/*}/source
mkdir -p "$dir"
printf 'VERSION = 9\nPATCHLEVEL = 8\nSUBLEVEL = 7\nEXTRAVERSION =\n' >"$dir/Makefile"
echo "$dir"
EOT
instead side <<'EOT'
. "$(dirname -- "$0")/../lib/run.sh"
mkdir -p "$build/run/$2"
{
	echo "pass: all"
	expected "$1" "$2" | sed -e "$spoil" -e 's/.* zombie$/&\n	18 kid 13 kreapd/'
} >"$build/run/$2/results"
echo "$build/run/$2"
EOT
away='' spoil=''
export away spoil
kreap() { make -C "$clone" --no-print-directory "$@"; }
# of TREE: its scenarios.
of() { scenario_rows "$1" | cut -d ' ' -f 3 | sort; }
# section TREE: of the list.
section() { awk -v tree="$1" '/^Scenarios of / { on = $3 == tree } on' out; }
# with PLAIN PATCHED: the first scenario of the default tree that shows these words.
with() { scenario_rows "$default_tree" "$(processors "$default_tree")" | awk -v a="$1" -v b="$2" '$4 == a && $5 == b { print $3; exit }'; }
fails_early() {
	rm -rf "$clone"/looked-* "$clone/build"
	text=$1
	shift
	test_expect_code 2 "$@" >out 2>said && one_line said "$text" &&
		test ! -e "$clone/build" && ! ls "$clone"/looked-*
}

test_expect_success 'list: every tree, both sides, every scenario with its title, in 80 columns' '
	kreap list >out 2>said && test_must_be_empty said && ! expand out | grep -E "^.{81}|[[:space:]]$" &&
	for tree in $(known_trees); do
		grep "^  $tree  *download: [^ ]" out && of "$tree" >want &&
		section "$tree" | sed -n "s/^  \([^ ]*\)  *[^ ].*/\1/p" | sort >got &&
		test_cmp want got || return 1
	done
	grep "^  plain " out && grep "^  patched " out &&
	scenario_titles | while IFS="	" read -r group name title; do
		grep -xF "$group" out >group && grep "^  $name  *" out | grep -F "  $title" || return 1
	done
'
test_expect_success 'list: aligned' '
	section "$default_tree" | sed -n "s/^\(  [^ ]*  *\).*/\1/p" | awk "{ print length }" | sort -u >widths &&
	wc -l <widths | grep -x 1
'
test_expect_success 'list: what is needed is not looked for, and nothing is written' '
	! ls "$clone"/looked-* && test ! -e "$clone/build" && test ! -e "$KREAP_CACHE"
'
test_expect_success 'list: a tree that is in the cache, and another mirror' '
	mkdir -p "$KREAP_CACHE/trees/$fallback_tree" && KREAP_MIRROR=http://mirror.example/linux/ kreap list >out &&
	grep "^  $fallback_tree  *in the cache" out &&
	grep "^  $default_tree  *download: mirror.example/linux/v" out
'
test_expect_success 'list: which tree the demo takes' '
	grep "demo takes $default_tree, or $fallback_tree if" out
'
test_expect_success 'list TREE=: its scenarios alone' '
	kreap list TREE=$fallback_tree >out && grep -c "^Scenarios of" out | grep -x 1 && grep "^Scenarios of $fallback_tree" out &&
	fails_early "TREE=nonsense: no such tree" kreap list TREE=nonsense
'

test_expect_success 'SCENARIO that is unknown: the list to choose from, before any work' '
	for names in nonsense "$(with zombie gone) nonsense" "nonsense,$(with zombie gone)" "*" "." "x'\''"; do
		fails_early "SCENARIO=$names: $default_tree has no scenario " kreap demo SCENARIO="$names" || return 1
	done
	fails_early "has no scenario nonsense; choose from" kreap demo SCENARIO="$(with zombie gone) nonsense" &&
	for name in $(scenario_rows "$default_tree" "$(processors "$default_tree")" | cut -d " " -f 3); do
		grep -w -e "$name" said >>names || return 1
	done
'
test_expect_success 'SCENARIO of another tree, or of another number of processors' '
	of "$default_tree" >default && name=$(of "$fallback_tree" | comm -23 default - | head -n 1) &&
	fails_early "$fallback_tree has no scenario $name" kreap demo TREE=$fallback_tree SCENARIO=$name &&
	name=$(scenario_rows | awk "\$2 == 1 { print \$3; exit }") && tree=$(scenario_rows | awk "\$2 == 1 { print \$1; exit }") &&
	fails_early "$tree has no scenario $name with SMP=4" kreap demo TREE=$tree SMP=4 SCENARIO=$name
'
test_expect_success 'SCENARIO of the default tree, which is not available, and not of the fallback' '
	name=$(of "$fallback_tree" | comm -23 default - | head -n 1) &&
	away=$default_tree test_expect_code 2 kreap demo SCENARIO=$name >out 2>said &&
	tail -n 2 said | grep "^kreap: SCENARIO=$name: $fallback_tree has no scenario $name" && test ! -e "$clone/build/run"
'
# rows: of the table, by their titles.
rows() { sed -n '/^ .*plain  *patched$/,/^Verdict/s/^  \([^ ].\{47\}\).*/\1/p' out | sed 's/ *$//'; }
titles() { for name; do scenario_titles | awk -F '\t' -v name="$name" '$2 == name { print $3 }'; done; }
test_expect_success 'demo without SCENARIO: all of them' '
	kreap demo >out && rows | wc -l | grep -x "$(scenario_rows "$default_tree" "$(processors "$default_tree")" | wc -l)" &&
	grep "^Verdict: plain 9.8.7 leaves [0-9]* zombies until reboot, patched leaves none.$" out
'
test_expect_success 'demo on four processors has no row of a scenario for one' '
	kreap demo SMP=4 >out && name=$(scenario_rows "$default_tree" | awk "\$2 == 1 { print \$3; exit }") && ! grep -F "$(titles "$name")" out
'
test_expect_success 'SCENARIO that leaves a zombie: its row, and how many' '
	name=$(with zombie gone) && kreap demo SCENARIO=" $name  $name" >out && titles "$name" >want && rows | test_cmp want - &&
	grep "^Verdict: plain 9.8.7 leaves 1 zombie until reboot, patched leaves none.$" out
'
test_expect_success 'SCENARIO without zombies: what the series changes' '
	name=$(with hangs ECHILD) && kreap demo SCENARIO=$name >out && titles "$name" >want && rows | test_cmp want - &&
	grep "^Verdict: both as tests/scenarios says; the series changes $name.$" out
'
test_expect_success 'SCENARIO with many names: 80 columns' '
	kreap demo SCENARIO="$(scenario_rows "$default_tree" | awk "\$4 != \"zombie\" && \$2 == \"-\" { print \$3 }")" >out &&
	sed -n "/^Verdict/,\$p" out | tr -d "\n" | grep "both as tests/scenarios says; the series changes .*, .*\.\$" &&
	! expand out | grep -E "^.{81}"
'
test_expect_success 'SCENARIO in which the series changes nothing' '
	name=$(with status status) && kreap demo SCENARIO=$name >out &&
	grep "^Verdict: both as tests/scenarios says; the series changes nothing here.$" out
'
test_expect_success 'SCENARIO that shows something else: no verdict, status 2 of make' '
	name=$(with hangs ECHILD) && spoil="s/ECHILD/hangs/" test_expect_code 2 kreap demo SCENARIO=$name >out 2>said &&
	grep "^patched: $name: got hangs, expected ECHILD" out && grep "^No verdict" out && grep "Error 1" said
'
test_done
