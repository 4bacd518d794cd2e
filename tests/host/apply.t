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

# users: a fresh tree of the user, for one test.
users() {
	rm -rf users before && touched_tree "$fallback_tree" "$PWD/users" && test_when_finished "rm -rf users before"
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
		kreap unapply LINUX="$PWD/a tree" >out && grep "kept, with your changes: patches/kreap/$last~1" out &&
		ls "a tree/patches/kreap" && rm -r "a tree/patches" && diff -r pristine "a tree"
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

test_expect_success 'no such directory, no kernel tree, no LINUX=, unknown SERIES=: one line' '
	users && test_expect_code 2 kreap apply LINUX=/nowhere 2>said && one_line said /nowhere &&
	test_expect_code 2 kreap apply LINUX="$PWD" 2>said && one_line said "not a kernel tree" &&
	test_expect_code 2 kreap apply 2>said && one_line said "LINUX=DIR" &&
	test_expect_code 2 kreap unapply LINUX="$PWD/users" 2>said && one_line said "not applied" &&
	test_expect_code 2 kreap apply LINUX="$PWD/users" SERIES=3.0 2>said && one_line said "SERIES=3.0"
'
test_expect_success 'series applied by hand: "already applied"' '
	users && for patch in $(cat "$top/patches/$fallback_tree/series"); do
		patch -d users -p1 -s <"$top/patches/$fallback_tree/$patch" || return 1
	done && fails_with "already applied"
'
test_expect_success 'first patch applied by hand: "partly applied"' '
	users && patch -d users -p1 -s <"$top/patches/$fallback_tree/$(head -n 1 "$top/patches/$fallback_tree/series")" && fails_with "partly applied, 1 of 2"
'
test_expect_success 'another release: one line; SERIES= allows it, with offsets but no fuzz' '
	users && sed -i "s/^VERSION = .*/VERSION = 99/;s/^PATCHLEVEL = .*/PATCHLEVEL = 2/;s/^SUBLEVEL = .*/SUBLEVEL = 0/" users/Makefile &&
	sed -i "1i /* one line more */" users/kernel/exit.c && fails_with "is Linux 99.2.0, which has no series" &&
	kreap apply LINUX="$PWD/users" SERIES=$fallback_tree >out && grep "kernel/exit.c: hunk .*offset 1" out &&
	kreap unapply LINUX="$PWD/users" SERIES=$fallback_tree && unchanged
'
test_expect_success 'a tree that the series does not fit: the first reject, nothing changed' '
	users && sed -i "s/SA_NOCLDWAIT/SA_NOCLDSTOP/" users/kernel/signal.c && fails_with "does not fit" "kernel/signal.c:"
'
test_expect_success 'an unfinished quilt run is refused' '
	users && mkdir users/patches &&
	(cd users && quilt --quiltrc - new mine.patch && quilt --quiltrc - add Makefile && echo "# x" >>Makefile &&
	quilt --quiltrc - refresh && touch .pc/mine.patch~refresh) && fails_with "not finished" mine.patch
'
test_expect_success 'a tree of symbolic links is refused' '
	users && rm -rf elsewhere && mv users elsewhere && cp -rs "$PWD/elsewhere" users && fails_with "symbolic link"
'

test_expect_success 'a patch file of ours that is not applied is refused' '
	users && mkdir -p users/patches/kreap && echo theirs >"users/patches/kreap/$(tail -n 1 "$top/patches/$fallback_tree/series")" &&
	fails_with "kreap/exit-" "not applied"
'
test_expect_success 'unapply with an edit that was not refreshed: nothing is lost' '
	users && kreap apply LINUX="$PWD/users" && echo "/* mine */" >>users/kernel/exit.c && cp -a users before &&
	test_expect_code 2 kreap unapply LINUX="$PWD/users" 2>said && one_line said "is as it was" && unchanged
'
test_expect_success 'a quilt that fails: no success is claimed, and nothing is changed' '
	users && mkdir -p failing && cat >failing/quilt <<-\EOF && chmod +x failing/quilt && cp -a users before &&
		#!/bin/sh
		# The first push succeeds, the second does not; and those of the trial do.
		case "$PWD $*" in */users\ *push*) echo >>"$COUNT" ;; esac
		[ "$(cat "$COUNT" 2>/dev/null | wc -l)" -lt 2 ] || exit 1
		exec /usr/bin/quilt "$@"
	EOF
	COUNT=$PWD/pushes PATH=$PWD/failing:$PATH test_expect_code 2 kreap apply LINUX="$PWD/users" 2>said &&
	one_line said "is as it was" && unchanged
