# shellcheck shell=sh disable=SC2034 # the scripts that source it use the variables
# run.sh - how every script runs, and ends; each sources it first.
#
# Gives:  $top    the repository          $build  everything built (not in git)
#         $steps  scripts/steps           $cache  per user: downloads, pristine
#                                                 trees, the toolchain
# and the functions of the files beside it that it sources.
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

top=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
top=${top%/steps}
top=${top%/scripts}
steps=$top/scripts/steps
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

# quoted TEXT: as a word of the shell, for a command that is printed.
quoted() {
	case $1 in
	*[!A-Za-z0-9/._+-]*) printf "'%s'\n" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")" ;;
	*) printf '%s\n' "$1" ;;
	esac
}

# check_boolean VARIABLE: it says yes, by 1, or no, by 0 or nothing; afterwards it is 1
# or empty.
check_boolean() {
	eval "set -- $1 \"\${$1:-0}\""
	case $2 in
	0) eval "$1=" ;;
	1) ;;
	*) die "$1=$2: neither yes nor no; give 1 or 0" ;;
	esac
}

# check_build: build/ can be written, or made. Commands call it, before any work.
check_build() {
	if [ -e "$build" ]; then
		check_dir=$build
	else
		check_dir=$top
	fi
	[ -w "$check_dir" ] || die \
		"cannot write in $check_dir, where all is built; change its owner, or copy the repository and run the copy"
}

# key_of FILE...: twelve hex digits that change when a byte in the files does.
key_of() { cat -- "$@" | sha256sum | cut -c1-12; }

# make_ext2 DIR IMAGE KIB: an ext2 image of DIR that 2.4 can mount.
make_ext2() {
	/sbin/mke2fs -q -F -t ext2 -O none -I 128 -b 1024 -E root_owner=0:0 \
		-d "$1" "$2" "$3" >&2
}

. "$top/scripts/lib/progress.sh"
. "$top/scripts/lib/trees.sh"
. "$top/scripts/lib/choose-tree.sh"
. "$top/scripts/lib/patches.sh"
. "$top/scripts/lib/scenarios.sh"

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
check_boolean V
