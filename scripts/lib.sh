# shellcheck shell=sh disable=SC2034 # the scripts that source it use the variables
# lib.sh - what the scripts share; each sources it first.
#
# Gives:  $top    the repository          $build  everything built (not in git)
#         $cache  per user: downloads, pristine trees, the toolchain
# Exit status of every script: 0 done; 2 a mistake or something missing, with one
# line on stderr that says what. A script that has others lists them in its head.

set -eu
umask 022
LC_ALL=C
export LC_ALL
# These would change the builds.
unset MAKEFLAGS MFLAGS MAKELEVEL ARCH KBUILD_OUTPUT KBUILD_EXTMOD KCFLAGS \
	CC CPP CXX HOSTCC AS AR LD NM CFLAGS CPPFLAGS LDFLAGS TAR_OPTIONS QUILT_SERIES QUILT_PC \
	CPATH C_INCLUDE_PATH LIBRARY_PATH GCC_EXEC_PREFIX COMPILER_PATH

top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
build=$top/build
cache=${KREAP_CACHE:-${XDG_CACHE_HOME:-${HOME:-}/.cache}/kreap}

say() { printf '%s\n' "$*" >&2; }

die() {
	say "kreap: $*"
	exit 2
}

# The EXIT trap cleans up. Ctrl-C reaches the whole process group; TERM to a script
# alone takes effect when its step ends.
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 131' QUIT
trap 'exit 141' PIPE
trap 'exit 143' TERM
scratch=
watcher=
trap clean_up EXIT
clean_up() {
	stop_watcher
	[ -z "$scratch" ] || rm -rf "$scratch"
}

. "$top/scripts/progress.sh"

# scratch_in DIR: a new folder in DIR, in $scratch; gone when the script ends.
scratch_in() {
	mkdir -p "$1" 2>/dev/null || die "cannot make $1; check who owns the folder above it"
	scratch=$(mktemp -d "$1/.tmp.XXXXXX" 2>/dev/null) ||
		die "cannot write in $1: $(why_no_write "$1")"
}

# why_no_write DIR: one phrase.
why_no_write() {
	if [ ! -w "$1" ]; then
		echo "permission denied; name another place with KREAP_CACHE, or change its owner"
	else
		echo "no space left on its disk; free some and run it again"
	fi
}

# need_space DIR MIB WHAT: report a full disk before the work, not after it.
need_space() {
	mkdir -p "$1" 2>/dev/null || die "cannot make $1; check who owns the folder above it"
	space_left=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
	[ "$space_left" -ge "$2" ] || die \
		"no space: $3 needs $2 MiB in $1 and $space_left MiB are left; free some and run it again"
}

# find_source TREE: its pristine source, in $source; ends the script if there is
# none.
find_source() {
	source_status=0
	source=$("$top/scripts/tree" "$1") || source_status=$?
	case $source_status in
	0) ;;
	5) no_source "$1" ;;
	*) exit "$source_status" ;;
	esac
}

# no_source TREE: it cannot be downloaded, for the reason in $source.
no_source() { die "$1: $source; name a tree with LINUX=DIR, or GIT=DIR REV=commit"; }

# check_boot_options: SMP and FRAGMENTS, before any work.
check_boot_options() {
	case ${SMP:-1} in
	[1-8]) ;;
	*) die "SMP=$SMP: not a number of processors; give 1 to 8" ;;
	esac
	for fragment in ${FRAGMENTS:-}; do
		case $fragment in
		*[!a-z]*) fragment_file= ;;
		*) fragment_file=$top/kernel-config/$fragment ;;
		esac
		[ -f "$fragment_file" ] || die \
			"FRAGMENTS=$FRAGMENTS: there is no kernel-config/$fragment; choose from $(fragments)"
	done
}
fragments() { (cd "$top/kernel-config" && echo [a-z]*); }

# check_git: GIT and REV name a commit.
check_git() {
	[ -d "$GIT" ] || die "GIT=$GIT: no such directory; name a git repository"
	[ -n "${REV:-}" ] || die "GIT=$GIT needs REV=, the commit that holds the release"
	"$top/scripts/packages" git
	their_git rev-parse --git-dir >/dev/null 2>&1 || die "GIT=$GIT is not a git repository; name one"
	their_git rev-parse -q --verify "$REV^{tree}" >/dev/null 2>&1 ||
		die "REV=$REV: GIT=$GIT has no such commit; see git log there"
}

# The user may not own the repository; it is only read.
their_git() { git -c safe.directory='*' -C "$GIT" "$@"; }

# check_linux: LINUX is a directory that holds a kernel. Its release is in $release.
check_linux() {
	[ -d "$LINUX" ] || die "LINUX=$LINUX: no such directory; name a kernel tree"
	release=$([ ! -f "$LINUX/Makefile" ] || release_of <"$LINUX/Makefile")
	[ -n "$release" ] || die "LINUX=$LINUX is not a kernel tree: it has no Makefile with a VERSION"
}

# host_was_busy RUN: a boot on several processors ended in the kernel's check of its
# timer, because the host did not run all of them in time.
host_was_busy() { grep -qa "IO-APIC + timer doesn't work" "$1/console"; }

