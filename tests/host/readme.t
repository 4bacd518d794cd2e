#!/bin/sh
# shellcheck disable=SC2016,SC2317,SC2034 # sharness evaluates what is quoted here
test_description='the READMEs: every command line in them works, every statement that a test can check is true'
. "$(dirname -- "$0")/lib.sh"
unset SERIES BUILD QUILT_PATCHES
git config --global user.name 'A U Thor'
git config --global user.email author@example.org
URL=https://example.org/kreap.git
pages="README.md patches/README.md tests/README.md"

# The command lines of a page: those of the code blocks, and those in backticks
# that begin with make or a script. A remark after two spaces is left out.
command_lines() {
	sed -n -e 's/^    \(\(make\|git\|quilt\|sh\) .*\)/\1/p' "$top/$1" | sed 's/   *.*//'
	tr '\n' ' ' <"$top/$1" | sed 's/  */ /g' | grep -oE '`(make|git|quilt|scripts/[a-z-]+|sh) [^`]*`' | tr -d '`'
}
for page in $pages; do command_lines "$page"; done | sort -u >"$work/lines"

tree=$fallback_tree
! have_tree "$default_tree" || tree=$default_tree

# A pristine tree of the user's, and one with one of its patches half written.
user_tree() { rm -rf "$work/user" && touched_tree "$tree" "$work/user"; }
run_in() {
	folder=$1
	shift
	echo "\$ $*"
	(cd "$folder" && sh -euc "$*")
}
kreap() { run_in "$top" "$@"; }
# tested_in TEST WORDS: another test runs just that.
tested_in() { grep -F -e "$2" "$top/tests/host/$1"; }

clone=$work/kreap
clone "$clone"

# try LINE: run it, with a real folder for DIR, and a tree that is here.
try() {
	case $1 in
	'make demo' | 'make demo [TREE=2.4.17]' | 'make demo TREE=2.4.17' | 'make demo TREE=...')
		test -s "$work/table" || kreap make demo TREE="$tree" >"$work/table"
		;;
	'make demo SCENARIO=usb-stick') tested_in "$default_tree.t" SCENARIO=usb-stick ;;
	'make list') kreap make list ;;
	'make list [TREE=2.4.17]') kreap make list TREE="$tree" ;;
	'make demo TREE=2.4.17 SMP=4 FRAGMENTS=debug') tested_in 2.4.17.t 'boot_tree 2.4.17 4 debug' ;;
	'make demo LINUX=DIR' | 'make demo GIT=DIR REV=commit')
		tested_in trees.t "$(echo "$1" | sed 's/make //; s/=DIR/="$PWD/; s/ REV=.*//')"
		;;
	'make check') tested_in ../../.ci/run "$1" ;; # which runs this test
	'make help') kreap make help | grep 'make demo' ;;
	'make try LINUX=DIR' | 'make try') user_tree && kreap make try LINUX="$work/user" ;;
	'make apply LINUX=DIR') user_tree && kreap make apply LINUX="$work/user" ;;
	'make apply LINUX=DIR SERIES=2.4.17') user_tree && kreap make apply LINUX="$work/user" SERIES="$tree" ;;
	'make unapply LINUX=DIR' | 'make unapply')
		user_tree && kreap make apply LINUX="$work/user" && kreap make unapply LINUX="$work/user"
		;;
	'make apply') tested_in apply.t 'kreap apply BUILD=1' ;;
	'make mbox' | "make mbox TREE=2.4.17 URL="*) kreap make mbox TREE="$tree" "URL=$URL" ;;
	'make mbox VERSION=2') tested_in mbox.t 'mbox TREE=$fallback_tree VERSION=2' ;;
	'git -C DIR am "$PWD/build/mbox/2.4.17/series.mbox"') tested_in mbox.t 'am_line=' ;;
	'git config kreap.url ADDRESS') tested_in mbox.t 'config kreap.url' ;;
	'git send-email --dry-run --to=ADDRESS build/mbox/2.4.17/*.patch')
		kreap make mbox TREE="$tree" "URL=$URL" && kreap git -c sendemail.smtpServer=/bin/false send-email \
			--dry-run --to=nobody@example.org --confirm=never "build/mbox/$tree/*.patch" </dev/null
		;;
	'make bisect TREE=2.4.17') tested_in 2.4.17.t 'bisect TREE=2.4.17' ;;
	'make cross TREE=2.4.17') tested_in cross.t 'cross' ;; # compiles for minutes
	'make shell TREE=6.1 SIDE=plain') tested_in boot.t 'shell TREE=$fallback_tree SIDE=plain' ;;
	'make clean') run_in "$clone" 'mkdir -p build/x && make clean && test ! -e build' ;;
	'make distclean')
		mkdir -p "$work/cache/trees" &&
			KREAP_CACHE=$work/cache run_in "$clone" 'make distclean && test ! -e "$KREAP_CACHE"'
		;;
	'git am' | 'git clone' | 'git send-email') tested_in mbox.t "$1" ;;
	'quilt new' | 'quilt add' | 'quilt refresh --no-timestamps --no-index -p ab --diffstat')
		user_tree && kreap make apply LINUX="$work/user" &&
			run_in "$work/user" 'quilt new mine.patch && quilt add Makefile && echo "# mine" >>Makefile &&
			quilt refresh --no-timestamps --no-index -p ab --diffstat'
		;;
	'quilt pop') user_tree && kreap make apply LINUX="$work/user" && run_in "$work/user" quilt pop ;;
	'scripts/tests-readme >tests/README.md' | 'scripts/tests-readme') run_in "$clone" scripts/tests-readme ;;
	'scripts/tree-hashes TREE >patches/TREE/tree.sha256' | 'scripts/tree-hashes') tested_in lib.sh scripts/tree-hashes ;;
	*)
		echo "no test runs this command line"
		return 1
		;;
	esac
}
while read -r line; do
	test_expect_success "$line" 'try "$line" </dev/null'
