#!/bin/sh
# shellcheck disable=SC2016,SC2034,SC2154,SC2317 # sharness evaluates what is quoted here
test_description='mbox: the mails of every tree that is available'
. "$(dirname -- "$0")/lib.sh"

git config --global user.name 'A Ü Thor'
git config --global user.email author@example.org
URL=https://example.org/kreap.git
export URL
# Elsewhere, for readme.t makes mails too.
mine=$work/kreap
clone "$mine"
git -C "$mine" init -q
kreap() { make -C "$mine" --no-print-directory "$@"; }
# refused TEXT... -- WORD...: mbox WORD... is one line, which has each TEXT, and no work.
refused() {
	texts=
	while [ "$1" != -- ]; do
		printf '%s\n' "$1"
		shift
	done >texts
	shift
	rm -rf "$mine/build/mbox"
	test_expect_code 2 kreap mbox TREE="$fallback_tree" "$@" 2>said || return 1
	test ! -e "$mine/build/mbox" && ! grep "\.\.\. " said && one_line said || return 1
	while read -r text; do one_line said "$text" || return 1; done <texts
}

# The command line that README gives for git am.
am_line=$(sed -n 's/^    \(git .* am .*\)/\1/p' "$top/README.md" | sed 's/   *.*//')
trees=
for tree in $(known_trees); do
	! have_tree "$tree" || trees="$trees $tree"
done
for tree in $trees; do
	count=$(wc -l <"$top/patches/$tree/series")
	mails=$mine/build/mbox/$tree
	fresh=$work/fresh
	rm -rf quilted "$fresh"
	touched_tree "$tree" "$PWD/quilted"
	cp -a quilted "$fresh"
	test_expect_success "$tree: the mails: numbered, threaded, small" '
		kreap mbox TREE=$tree && (cd "$mails" &&
		grep "^Subject: \[PATCH $tree 00*/$count\] " 0000-cover-letter.patch &&
		grep "files\{0,1\} changed" 0000-cover-letter.patch &&
		grep "^Subject: \[PATCH $tree $count/$count\] " $(printf %04d $count)-*.patch &&
		test "$(grep -l "^In-Reply-To: " *.patch | wc -l)" = $count &&
		test "$(grep -l "^Signed-off-by: " *.patch | wc -l)" = $count &&
		test -z "$(find . -name "*.patch" -size +39k)" && ! grep -E "^(To|Cc):" *.patch)
	'
	test_expect_success "$tree: series.mbox has the patches, thread.mbox the cover letter too" '
		(cd "$mails" && cat 0*.patch | cmp - thread.mbox && cat $(ls 0*.patch | sed 1d) | cmp - series.mbox)
	'
	test_expect_success "$tree: git am as README says, in a fresh repository, yields what quilt does" '
		(cd quilted && QUILT_PC=$work/pc.$tree QUILT_PATCHES=$top/patches/$tree quilt --quiltrc - push -a -q) &&
		git -C "$fresh" init -q && git -C "$fresh" add -A && git -C "$fresh" commit -q -m fresh && test -n "$am_line" &&
		line=$(echo "$am_line" | sed "s,DIR,$fresh,; s,/$default_tree/,/$tree/,") &&
		(cd "$mine" && sh -euxc "$line") && diff -r -x .git quilted "$fresh" &&
		test "$(git -C "$fresh" rev-list --count HEAD)" = $((count + 1)) && test -z "$(git -C "$fresh" status --short)"
	'
	test_expect_success "$tree: each mail says which release it is for" '
		release=$(release_of <"$KREAP_CACHE/trees/$tree/Makefile") &&
		test "$(grep -lx "base: Linux $release\(, Debian.s [a-z0-9.-]* [0-9.-]*\)\{0,1\}" "$mails"/0*.patch | wc -l)" = $((count + 1))
	'
	test_expect_success "$tree: git send-email accepts them" '
		git -c sendemail.smtpServer=/bin/false send-email --dry-run --to=nobody@example.org --confirm=never \
			--from=me@example.org --suppress-cc=all "$mails"/*.patch >out 2>&1 </dev/null &&
		test "$(grep -c "^Dry-" out)" = $((count + 1)) && ! grep "do not declare" out
	'
	test_expect_success "$tree: the cover letter says where this repository is found" '
		grep -x "    git clone $URL kreap && cd kreap" "$mails/0000-cover-letter.patch"
	'
	test_expect_success "$tree: the cover letter does not say that each scenario fails on plain" '
		scenario_rows $tree | awk "\$4 == \$5" | grep . &&
		! tr "\n" " " <"$top/patches/$tree/cover-letter.txt" | sed "s/  */ /g" |
			grep -oE "(Each|Every) (scenario|claim) [^.]* fails[^.]*\."
	'
	test_expect_success "$tree: recipients, in UTF-8: the list, THE REST, and each architecture" '
		iconv -f UTF-8 -t UTF-8 "$mails/recipients" >/dev/null &&
		grep -x "linux-kernel@vger.kernel.org" "$mails/recipients" && grep -x "THE REST" "$mails/recipients" &&
		grep -i "torvalds@" "$mails/recipients" &&
		for arch in $(touched_files $tree | sed -n "s,^arch/\([^/]*\)/.*,\1,p"); do
			grep -ix "${arch%x}" "$mails/recipients" || return 1
		done
	'
