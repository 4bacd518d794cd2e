# shellcheck shell=sh disable=SC2034,SC2154 # set for, and by, the scripts that source it
# users-tree.sh - shared by apply, unapply and try: the user's own tree, LINUX, which
# is changed with quilt, all or nothing. Sourced after run.sh.
#
# open_tree gives: $linux  the tree    $release  its release
# open_quilt gives: $dir    quilt's folder of patches there, as quilt has it
# The patches are named kreap/NAME.patch there.

open_tree() {
	[ -n "${LINUX:-}" ] || die "$1 needs LINUX=DIR, the tree to patch"
	check_boolean BUILD
	check_build
	check_linux
	linux=$(CDPATH='' cd -- "$LINUX" && pwd -P)
}

# lock_tree: one run at a time works on it; others wait.
lock_tree() {
	exec 8<"$linux"
	flock -n 8 && return
	say "  waiting for another run on $linux"
	flock 8
}

user_quilt() { quilt_in "$linux" "$dir" "$@"; }

open_quilt() {
	apply_log=$build/log/apply-$(echo "$linux" | key_of -).log
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

# applied: our patches that quilt has applied there, in order; listed: those, and
# others that its series has.
applied() { sed -n '/^kreap\//p' "$linux/.pc/applied-patches" 2>/dev/null || true; }
listed() { sed -n 's,^\(kreap/[^ ]*\).*,\1,p' "$linux/$dir/series" 2>/dev/null || true; }

# will_change FILE... / will_create FILE...: what the command is about to do, for the
# functions below; names have no white space.
will_change() { changing=$*; }
will_create() { creating=$*; }

# check_writable: the tree can be written, and a file of it is no link to another
# place.
check_writable() {
	[ -w "$linux" ] || die "$linux cannot be written; change its owner or how it is mounted"
	need_space "$linux" 8 "changing $linux"
	for file in $changing; do
		case " $creating " in
		*" $file "*) continue ;;
		esac
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
	for file in $changing .pc "$dir"; do
		[ ! -e "$linux/$file" ] || (cd "$linux" && cp -a --parents "$file" "$scratch/before")
	done
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
	for file in $creating; do
		[ -e "$scratch/before/$file" ] || rm -f "$linux/$file"
	done
	rm -rf "$linux/.pc" "${linux:?}/$dir/kreap"
	[ -e "$scratch/before/$dir" ] || rm -rf "${linux:?}/$dir"
	for file in $changing .pc "$dir"; do
		[ ! -e "$scratch/before/$file" ] || (cd "$scratch/before" && cp -a --parents "$file" "$linux")
	done
}
