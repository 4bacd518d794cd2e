# shellcheck shell=sh disable=SC2034,SC2154 # set for, and by, the scripts that source it
# users-tree.sh - shared by apply and unapply: the user's own tree, LINUX, which is
# changed with quilt, all or nothing. Sourced after run.sh.
#
# open_tree gives: $linux  the tree    $tree  whose series
#                  $dir    quilt's folder of patches there, as quilt has it
# The patches are named kreap/NAME.patch there.

user_quilt() { quilt_in "$linux" "$dir" "$@"; }

# series_for RELEASE: which series to take; SERIES says so if it is set.
series_for() {
	if [ -n "${SERIES:-}" ]; then
		check_tree_name "$SERIES" SERIES
		echo "$SERIES"
		return
	fi
	series_found=$(tree_of "$1")
	[ -n "$series_found" ] || die "$linux is Linux $1, which has no series; there are series for $(tree_names); name the one to try with SERIES="
	echo "$series_found"
}

open_tree() {
	[ -n "${LINUX:-}" ] || die "$1 needs LINUX=DIR, the tree to patch"
	check_boolean BUILD
	check_build
	check_linux
	linux=$(CDPATH='' cd -- "$LINUX" && pwd -P)
	apply_log=$build/log/apply-$(echo "$linux" | key_of -).log
	tree=$(series_for "$release")
	dir=$(cat "$linux/.pc/.quilt_patches" 2>/dev/null || echo "${QUILT_PATCHES:-patches}")
	case $dir in
	/* | *..*) die "QUILT_PATCHES=$dir: not a folder below $linux; unset it" ;;
	esac
	unfinished=$(cd "$linux" && find .pc -maxdepth 3 -name '*~refresh' 2>/dev/null | head -n 1)
	[ -z "$unfinished" ] ||
		die "$linux has a quilt run that was not finished: refresh or pop $(basename "$unfinished" '~refresh') first"
	while read -r patch; do
		[ -z "$patch" ] || [ -d "$linux/.pc/$patch" ] ||
			die "$linux has a quilt run that was not finished: .pc/$patch is missing; restore it, or remove .pc"
	done <<-APPLIED
		$(cat "$linux/.pc/applied-patches" 2>/dev/null)
	APPLIED
}

# wanted: the patches to apply, in order, as files below patches/TREE.
wanted() {
	[ -z "${BUILD:-}" ] || series "$top/patches/$tree/fixups" | sed 's,^,fixups/,'
	series "$top/patches/$tree"
}

# wanted_files: the files that they change; new_files: those that they create.
# shellcheck disable=SC2046 # a list of words; $top has no white space
wanted_files() { touched_by $(wanted | sed "s,^,$top/patches/$tree/,"); }
# shellcheck disable=SC2046
new_files() { created_by $(wanted | sed "s,^,$top/patches/$tree/,"); }

# applied: the patches of the series that quilt has applied there.
applied() { sed -n '/^kreap\//p' "$linux/.pc/applied-patches" 2>/dev/null || true; }

# The tree can be written, and a file of it is no link to another place.
check_writable() {
	[ -w "$linux" ] || die "$linux cannot be written; change its owner or how it is mounted"
	need_space "$linux" 8 "changing $linux"
	wanted_files | while read -r file; do
		! new_files | grep -qxF "$file" || continue
		[ -e "$linux/$file" ] || die "the $tree series does not fit: $linux has no $file"
		[ "$(readlink -f "$linux/$file")" = "$linux/$file" ] ||
			die "$linux/$file is a symbolic link, or is behind one; name the tree that it leads to"
		[ -w "$linux/$file" ] || die "$linux/$file cannot be written; change its owner or mode"
	done
}

# all_or_nothing COMMAND...: if it fails, or is stopped, the tree is restored.
all_or_nothing() {
	scratch_in "$build/apply"
	mkdir "$scratch/before"
	{ wanted_files; echo .pc; echo "$dir"; } >"$scratch/files"
	while read -r file; do
		[ ! -e "$linux/$file" ] || (cd "$linux" && cp -a --parents "$file" "$scratch/before")
	done <"$scratch/files"
	mkdir -p "$build/log"
	trap 'put_back; clean_up' EXIT # not before all of it is kept
	# As in step(): `||` would turn set -e off inside.
	set +e
	(
		set -e
		"$@"
	) >"$apply_log" 2>&1 </dev/null
	quilt_status=$?
	set -e
	[ "$quilt_status" = 0 ] ||
		die "$linux is as it was: $(grep -v '^$' "$apply_log" | tail -n 1); see $apply_log"
	trap clean_up EXIT
}

# Should the disk be full, none of the user's own patches is removed.
put_back() {
	new_files | while read -r file; do
		[ -e "$scratch/before/$file" ] || rm -f "$linux/$file"
	done
	rm -rf "$linux/.pc" "${linux:?}/$dir/kreap"
	[ -e "$scratch/before/$dir" ] || rm -rf "${linux:?}/$dir"
	while read -r file; do
		[ ! -e "$scratch/before/$file" ] ||
			(cd "$scratch/before" && cp -a --parents "$file" "$linux")
	done <"$scratch/files"
}