done

rm -rf linux
mkdir -p linux/arch/s390 linux/arch/s390x linux/arch/ia64
printf '%s = %s\n' VERSION 1 PATCHLEVEL 2 SUBLEVEL 3 EXTRAVERSION '' >linux/Makefile
printf '+++ b/%s\n' arch/s390x/kernel/ptrace.c arch/ia64/mm/init.c fs/lockd/clntlock.c kernel/user.c kernel/signal.c >a.patch
cat >linux/MAINTAINERS <<'EOF'
P: Person, of a signal

DECnet NETWORK LAYER
P:	Not For
M:	linux-decnet-user@example.org

IA64 (Itanium) PLATFORM
P:	Yes One
M:	one@example.org

PS/2 PORTS
P:	Not For
M:	signal@example.org

S390
P:	Yes Two
M:	two@example.org

USER MODE PORT
P:	Not For
M:	three@example.org

THE REST
P:	Yes Three
S:	Buried
EOF
printf '	Of what a signal is.\n\nN: Y\351s Four\nE: four@example.org\nD: signal delivery\n\nN: Not For\nE: not@signal\nD: user space, signals\n\nN: Yes Three\nE: three@example.org\nD: everything\n' >linux/CREDITS
test_expect_success 'recipients: by what titles and descriptions say, not by addresses; s390 for s390x' '
	"$top/scripts/steps/recipients" linux a.patch >list && cat list &&
	grep -x "N: Yés Four" list && grep -x "E: three@example.org" list && grep -x S390 list &&
	test "$(grep -c "Y.*s [A-Z]" list)" = 5 && ! grep "Not For\|Of what\|of a signal" list
'
test_expect_success 'recipients: where the tree has a get_maintainer.pl, by that' '
	mkdir -p linux/scripts && echo "print \"one\\@example.org (for @ARGV[-1])\\nlinux-kernel\\@vger.kernel.org\\n\"" >linux/scripts/get_maintainer.pl &&
	"$top/scripts/steps/recipients" linux "$PWD/a.patch" >list && cat list &&
	grep -x "one@example.org (for $PWD/a.patch)" list && grep -x "THE REST" list && ! grep S390 list &&
	test "$(grep -c linux-kernel@ list)" = 1
'

test_expect_success 'no URL, or none that git clone takes: one line, before any work' '
	(unset URL && refused URL= kreap.url -- ) && refused URL= kreap.url -- URL= &&
	for bad in elsewhere ../kreap "https://example.org/a b" "https://x/\`id\`" "/x;id" https:// me@example.org; do
		refused "URL=$bad" -- URL="$bad" || return 1
	done
'
test_expect_success 'the URL may be a path, or like one of ssh, or stand in the configuration of git' '
	for url in /srv/kreap.git me@example.org:kreap; do
		kreap mbox TREE=$fallback_tree URL=$url &&
		grep "git clone $url kreap" "$mine/build/mbox/$fallback_tree/0000-cover-letter.patch" || return 1
	done &&
	git -C "$mine" config kreap.url ssh://example.org/~me/kreap && (unset URL && kreap mbox TREE=$fallback_tree) &&
	grep "git clone ssh://example.org/~me/kreap kreap" "$mine/build/mbox/$fallback_tree/0000-cover-letter.patch"
