# shellcheck shell=sh disable=SC2016,SC2034 # sharness evaluates what is quoted here
# lib.sh - shared by the host tests: runs sharness in a separate folder for each.
# A test sets test_description and sources this. Its output is in
# build/check/NAME/log, or on the terminal with `sh tests/host/NAME.t -v`.
#
# Gives: $top  the repository    $work  this test's folder, with no white space
set -eu
top=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
work=$top/build/check/$(basename "$0" .t)
# sharness changes HOME.
KREAP_CACHE=${KREAP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kreap}
export KREAP_CACHE
unset LINUX GIT REV TREE SIDE SCENARIO SMP FRAGMENTS V URL VERSION KREAP_MIRROR MAKEFLAGS MAKELEVEL

rm -rf "$work"
mkdir -p "$work"
set -- --root="$work" "$@"
SHARNESS_TEST_DIRECTORY=$work
set +eu # sharness does not work with -eu
. /usr/share/sharness/sharness.sh
# Keep what each test prints, with its result, to show it if one fails.
[ "$verbose" = t ] || {
	exec 3>"$work/log" 4>&3
	say_color() {
		shift
		printf '%s\n' "$*"
		printf '%s\n' "$*" >&3
	}
}

. "$top/scripts/lib/trees.sh"
. "$top/scripts/lib/scenarios.sh"
default_tree=$(tree_with demo default)
fallback_tree=$(tree_with demo fallback) # whose source is a package, on every machine

# one_line FILE TEXT...: FILE is one line that contains all the TEXTs, apart from
# step lines, and from make's own line when a target fails.
one_line() {
	sed -e '/^make: \*\*\* /d' -e '/^  [a-zL].*\.\.\. /d' -e '/^  waiting for another run/d' "$1" >"$1.ours"
	shift_file=$1
	shift
	test "$(wc -l <"$shift_file.ours")" = 1 || {
		echo "not one line:" && cat "$shift_file.ours"
		return 1
	}
	for text in "$@"; do
		grep -qF -- "$text" "$shift_file.ours" || {
			echo "no '$text' in:" && cat "$shift_file.ours"
			return 1
		}
	done
}

# clone DIR: a copy of the repository as it is, without build/, to be modified.
clone() {
	mkdir -p "$1"
	(cd "$top" && git ls-files -z -co --exclude-standard | xargs -0 cp --parents -t "$1")
}

# have_tree TREE: it is in the cache.
have_tree() { [ -d "$KREAP_CACHE/trees/$1" ]; }

# is_release TREE: it is one release, not one that a package updates.
is_release() { [ -f "$top/patches/$1/tree.sha256" ]; }

# boot_tree TREE SMP [FRAGMENTS]: boot both sides of TREE, with a test for each
# scenario on each side: it shows what the table says.
boot_tree() {
	tree=$1
	SMP=$2
	FRAGMENTS=${3:-}
	export SMP FRAGMENTS
	how=", SMP=$SMP${FRAGMENTS:+, $FRAGMENTS}"
	source=$("$top/scripts/steps/tree" "$tree" 2>/dev/null)
	for side in plain patched; do
		test_expect_success "$tree $side$how: builds, boots and ends as agreed" '
			"$top/scripts/steps/side" $tree $side "$source" >run.$side
		'
		run=$(cat "run.$side")
		scenario_rows "$tree" "$SMP" |
			awk -v side="$side" '{ print $3, side == "plain" ? $4 : $5 }' >table
		while read -r name word; do
			test_expect_success "$tree $side$how: $name: $word" '
				results_of "$run" | grep -x "$name $word"
			'
		done <table
		test_expect_success "$tree $side$how: nothing but what the table says" '
			"$top/scripts/steps/compare" $tree $side "$run"
		'
	done
}

# touched_files TREE: those that the series changes; TREE/fixups: those that the
# fixups do.
touched_files() { sed -n 's,^+++ b/,,p' "$top/patches/$1"/*.patch | sort -u; }

# touched_tree TREE DIR: copy the Makefile of the pristine tree in the cache, and
# the files that the series and its fixups change.
touched_tree() {
	# shellcheck disable=SC2012,SC2046 # a list of words
	mkdir -p "$2" &&
		(cd "$KREAP_CACHE/trees/$1" && cp --parents $(ls Makefile $(touched_files "$1") $(touched_files "$1/fixups") 2>/dev/null |
			sort -u) "$2") &&
		touched_files "$1" | while read -r file; do mkdir -p "$2/$(dirname "$file")" || return 1; done
}

# hashes_are_current TREE: and a tree with a change outside the series is no pristine
# one.
hashes_are_current() {
	tree=$1
	test_expect_success "$1: a tree with a changed mm/memory.c, which the lab compiles, is refused" '
		cp -al "$(readlink -f "$KREAP_CACHE/trees/$tree")" changed && test_when_finished "rm -rf changed" &&
		sed "1i #error" changed/mm/memory.c >memory.c && mv memory.c changed/mm/memory.c &&
		LINUX=$PWD/changed test_expect_code 2 "$top/scripts/steps/tree" "$tree" 2>said &&
		one_line said "mm/memory.c differs from the file in $tree"
	'
	test_expect_success "$1: tree.sha256 is what scripts/tree-hashes prints" '
		"$top/scripts/tree-hashes" "$tree" >hashes && test_cmp "$top/patches/$tree/tree.sha256" hashes
	'
}

# every_patch_has_a_scenario TREE BUT...: so that a missing patch fails a test.
every_patch_has_a_scenario() {
	tree=$1
	shift
	printf '%s\n' "$@" >but
	test_expect_success "$tree: every patch has a scenario that it fixes, except $*" '
		sed "s/\.patch$//" "$top/patches/$tree/series" | grep -vxFf but | sort >want &&
		scenario_rows "$tree" | awk "\$6 != \"-\" { print \$6 }" | sort -u >got && test_cmp want got
	'
}