done <"$work/lines"

test_expect_success 'tests/README.md is what scripts/tests-readme prints' '
	"$top/scripts/tests-readme" >page && test_cmp "$top/tests/README.md" page
'
test_expect_success 'README says hashes of those trees that have them, and of no other' '
	(cd "$top/patches" && ls -d */tree.sha256 | sed "s,/.*,," | tr "\n" " " | sed "s/ \$//; s/ / and /g") >hashed &&
	tr "\n" " " <"$top/README.md" | grep -o "$(cat hashed) are checked against the hashes"
'
test_expect_success 'README says how long a first run takes, as make demo does' '
	minutes() { sed -n "s/.*\(about [0-9]* minutes\).*/\1/p" "$top/patches/$1/tree"; } &&
	gb() { sed -n "s/.* \([0-9]* GB\) of disk.*/\1/p" "$top/patches/$1/tree"; } &&
	tr "\n" " " <"$top/README.md" >text &&
	grep -oE "$default_tree .make demo. takes $(minutes $default_tree) and $(gb $default_tree) of disk the first time" text &&
	grep -oE "$fallback_tree from Debian, which takes $(minutes $fallback_tree) and $(gb $fallback_tree)" text
'
test_expect_success 'make demo prints 80 columns, and no cell runs into the next' '
	! expand "$work/table" | grep -E "^.{81}" &&
	sed -n "/plain  *patched\$/,/^Verdict/p" "$work/table" | grep "^  [a-z0-9A-Z]" >rows && test -s rows &&
	! grep -vE "^  .{48} [^ ].{9} (->|  ) [^ ]" rows
'
no_pids() { sed "s/[0-9][0-9]* \([a-z]\)/PID \1/g"; }
[ "$tree" != "$default_tree" ] || test_set_prereq VINTAGE
test_expect_success VINTAGE 'README shows the lines that make demo prints' '
	sed -n "/^    Linux $default_tree, without/,/^    Verdict/s/^    //p" "$top/README.md" | grep -vx " *\.\.\." | no_pids >shown &&
	no_pids <"$work/table" >printed && ! grep -vxFf printed shown
'
test_expect_success 'make demo has colours on a terminal, and none with NO_COLOR' '
	TERM=xterm script -qec "make -s -C $top demo TREE=$tree" coloured >/dev/null </dev/null &&
	NO_COLOR=1 TERM=xterm script -qec "make -s -C $top demo TREE=$tree" plain >/dev/null </dev/null &&
	escape=$(printf "\033") && sed -n "/plain  *patched/,\$p" coloured | grep "$escape\[3[12]m" &&
	! sed -n "/plain  *patched/,\$p" plain | grep "$escape\["
'
test_expect_success 'README shows the rows that make demo prints' '
	sed -n "s/^    \(  [a-zA-Z].*[^ ]\)  *[0-9]* zombies  *-> none\$/\1/p" "$top/README.md" >rows && test -s rows &&
	while read -r title; do grep -qF "$title" "$top/tests/scenarios" || return 1; done <rows
'
test_expect_success 'every file that a comment or a page names is there' '
	(cd "$top" && git ls-files -co --exclude-standard README.md patches/README.md scripts tests/guest tests/module |
		while read -r page; do [ ! -f "$page" ] || echo "$page"; done |
		xargs grep -nE "^ *(#|/?\*) |^[^#*]*[a-z]*\`[^\`]*/" |
		grep -oE "^[^:]*:[0-9]*:|\b(scripts|tests|patches|rootfs|kernel-config)/[A-Za-z0-9_./-]*[A-Za-z0-9_]" |
		while read -r path; do
			case $path in
			*:) where=$path ;;
			*) ls -d $(echo "$path" | sed "s/TREE\|NAME/*/g") >/dev/null 2>&1 || echo "$where $path" ;;
			esac
		done >"$work/dangling")
	cat "$work/dangling" && test_must_be_empty "$work/dangling"
'
test_expect_success 'README says how many processors each tree has, as patches/TREE/tree does' '
	for processors in $(for known in $(known_trees); do fact "$known" processors; done | sort -u); do
		these=$(for known in $(known_trees); do
			test "$(fact "$known" processors)" != "$processors" || echo "$known"
		done | paste -sd, | sed "s/,/, /g; s/\(.*\), /\1 and /") &&
		grep "(default: .*\b$processors on $these[,)]" "$top/README.md" || return 1
	done
'
test_expect_success 'scripts/steps/kernel leaves in boot/ the files that its head names' '
	sed -n "/boot. there has/,/\./p" "$top/scripts/steps/kernel" | tr -d "#\n" |
		sed "s/.*there has//; s/[.] .*//; s/,\| and / /g" >files && test -s files &&
	for file in $(cat files); do
		ls "$top"/build/$fallback_tree/*/plain/boot/$file >/dev/null || return 1
	done
'
test_done
