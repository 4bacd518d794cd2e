# shellcheck shell=sh disable=SC2034,SC2154 # shared with the scripts that source it
# choose-tree.sh - the tree that a command works on, and its source. Sourced by run.sh.

# read_release NAME DIR|-: the release of the kernel tree in DIR, or of the Makefile
# on stdin, in $release. Ends the script if that is no kernel; messages say NAME.
read_release() {
	case $2 in
	-) release=$(release_of) ;;
	*) release=$([ ! -f "$2/Makefile" ] || release_of <"$2/Makefile") ;;
	esac
	[ -n "$release" ] || die "$1 is not a kernel tree: it has no Makefile with a VERSION"
}

# absolute DIR: a relative one is taken from the folder in which make runs.
absolute() {
	case $1 in
	/*) printf '%s\n' "$1" ;;
	*) printf '%s\n' "$(pwd)/$1" ;;
	esac
}

# check_linux: LINUX is a directory that holds a kernel; its absolute path
# afterwards. Its release is in $release.
check_linux() {
	LINUX=$(absolute "$LINUX")
	[ -z "${GIT:-}" ] || die "LINUX=$LINUX and GIT=$GIT: which one? give only that"
	[ -d "$LINUX" ] || die "LINUX=$LINUX: no such directory; name a kernel tree"
	read_release "LINUX=$LINUX" "$LINUX"
}

# The user may not own the repository; it is only read.
their_git() { git -c safe.directory='*' -C "$GIT" "$@"; }

# check_git: GIT and REV name a commit that holds a kernel; GIT is an absolute path
# afterwards. Its release is in $release.
check_git() {
	GIT=$(absolute "$GIT")
	[ -d "$GIT" ] || die "GIT=$GIT: no such directory; name a git repository"
	[ -n "${REV:-}" ] || die "GIT=$GIT needs REV=, the commit that holds the release"
	"$steps/packages" git
	their_git rev-parse --git-dir >/dev/null 2>&1 || die "GIT=$GIT is not a git repository; name one"
	their_git rev-parse -q --verify "$REV^{tree}" >/dev/null 2>&1 ||
		die "REV=$REV: GIT=$GIT has no such commit; see git log there"
	read_release "REV=$REV of GIT=$GIT" - <<-MAKEFILE
		$(their_git show "$REV:Makefile" 2>/dev/null | grep -E '^[A-Z]+ *=')
	MAKEFILE
}

# name_tree [TREE]: into $tree: TREE, or the tree that LINUX= or GIT= holds, or the
# one that is taken if none is named. What LINUX= or GIT= holds must be that tree.
name_tree() {
	tree=${1:-}
	[ -z "$tree" ] || check_tree_name "$tree"
	if [ -n "${LINUX:-}" ]; then
		check_linux
		named_by="LINUX=$LINUX"
	elif [ -n "${GIT:-}" ]; then
		check_git
		named_by="REV=$REV of GIT=$GIT"
	else
		[ -z "${REV:-}" ] || die "REV=$REV: of no repository; name one with GIT=DIR"
		tree=${tree:-$(tree_with demo default)}
		return
	fi
	[ -n "$tree" ] || tree=$(tree_of "$release")
	[ -n "$tree" ] || die \
		"$named_by is Linux $release, which has no series; there are series for $(tree_names)"
	check_release "$named_by"
}

# check_release NAME: the kernel called NAME, whose release is in $release, is $tree.
check_release() {
	release_tree=$(tree_of "$release")
	[ "$release_tree" = "$tree" ] ||
		die "$1 is Linux $release, not $tree; name a $tree tree${release_tree:+, or TREE=$release_tree}"
}

# download_of TREE: the address of its tarball, or the name of Debian's package.
download_of() {
	case $(fact "$1" source) in
	*/*) echo "$(echo "${KREAP_MIRROR:-https://cdn.kernel.org/pub/linux/kernel}" | sed 's,/*$,,')/$(fact "$1" source)" ;;
	*) fact "$1" source ;;
	esac
}

# choose_tree TREE USE...: the tree that a command works on, and everything it takes:
# its name into $tree, packages for USE, its pristine source into $source.
choose_tree() {
	name_tree "$1"
	shift
	"$steps/packages" "$@"
	find_source "$tree"
}

# find_source TREE: its pristine source, in $source; ends the script if there is
# none.
find_source() {
	source_status=0
	source=$("$steps/tree" "$1") || source_status=$?
	case $source_status in
	0) ;;
	5) no_source "$1" ;;
	*) exit "$source_status" ;;
	esac
}

# no_source TREE: it cannot be downloaded, for the reason in $source.
no_source() { die "$1: $source; name a tree with LINUX=DIR, or GIT=DIR REV=commit"; }