'
test_expect_success 'a patch of the user between ours: unapply refuses' '
	users && kreap apply LINUX="$PWD/users" &&
	(cd users && last=$(quilt --quiltrc - top) && quilt --quiltrc - pop -q && quilt --quiltrc - new mine.patch &&
	quilt --quiltrc - add Makefile && echo "# mine" >>Makefile && quilt --quiltrc - refresh &&
	quilt --quiltrc - push -q "$last") &&
	cp -a users before && test_expect_code 2 kreap unapply LINUX="$PWD/users" 2>said && one_line said mine.patch && unchanged
'
test_expect_success 'QUILT_PATCHES outside the tree: one line' '
	users && cp -a users before && QUILT_PATCHES=/tmp/elsewhere test_expect_code 2 kreap apply LINUX="$PWD/users" 2>said &&
	one_line said "QUILT_PATCHES=/tmp/elsewhere" && unchanged
'
test_expect_success 'interrupted half-way, it restores the tree' '
	users && cp -a users before && mkdir -p bin && cat >bin/quilt <<-\EOF && chmod +x bin/quilt &&
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

test_expect_success 'work that was refreshed in two rounds: both are kept, and named' '
	users && for round in 1 2; do
		kreap apply LINUX="$PWD/users" && echo "/* round $round */" >>users/kernel/exit.c &&
		(cd users && quilt --quiltrc - refresh) && kreap unapply LINUX="$PWD/users" >out &&
		grep "kept, with your changes: patches/kreap/.*~$round" out || return 1
	done &&
	grep "round 1" users/patches/kreap/*~1 && grep "round 2" users/patches/kreap/*~2 &&
	! grep "/\* round" users/kernel/exit.c
'
test_expect_success 'unapply after quilt pop leaves nothing, and apply works again' '
	users && cp -a users before && kreap apply LINUX="$PWD/users" && (cd users && quilt --quiltrc - pop -q) &&
	kreap unapply LINUX="$PWD/users" >out && grep "were not applied" out && unchanged &&
	kreap apply LINUX="$PWD/users" && (cd users && quilt --quiltrc - pop -a -q) &&
	kreap unapply LINUX="$PWD/users" && unchanged
'
test_expect_success 'three runs of apply at once: one applies, the others say that it is applied' '
	users && for run in 1 2 3; do
		{ kreap apply LINUX="$PWD/users" >"out.$run" 2>"said.$run"; echo $? >"status.$run"; } &
	done && wait && cat status.* && cat said.* out.* &&
	test "$(sort status.1 status.2 status.3 | tr "\n" " ")" = "0 2 2 " &&
	test "$(cat out.[123] | grep -c "^[0-9]* patches on ")" = 1 &&
	test "$(cat said.[123] | grep -c "already applied")" = 2 &&
	test "$(wc -l <users/.pc/applied-patches)" = "$(wc -l <"$top/patches/$fallback_tree/series")"
'
test_expect_success 'unapply finds the series by itself on a neighbour' '
	users && sed -i "s/^VERSION = .*/VERSION = 99/" users/Makefile && cp -a users before &&
	kreap apply LINUX="$PWD/users" SERIES=$fallback_tree && kreap unapply LINUX="$PWD/users" && unchanged
'
test_expect_success 'unapply on a tree patched by hand: the commands that take it off' '
	users && cp -a users before && for patch in $(cat "$top/patches/$fallback_tree/series"); do
		patch -d users -p1 -s <"$top/patches/$fallback_tree/$patch" || return 1
	done && test_expect_code 2 kreap unapply LINUX="$PWD/users" 2>said &&
	one_line said "not by quilt; take it off with: " && sh -c "$(sed -n "s/.*take it off with: //p" said)" && mkdir -p users/include/linux && unchanged
