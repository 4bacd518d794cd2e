#!/bin/sh
# shellcheck disable=SC2016,SC2034,SC2154,SC2317 # sharness evaluates what is quoted here
test_description='apply and unapply, on every tree that is available'
. "$(dirname -- "$0")/lib.sh"

trees=
for tree in $(known_trees); do
	! have_tree "$tree" || trees="$trees $tree"
done
unset SERIES BUILD QUILT_PATCHES
kreap() { make -C "$top" --no-print-directory "$@"; }

# Nothing has changed since `cp -a users before`.
unchanged() { diff -r --no-dereference before users; }
fails_with() {
	cp -a users before 2>/dev/null
	test_expect_code 2 kreap apply LINUX="$PWD/users" >out 2>said && one_line said "$@" && unchanged
}

for tree in $trees; do
	count=$(wc -l <"$top/patches/$tree/series")
	last=$(tail -n 1 "$top/patches/$tree/series")
	rm -rf "a tree" pristine
	touched_tree "$tree" "$PWD/pristine"
	cp -a pristine "a tree"
	test_expect_success "$tree: apply works in a path with spaces, and quilt goes on from there" '
		kreap apply LINUX="$PWD/a tree" >out && grep "^$count patches on .*/a tree" out &&
		(cd "a tree" && test "$(quilt --quiltrc - applied | wc -l)" = $count &&
		test "$(quilt --quiltrc - top)" = "kreap/$last" &&
		quilt --quiltrc - pop -a -q && quilt --quiltrc - push -a -q && quilt --quiltrc - refresh)
	'
	test_expect_success "$tree: a second apply says that it is already applied" '
		test_expect_code 2 kreap apply LINUX="$PWD/a tree" 2>said && one_line said "already applied"
	'
	test_expect_success "$tree: apply to a partly applied series says so" '
		(cd "a tree" && quilt --quiltrc - pop -q) &&
		test_expect_code 2 kreap apply LINUX="$PWD/a tree" 2>said && one_line said "partly applied" "$((count - 1)) of $count" &&
		(cd "a tree" && quilt --quiltrc - push -q)
	'
	test_expect_success "$tree: unapply keeps a patch that was refreshed to something else" '
		file=$(sed -n "s,^+++ b/,,p" "$top/patches/$tree/$last" | head -n 1) &&
		echo "/* mine */" >>"a tree/$file" && (cd "a tree" && quilt --quiltrc - refresh) &&
		kreap unapply LINUX="$PWD/a tree" && ls "a tree/patches/kreap" && rm -r "a tree/patches" "a tree/.pc" &&
		diff -r pristine "a tree"
	'
	rm -rf "a tree" && cp -a pristine "a tree"
	test_expect_success "$tree: unapply restores the tree" '
		kreap apply LINUX="$PWD/a tree" && kreap unapply LINUX="$PWD/a tree" && diff -r pristine "a tree"
	'
	test_expect_success "$tree: BUILD=1 adds what the compiler and QEMU need" '
		kreap apply BUILD=1 LINUX="$PWD/a tree" >out &&
		test "$(wc -l <"a tree/.pc/applied-patches")" = $((count + $(wc -l <"$top/patches/$tree/fixups/series"))) &&
		kreap unapply LINUX="$PWD/a tree" && diff -r pristine "a tree"
	'
	test_expect_success "$tree: a git checkout with uncommitted work, and a patch of the user below ours" '
		(cd "a tree" && git init -q && git add -A && git -c user.name=u -c user.email=u@example.org commit -q -m tree &&
		echo work >NEW && echo "# mine" >>Makefile && mkdir patches &&
		quilt --quiltrc - new mine.patch && quilt --quiltrc - add Makefile && echo "# more" >>Makefile && quilt --quiltrc - refresh) &&
		cp -a "a tree" before && kreap apply LINUX="$PWD/a tree" &&
		test "$(cd "a tree" && quilt --quiltrc - applied | head -n 1)" = mine.patch &&
		kreap unapply LINUX="$PWD/a tree" && diff -r before "a tree" && rm -rf before
	'