'
test_expect_success 'a cover letter without a place for it: one line' '
	cp "$mine/patches/$fallback_tree/cover-letter.txt" cover && sed -i /git.clone/d "$mine/patches/$fallback_tree/cover-letter.txt" &&
	refused "patches/$fallback_tree/cover-letter.txt" "git clone URL" --
	status=$?; cp cover "$mine/patches/$fallback_tree/cover-letter.txt" && return $status
'
test_expect_success 'VERSION= that is no number from 1: one line, before any work' '
	for bad in abc 0 -1 1.5 02 "2 3"; do
		refused "VERSION=$bad" -- VERSION="$bad" || return 1
	done
'
changes=$mine/patches/$fallback_tree/changes-v2
git -C "$mine" config user.name "A U Thor" # for what changed to be all that is not ASCII
first=$(head -n 1 "$top/patches/$fallback_tree/series")
test_expect_success 'VERSION=2 without a file of changes, or one that is wrong: one line, before any work' '
	refused VERSION=2 "patches/$fallback_tree/changes-v2" -- VERSION=2 &&
	echo >"$changes" && refused VERSION=2 "patches/$fallback_tree/changes-v2" -- VERSION=2 &&
	printf "%s\nBetter.\n\nnone.patch\nWorse.\n" $first >"$changes" && refused changes-v2 none.patch -- VERSION=2 &&
	printf "%s\n\nBetter.\n" $first >"$changes" && refused changes-v2 $first -- VERSION=2
'
test_expect_success 'VERSION=2: its number in each subject, what changed under the cut and in the cover letter' '
	printf "%s\n" cover-letter.txt "Patch 1 is bétter." "" $first " - a ténth better" "--- than before" >"$changes" &&
	kreap mbox TREE=$fallback_tree VERSION=2 && mails=$mine/build/mbox/$fallback_tree &&
	count=$(wc -l <"$top/patches/$fallback_tree/series") &&
	test "$(grep -c "^Subject: \[PATCH $fallback_tree v2 [0-9]*/$count\] " "$mails/thread.mbox")" = $((count + 1)) &&
	sed -n "/^---$/,/^ .*|/p" "$mails"/0001-*.patch | sed -n "2,5p" >cut &&
	printf "%s\n" "Changes since v1:" " - a ténth better" "--- than before" "" | test_cmp - cut &&
	! grep "Changes since" "$mails"/0002-*.patch &&
	sed -n "/^Changes since v1:$/,/^A .* Thor/p" "$mails/0000-cover-letter.patch" >cut && cat cut &&
	grep -x "Patch 1 is bétter." cut && grep -x " - a ténth better" cut && grep "^Patch 1, [a-z]*: .*:$" cut
'
test_expect_success 'VERSION=2: git am drops what changed; git send-email takes what is not ASCII' '
	rm -rf fresh && touched_tree $fallback_tree "$PWD/fresh" && git -C fresh init -q && git -C fresh add -A &&
	git -C fresh commit -q -m fresh && git -C fresh am "$mails/series.mbox" && ! git -C fresh log | grep "ténth" &&
	git -c sendemail.smtpServer=/bin/false send-email --dry-run --to=nobody@example.org --confirm=never \
		--from=me@example.org --suppress-cc=all "$mails"/*.patch >out 2>&1 </dev/null && cat out && ! grep "do not declare" out
'
test_expect_success 'VERSION=1 is what it is without' '
	kreap mbox TREE=$fallback_tree VERSION=1 && grep "^Subject: \[PATCH $fallback_tree [0-9]" "$mine/build/mbox/$fallback_tree/series.mbox" &&
	! grep "Changes since" "$mine/build/mbox/$fallback_tree/thread.mbox"
'
test_expect_success 'no git identity: one line, no mails' '
	rm -rf "$mine/build/mbox" &&
	test_expect_code 2 env GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null \
		"$mine/scripts/mbox" "$fallback_tree" 2>said && one_line said "user.name" && test ! -e "$mine/build/mbox"
'
test_expect_success 'a series that does not apply leaves no mails' '
	sed -i "s/^-	/-	not /" "$mine/patches/$fallback_tree"/*.patch &&
	test_expect_code 2 kreap mbox TREE=$fallback_tree 2>said && test ! -e "$mine/build/mbox/$fallback_tree" && grep "failed" said
'
test_done
