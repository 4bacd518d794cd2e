# shellcheck shell=sh disable=SC2034,SC2154 # shared with the scripts that source it
# trees.sh - which trees there are, and what is known of each. Sourced by run.sh, and
# by the host tests.

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