done

rm -rf users
touched_tree "$fallback_tree" "$PWD/users"
test_expect_success 'no such directory, no kernel tree, no LINUX=, unknown SERIES=: one line' '
	test_expect_code 2 kreap apply LINUX=/nowhere 2>said && one_line said /nowhere &&
	test_expect_code 2 kreap apply LINUX="$PWD" 2>said && one_line said "not a kernel tree" &&
	test_expect_code 2 kreap apply 2>said && one_line said "LINUX=DIR" &&
	test_expect_code 2 kreap unapply LINUX="$PWD/users" 2>said && one_line said "not applied" &&
	test_expect_code 2 kreap apply LINUX="$PWD/users" SERIES=3.0 2>said && one_line said "SERIES=3.0"
'
test_expect_success 'series applied by hand: "already applied"' '
	rm -rf before && for patch in $(cat "$top/patches/$fallback_tree/series"); do
		patch -d users -p1 -s <"$top/patches/$fallback_tree/$patch" || return 1
	done && fails_with "already applied"
'
rm -rf users before && touched_tree "$fallback_tree" "$PWD/users"
test_expect_success 'first patch applied by hand: "partly applied"' '
	patch -d users -p1 -s <"$top/patches/$fallback_tree/$(head -n 1 "$top/patches/$fallback_tree/series")" && fails_with "partly applied, 1 of 2"
'
rm -rf users before && touched_tree "$fallback_tree" "$PWD/users"
test_expect_success 'another release: one line; SERIES= allows it, with offsets but no fuzz' '
	sed -i "s/^VERSION = .*/VERSION = 99/;s/^PATCHLEVEL = .*/PATCHLEVEL = 2/;s/^SUBLEVEL = .*/SUBLEVEL = 0/" users/Makefile &&
	sed -i "1i /* one line more */" users/kernel/exit.c && fails_with "is Linux 99.2.0, which has no series" &&
	kreap apply LINUX="$PWD/users" SERIES=$fallback_tree >out && grep "kernel/exit.c: hunk .*offset 1" out &&
	kreap unapply LINUX="$PWD/users" SERIES=$fallback_tree && unchanged
'
rm -rf users before && touched_tree "$fallback_tree" "$PWD/users"
test_expect_success 'a tree that the series does not fit: the first reject, nothing changed' '
	sed -i "s/SA_NOCLDWAIT/SA_NOCLDSTOP/" users/kernel/signal.c && fails_with "does not fit" "kernel/signal.c:"
'
rm -rf users before && touched_tree "$fallback_tree" "$PWD/users"
test_expect_success 'an unfinished quilt run is refused' '
	mkdir users/patches &&
	(cd users && quilt --quiltrc - new mine.patch && quilt --quiltrc - add Makefile && echo "# x" >>Makefile &&
	quilt --quiltrc - refresh && touch .pc/mine.patch~refresh) && fails_with "not finished" mine.patch
'
rm -rf users before && touched_tree "$fallback_tree" "$PWD/elsewhere" && cp -rs "$PWD/elsewhere" users
test_expect_success 'a tree of symbolic links is refused' 'fails_with "symbolic link"'
rm -rf users before && touched_tree "$fallback_tree" "$PWD/users"

test_expect_success 'a patch file of ours that is not applied is refused' '
	mkdir -p users/patches/kreap && echo theirs >"users/patches/kreap/$(tail -n 1 "$top/patches/$fallback_tree/series")" &&
	fails_with "kreap/exit-" "not applied"
'
rm -rf users before && touched_tree "$fallback_tree" "$PWD/users"
test_expect_success 'unapply with an edit that was not refreshed: nothing is lost' '
	kreap apply LINUX="$PWD/users" && echo "/* mine */" >>users/kernel/exit.c && cp -a users before &&
	test_expect_code 2 kreap unapply LINUX="$PWD/users" 2>said && one_line said "is as it was" && unchanged
