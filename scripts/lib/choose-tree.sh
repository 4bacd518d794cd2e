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

# check_linux: LINUX is a directory that holds a kernel. Its release is in $release.
check_linux() {
	[ -d "$LINUX" ] || die "LINUX=$LINUX: no such directory; name a kernel tree"
	read_release "LINUX=$LINUX" "$LINUX"
}

# The user may not own the repository; it is only read.
their_git() { git -c safe.directory='*' -C "$GIT" "$@"; }

# check_git: GIT and REV name a commit that holds a kernel. Its release is in $release.
check_git() {
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
# one that is taken if none is named.
name_tree() {
	tree=${1:-}
	if [ -n "$tree" ]; then
		check_tree_name "$tree"
		return
	elif [ -n "${LINUX:-}" ]; then
		check_linux
		tree_named_by="LINUX=$LINUX"
	elif [ -n "${GIT:-}" ]; then
		check_git
		tree_named_by="REV=$REV of GIT=$GIT"
	else
		tree=$(tree_with demo default)
		return
	fi
	tree=$(tree_of "$release")
	[ -n "$tree" ] || die \
		"$tree_named_by is Linux $release, which has no series; there are series for $(tree_names)"
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
