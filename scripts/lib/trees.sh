# shellcheck shell=sh disable=SC2034,SC2154 # shared with the scripts that source it
# trees.sh - which trees there are, what is known of each, and which one a command
# works on; and the patches for them. Sourced by run.sh.

# known_trees: the trees that have a series.
known_trees() {
	for tree_file in "$top"/patches/*/tree; do
		basename "$(dirname "$tree_file")"
	done
}

# tree_names: the same, for a sentence.
tree_names() { known_trees | paste -sd, | sed 's/,/, /g; s/\(.*\), /\1 and /'; }

# fact TREE NAME: what patches/TREE/tree says; patches/README.md lists the names.
fact() {
	fact_file=$top/patches/$1/tree
	grep -q "^$2=" "$fact_file" || die "patches/$1/tree has no $2="
	sed -n "s/^$2=\"\{0,1\}\([^\"#]*[^\"# 	]\).*/\1/p" "$fact_file"
}

# tree_with NAME VALUE: the tree of which that is a fact.
tree_with() {
	for tree_known in $(known_trees); do
		[ "$(fact "$tree_known" "$1")" != "$2" ] || echo "$tree_known"
	done | head -n 1
}

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

# release_of: "2.4.17" or "6.1.192", from the kernel Makefile on stdin.
release_of() {
	awk -F ' *= *' '
		/^VERSION *=/ { v = $2 } /^PATCHLEVEL *=/ { p = $2 }
		/^SUBLEVEL *=/ { s = $2 } /^EXTRAVERSION *=/ { print v "." p "." s $2; exit }'
}

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

# processors TREE: of the guest; SMP, or the default of the tree.
processors() { echo "${SMP:-$(fact "$1" processors)}"; }

# fragments_for TREE: of kernel-config, that are added to kernel-config/TREE.
fragments_for() {
	echo "$(fact "$1" fragments) $([ "$(processors "$1")" = 1 ] || fact "$1" smp_fragments) ${FRAGMENTS:-}" |
		xargs
}

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
			"FRAGMENTS=$FRAGMENTS: there is no kernel-config/$fragment; choose from $(cd "$top/kernel-config" && echo [a-z]*)"
	done
}

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

# quilt_in DIR PATCHES COMMAND...: quilt on the tree DIR, with its patches in PATCHES.
quilt_in() {
	quilt_dir=$1 quilt_patches=$2
	shift 2
	(cd "$quilt_dir" && QUILT_PATCHES=$quilt_patches quilt --quiltrc /dev/null "$@")
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
