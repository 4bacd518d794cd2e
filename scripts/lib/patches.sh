# shellcheck shell=sh disable=SC2154 # run.sh has set the variables
# patches.sh - the patches for a tree, and quilt. Sourced by run.sh.

# series FOLDER: the patches of a quilt series, one a line, in order.
series() {
	[ ! -f "$1/series" ] || sed -e 's/[[:space:]]*#.*//' -e '/^[[:space:]]*$/d' "$1/series"
}

# A side is plain, which has the fixups alone; patched, which has the series too; a
# number N, with its first N patches; or a file, a path with a slash, that lists the
# patches, the fixups among them.

# side_name SIDE: as messages and folders have it.
side_name() { basename "$1"; }

# fixups_of TREE SIDE
fixups_of() {
	case $2 in
	*/*) grep '^fixups/' "$2" || true ;;
	*) series "$top/patches/$1/fixups" | sed 's,^,fixups/,' ;;
	esac
}

# patches_of TREE SIDE: of the series.
patches_of() {
	case $2 in
	*/*) grep -v '^fixups/' "$2" || true ;;
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

# copy_pristine FROM TO: a tree, without a repository, and without what quilt or a
# build has left there. TO is created.
copy_pristine() {
	mkdir "$2"
	tar -C "$1" --exclude=./.git --exclude=./.pc --exclude=./patches -cf - . | tar -C "$2" -xf -
	[ ! -f "$2/.config" ] || make -C "$2" ARCH=i386 mrproper
}

# copy_there FROM TO FILE...: those of the files that are in FROM.
copy_there() {
	copy_from=$1 copy_to=$2
	shift 2
	mkdir -p "$copy_to"
	for file in "$@"; do
		[ ! -e "$copy_from/$file" ] || (cd "$copy_from" && cp --parents "$file" "$copy_to")
	done
}
