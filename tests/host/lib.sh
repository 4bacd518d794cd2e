# shellcheck shell=sh
# lib.sh - what the host tests share: sharness, run in a folder of their own.
# A test sets test_description and sources this. `sh tests/host/NAME.t -v`
# shows what a failing test did.
#
# Gives: $top  the repository    $work  this test's folder, with no white space
set -eu
top=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
work=$top/build/check/$(basename "$0" .t)
# sharness moves HOME.
KREAP_CACHE=${KREAP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kreap}
export KREAP_CACHE
unset LINUX GIT REV TREE SIDE SMP FRAGMENTS KREAP_MIRROR MAKEFLAGS MAKELEVEL

rm -rf "$work"
mkdir -p "$work"
set -- --root="$work" "$@"
SHARNESS_TEST_DIRECTORY=$work
set +eu # sharness is not written for it
. /usr/share/sharness/sharness.sh

# one_line FILE TEXT...: FILE is one line of ours, which holds all the TEXTs.
# make adds one of its own when a target fails; it is left out.
one_line() {
	sed -e '/^make: \*\*\* /d' -e '/^  [a-zL].*\.\.\. /d' "$1" >"$1.ours"
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

# clone DIR: the repository as it is now, without what is built, to be changed.
clone() {
	mkdir -p "$1"
	(cd "$top" && git ls-files -z -co --exclude-standard | xargs -0 cp --parents -t "$1")
}

# have_tree TREE: a vintage tree that needs no download is here.
have_tree() { [ -d "$KREAP_CACHE/trees/$1" ]; }