# lock NAME: one run at a time does NAME; others wait. Held until the script
# ends. Locks live outside build/ and the items they guard.
lock() {
	mkdir -p "$cache/lock" 2>/dev/null ||
		die "cannot make $cache/lock; check who owns it, or name another place with KREAP_CACHE"
	(: >>"$cache/lock/$1") 2>/dev/null || die "cannot write $cache/lock/$1: $(why_no_write "$cache/lock")"
	exec 9>>"$cache/lock/$1"
	flock -n 9 && return
	say "  waiting for another run of this step ($1)"
	flock 9
}

# key_of FILE...: twelve hex digits that change when a byte in the files does.
key_of() { cat -- "$@" | sha256sum | cut -c1-12; }

# series FOLDER: the patches of a quilt series, one a line, in order.
series() {
	[ ! -f "$1/series" ] || sed -e 's/[[:space:]]*#.*//' -e '/^[[:space:]]*$/d' "$1/series"
}

# first_patches TREE SIDE: the patches of the series that SIDE has: all if it is
# patched, none if it is plain, the first N if it is a number N.
first_patches() {
	case $2 in
	plain) series "$top/patches/$1" | head -n 0 ;;
	patched) series "$top/patches/$1" ;;
	*) series "$top/patches/$1" | head -n "$2" ;;
	esac
}

# expected TREE SIDE: the results that tests/scenarios gives: "SCENARIO WORD".
expected() {
	{ first_patches "$1" "$2" | sed 's/\.patch$//;s/$/ applied/' && scenarios "$1"; } |
		awk '$2 == "applied" { applied[$1]; next } { print $1, $4 in applied ? $3 : $2 }'
}

# make_ext2 DIR IMAGE KIB: an ext2 image of DIR that 2.4 can mount.
make_ext2() {
	/sbin/mke2fs -q -F -t ext2 -O none -I 128 -b 1024 -E root_owner=0:0 \
		-d "$1" "$2" "$3" >&2
}

# known_trees: the trees that have a series.
known_trees() {
	for tree_dir in "$top"/patches/*/build; do
		basename "$(dirname "$tree_dir")"
	done
}

# tree_names: the same, for a sentence.
tree_names() { known_trees | paste -sd, | sed 's/,/, /g; s/\(.*\), /\1 and /'; }

# fact TREE NAME: of patches/TREE/tree.
fact() { sed -n "s/^$2=\"\{0,1\}\([^\"#]*[^\"# 	]\).*/\1/p" "$top/patches/$1/tree"; }

# check_tree_name TREE [VARIABLE]
check_tree_name() {
	known_trees | grep -qxF -- "$1" ||
		die "${2:-TREE}=$1: no such tree; choose one of $(tree_names)"
}

# tree_of RELEASE: the tree it belongs to, 6.1 for 6.1.192, or nothing.
tree_of() {
	for tree_known in $(known_trees); do
		case $1 in
		"$tree_known" | "$tree_known".*) echo "$tree_known" ;;
		esac
	done
}

# touched_by PATCH...: the files that the patches change.
touched_by() { sed -n 's,^+++ b/,,p' "$@" | sort -u; }

# created_by PATCH...: those that are not in the tree before.
created_by() { sed -n '/^--- \/dev\/null/{ n; s,^+++ b/,,p; }' "$@" | sort -u; }

# copy_there FROM TO FILE...: those of the files that are in FROM.
copy_there() {
	copy_from=$1 copy_to=$2
	shift 2
	mkdir -p "$copy_to"
	for file in "$@"; do
		[ ! -e "$copy_from/$file" ] || (cd "$copy_from" && cp --parents "$file" "$copy_to")
	done
}

# release_of: "2.4.17" or "6.1.192", from the kernel Makefile on stdin.
release_of() {
	awk -F ' *= *' '
		/^VERSION *=/ { v = $2 } /^PATCHLEVEL *=/ { p = $2 }
		/^SUBLEVEL *=/ { s = $2 } /^EXTRAVERSION *=/ { print v "." p "." s $2; exit }'
}

# processors TREE: of the guest; SMP, or the default of the tree.
processors() {
	case $1 in
	2.*) echo "${SMP:-1}" ;;
	*) echo "${SMP:-4}" ;;
	esac
}

# scenarios TREE: its lines of tests/scenarios: "SCENARIO PLAIN PATCHED BY".
scenarios() {
	awk -v tree="$1" -v smp="$(processors "$1")" '
		$1 == tree || $1 == tree "/" smp { print $2, $3, $4, $5 }' \
		"$top/tests/scenarios"
}

# Linux makefiles split words at white space.
case $top in
*[[:space:]]*) die "the repository's path '$top' has white space, which kernel makefiles cannot take; move it" ;;
esac
case $cache in
/.cache/kreap) die "HOME is not set; name a cache with KREAP_CACHE" ;;
*[[:space:]]*) die "KREAP_CACHE=$cache: has white space, which configure scripts cannot take; name another" ;;
/*) ;;
*) die "KREAP_CACHE=$cache: not an absolute path; give one" ;;
esac