'
test_expect_success 'PATCHES: a subset, by number and by name, in the order of the series' '
	users && cp -a users before && first=$(head -n 1 "$top/patches/$fallback_tree/series") &&
	kreap apply LINUX="$PWD/users" PATCHES=1 >out && grep "^1 patches on" out &&
	echo "kreap/$first" >want && test_cmp want users/.pc/applied-patches && kreap unapply LINUX="$PWD/users" && unchanged &&
	kreap apply LINUX="$PWD/users" PATCHES="2 ${first%.patch}" && sed "s,^,kreap/," "$top/patches/$fallback_tree/series" >want &&
	test_cmp want users/.pc/applied-patches
'
test_expect_success 'PATCHES that the series has not, BUILD that is neither: one line' '
	users && cp -a users before && for patch in 99 0 nonsense; do
		test_expect_code 2 kreap apply LINUX="$PWD/users" PATCHES="1 $patch" 2>said && one_line said "has no $patch" || return 1
	done &&
	test_expect_code 2 kreap apply LINUX="$PWD/users" BUILD=abc 2>said && one_line said "BUILD=abc" && unchanged
'
test_expect_success 'BUILD=0 adds nothing' '
	users && kreap apply LINUX="$PWD/users" BUILD=0 &&
	test "$(wc -l <users/.pc/applied-patches)" = "$(wc -l <"$top/patches/$fallback_tree/series")"
'
[ "$(id -u)" != 0 ] || test_set_prereq ROOT
test_expect_success ROOT 'no quilt, and no root to install it; a tree of another user: one line' '
	users && cp -a users before && box=$(mktemp -d) && test_when_finished "rm -rf \"$box\"" && chmod 755 "$box" &&
	clone "$box/kreap" && cp -a users "$box/" && mkdir "$box/bin" &&
	for folder in /usr/bin /bin /usr/sbin /sbin; do
		find -L "$folder" -maxdepth 1 -type f ! -name quilt ! -name sudo -exec ln -sf -t "$box/bin" {} + 2>/dev/null
	done
	chown -R 65534:65534 "$box/kreap" && as_nobody() {
		LINUX=$box/users KREAP_CACHE=$box/kreap/cache test_expect_code 2 setpriv --reuid=65534 --regid=65534 \
			--clear-groups "$box/kreap/scripts/apply" 2>said
	} &&
	PATH=$box/bin as_nobody && one_line said "run: sudo apt-get install --no-install-recommends quilt" &&
	as_nobody && one_line said "users cannot be written; change its owner"
'
test_expect_success 'try: every patch exact; nothing is changed' '
	users && cp -a users before && kreap try LINUX="$PWD/users" >out && cat out &&
	test "$(grep -cE "^ +[0-9]+ .*: (exact|offset)" out)" = "$(wc -l <"$top/patches/$fallback_tree/series")" && unchanged
'
test_expect_success 'try: one with an offset, one already there, one that does not fit' '
	users && first=$(head -n 1 "$top/patches/$fallback_tree/series") && patch -d users -p1 -s <"$top/patches/$fallback_tree/$first" &&
	cp -a users before && test_expect_code 2 kreap try LINUX="$PWD/users" >out && grep "1 ${first%.patch}: already there" out && unchanged &&
	patch -d users -R -p1 -s <"$top/patches/$fallback_tree/$first" && sed -i "1i /* a line more */" users/kernel/exit.c &&
	kreap try LINUX="$PWD/users" >out && grep ": offset 1" out &&
	sed -i "s/SA_NOCLDWAIT/SA_NOCLDSTOP/" users/kernel/signal.c && test_expect_code 2 kreap try LINUX="$PWD/users" >out && cat out &&
	grep "1 ${first%.patch}: does not fit" out && grep "kernel/signal.c:[0-9]*: hunk [0-9]* does not fit; there: ..*" out &&
	find "$(sed -n "s/^The rejects are in \(.*\)\. To go on.*/\1/p" out)" -name signal.c.rej | grep . && grep "quilt import -P" out
'
unshare -rm true 2>/dev/null && test_set_prereq UNSHARE
test_expect_success UNSHARE 'a read-only tree, and one on a full disk: one line, nothing changed' '
	users && cp -a users before &&
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