'
rm -rf users before && touched_tree "$fallback_tree" "$PWD/users"
test_expect_success 'a quilt that fails: no success is claimed, and nothing is changed' '
	mkdir -p failing && cat >failing/quilt <<-\EOF && chmod +x failing/quilt && cp -a users before &&
		#!/bin/sh
		# The first push succeeds, the second does not; and those of the trial do.
		case "$PWD $*" in */users\ *push*) echo >>"$COUNT" ;; esac
		[ "$(cat "$COUNT" 2>/dev/null | wc -l)" -lt 2 ] || exit 1
		exec /usr/bin/quilt "$@"
	EOF
	COUNT=$PWD/pushes PATH=$PWD/failing:$PATH test_expect_code 2 kreap apply LINUX="$PWD/users" 2>said &&
	one_line said "is as it was" && unchanged
'
rm -rf users before && touched_tree "$fallback_tree" "$PWD/users"
test_expect_success 'a patch of the user between ours: unapply refuses' '
	kreap apply LINUX="$PWD/users" &&
	(cd users && last=$(quilt --quiltrc - top) && quilt --quiltrc - pop -q && quilt --quiltrc - new mine.patch &&
	quilt --quiltrc - add Makefile && echo "# mine" >>Makefile && quilt --quiltrc - refresh &&
	quilt --quiltrc - push -q "$last") &&
	cp -a users before && test_expect_code 2 kreap unapply LINUX="$PWD/users" 2>said && one_line said mine.patch && unchanged
'
rm -rf users before && touched_tree "$fallback_tree" "$PWD/users"
test_expect_success 'QUILT_PATCHES outside the tree: one line' '
	cp -a users before && QUILT_PATCHES=/tmp/elsewhere test_expect_code 2 kreap apply LINUX="$PWD/users" 2>said &&
	one_line said "QUILT_PATCHES=/tmp/elsewhere" && unchanged
'
rm -rf users before && touched_tree "$fallback_tree" "$PWD/users"
test_expect_success 'interrupted half-way, it restores the tree' '
	cp -a users before && mkdir -p bin && cat >bin/quilt <<-\EOF && chmod +x bin/quilt &&
		#!/bin/sh
		# The second import stops the script that calls it.
		case "$*" in *import*) echo >>imports ;; esac
		[ "$(wc -l <imports 2>/dev/null || echo 0)" -lt 2 ] || kill -INT "$(cat pid)"
		exec /usr/bin/quilt "$@"
	EOF
	cat >run.sh <<-\EOF &&
		echo $$ >users/pid
		exec "$1/scripts/apply"
	EOF
	LINUX=$PWD/users PATH=$PWD/bin:$PATH test_expect_code 130 sh run.sh "$top" 2>said
	rm -f users/pid users/imports && unchanged
'
rm -rf users before && touched_tree "$fallback_tree" "$PWD/users"

unshare -rm true 2>/dev/null && test_set_prereq UNSHARE
test_expect_success UNSHARE 'a read-only tree, and one on a full disk: one line, nothing changed' '
	cp -a users before &&
	cat >ro.sh <<-\EOF && cat >full.sh <<-\EOT &&
		mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && exec "$2/scripts/apply"
	EOF
		mount -t tmpfs -o size=4m tmpfs "$1/arch" && mkdir "$1/arch/t" && cp -a "$1/Makefile" "$1/kernel" "$1/include" "$1/arch/t" &&
			LINUX=$1/arch/t exec "$2/scripts/apply"
	EOT
	LINUX=$PWD/users test_expect_code 2 unshare -rm sh ro.sh "$PWD/users" "$top" 2>said && one_line said "users" &&
	unchanged && mkdir users/arch &&
	test_expect_code 2 unshare -rm sh full.sh "$PWD/users" "$top" 2>said && one_line said "no space"
'
test_done
