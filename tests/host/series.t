#!/bin/sh
# shellcheck disable=SC2013,SC2016,SC2034,SC2046,SC2154,SC2317 # sharness evaluates what is quoted here
test_description='the patches have the form that maintainers want; no vintage tree is needed'
. "$(dirname -- "$0")/lib.sh"

# Rules of checkpatch.pl that are newer than the trees, or that misread them.
ignored=FUNCTION_ARGUMENTS     # prototypes with types alone, as around them in 2.4
ignored=$ignored,INDENTED_LABEL,SPACING # "member: value", as in INIT_TASK
ignored=$ignored,BLOCK_COMMENT_STYLE    # code that is moved unchanged
ignored=$ignored,WAITQUEUE_ACTIVE       # the function's comment explains it

trees=$(cd "$top/patches" && echo [0-9]*)

# Added lines, without the plus.
added() { sed -n '/^--- a/,$ { /^+++ /d; s/^+//p }' "$1"; }

for tree in $trees; do
	for folder in "$tree" "$tree/build"; do
		cd "$top/patches/$folder" || exit
		test_expect_success "$folder: series lists every patch, and nothing else" '
			ls | grep "\.patch$" | sort >"$work/files" && sort series >"$work/series" &&
			test_cmp "$work/files" "$work/series"
		'
		for patch in $(cat series); do
			test_expect_success "$folder: $patch: subject, and a body that says why" '
				! grep -q "^Index: " $patch && head -n 1 $patch | grep -E "^Subject: \[PATCH ${tree}\] [a-z0-9]" &&
				test -z "$(sed -n 2p $patch)" &&
				test "$(sed "/^---/,\$d" $patch | wc -l)" -ge 4 &&
				! sed "1d;/^---/,\$d" $patch | grep -E "^.{76}|Signed-off-by"
			'
			test_expect_success "$folder: $patch: added lines are clean" '
				! added $patch | expand | grep -nE "^.{81}" && ! added $patch | grep -nE "[[:space:]]$| 	"
			'
		done
	done
	cd "$top/patches/$tree" || exit
	for patch in $(cat series); do
		test_expect_success "$tree: $patch: the diffstat matches the hunks" '
			sed -n "/^---$/,/^--- a/p" $patch | grep -vE "^---|^$" >"$work/says" &&
			sed -n "/^--- a/,\$p" $patch | diffstat -p1 >"$work/has" && test_cmp "$work/has" "$work/says"
		'
		test_expect_success "$tree: $patch: checkpatch.pl finds nothing" '
			perl "$KREAP_CACHE/trees/6.1/scripts/checkpatch.pl" --no-tree --no-signoff --terse \
				--show-types --ignore $ignored - <$patch
		'
	done
	test_expect_success "$tree: nothing but code that runs when tasks are born, traced and end" '
		touched $tree | grep -vE "^(kernel/(exit|fork|ptrace|sched|signal)|include/linux/(sched|ptrace|daemonize))\.[ch]$" >"$work/others"
		case $tree in
		2.4.17) printf "%s\n" arch/mips/kernel/irixsig.c arch/s390x/kernel/ptrace.c \
			fs/lockd/clntlock.c kernel/context.c kernel/kmod.c kernel/sys.c \
			kernel/user.c ;;
		2.6.9) printf "%s\n" fs/exec.c kernel/user.c ;;
		esac >"$work/want" && test_cmp "$work/want" "$work/others"
	'
	test_expect_success "$tree: there is a cover letter, at most 76 columns wide" '
		head -n 1 cover-letter.txt | grep "^Subject: \[PATCH $tree\] " && ! grep -E "^.{77}" cover-letter.txt
	'
	have_tree "$tree" || continue
	touched_tree "$tree" "$work/$tree"
	cp -r "$work/$tree" "$work/$tree.pristine"
	test_expect_success "$tree: the series applies with no fuzz, and with no offset to a fixed release" '
		(cd "$work/$tree" && QUILT_PATCHES=$top/patches/$tree quilt --quiltrc - push -a --fuzz=0) >"$work/pushed" &&
		grep "Now at patch" "$work/pushed" && ! grep fuzz "$work/pushed" &&
		case $tree in 2.*) ! grep offset "$work/pushed" ;; esac
	'
	test_expect_success "$tree: popping the series restores the files" '
		(cd "$work/$tree" && quilt --quiltrc - pop -a -q) && rm -rf "$work/$tree/.pc" &&
		diff -r "$work/$tree.pristine" "$work/$tree"
	'
	# 6.1 is whatever point release Debian has: a refresh changes line numbers.
	case $tree in 6.*) continue ;; esac
	test_expect_success "$tree: a refresh leaves each patch as it is" '
		cp -r "$top/patches/$tree" "$work/refreshed.$tree" &&
		for patch in $(cat series); do
			(cd "$work/$tree" && export QUILT_PATCHES=$work/refreshed.$tree && quilt --quiltrc - push -q &&
			quilt --quiltrc - refresh --no-timestamps --no-index -p ab --diffstat) || return 1
		done && diff -r "$top/patches/$tree" "$work/refreshed.$tree"
	'
done
test_done
