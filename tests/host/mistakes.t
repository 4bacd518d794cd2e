#!/bin/sh
# shellcheck disable=SC2016,SC2317,SC2034 # sharness evaluates what is quoted here
test_description='mistakes: one line, status 2, before any work'
. "$(dirname -- "$0")/lib.sh"
unset SERIES BUILD QUILT_PATCHES
kreap() { make -C "$top" --no-print-directory "$@"; }

# The checkout of somebody else, in a place that any user can read.
box=$(mktemp -d)
final_cleanup="chmod -R u+w $box; rm -rf $box"
chmod 755 "$box"
mkdir "$box/cache" "$box/linux"
clone "$box/kreap"
echo "$default_tree.0" | awk -F . '{ print "VERSION = " $1 "\nPATCHLEVEL = " $2 "\nSUBLEVEL = " $3 "\nEXTRAVERSION =" }' \
	>"$box/linux/Makefile"
as_reader=
if [ "$(id -u)" = 0 ]; then
	as_reader="setpriv --reuid=65534 --regid=65534 --clear-groups"
	chown -R 65534 "$box/cache" "$box/linux"
else
	chmod -R a-w "$box/kreap"
fi
read_only() {
	$as_reader env KREAP_CACHE="$box/cache" KREAP_NO_TTY=1 make -C "$box/kreap" --no-print-directory "$@"
}
no_home() { env -u HOME -u XDG_CACHE_HOME -u KREAP_CACHE KREAP_NO_TTY=1 make -C "$top" --no-print-directory "$@"; }

while read -r command; do
	test_expect_success "make $command: a checkout that cannot be written" '
		test_expect_code 2 read_only $command >out 2>said </dev/null &&
		one_line said "cannot write in $box/kreap, " "copy the repository" && test -z "$(ls -A "$box/cache")"
	'
	test_expect_success "make $command: HOME is not set" '
		test_expect_code 2 no_home $command >out 2>said </dev/null && one_line said "HOME is not set"
	'
done <<EOT
demo
check
apply LINUX=$box/linux
unapply LINUX=$box/linux
mbox
bisect
cross ARCH=i386
shell
EOT
test_expect_success 'make list needs no build/' '
	read_only list >out && test ! -e "$box/kreap/build"
'
test_expect_success 'make clean: nothing there, HOME not set, a build/ that belongs to somebody else' '
	read_only clean && test_expect_code 2 no_home clean 2>said && one_line said "HOME is not set" &&
	chmod u+w "$box/kreap" && mkdir -p "$box/kreap/build/log" && touch "$box/kreap/build/log/x" && chmod a-w "$box/kreap" "$box/kreap/build/log" &&
	test_expect_code 2 read_only clean 2>said && one_line said "cannot remove $box/kreap/build; check who owns it"
'
test_expect_success 'a build/ that belongs to somebody else' '
	chmod a-w "$box/kreap/build" && test_expect_code 2 read_only demo 2>said &&
	one_line said "cannot write in $box/kreap/build, "
'

tree=$fallback_tree
! have_tree "$default_tree" || tree=$default_tree
touched_tree "$tree" "$work/linux"
test_expect_success 'BUILD=abc is refused, BUILD=0 means no' '
	cp -a "$work/linux" before &&
	test_expect_code 2 kreap apply BUILD=abc LINUX="$work/linux" 2>said &&
	one_line said "BUILD=abc: neither yes nor no; give 1 or 0" && diff -r before "$work/linux" &&
	kreap apply BUILD=0 LINUX="$work/linux" &&
	test "$(wc -l <"$work/linux/.pc/applied-patches")" = "$(wc -l <"$top/patches/$tree/series")"
'
test_expect_success 'V=abc is refused' '
	test_expect_code 2 kreap demo V=abc 2>said && one_line said "V=abc: neither yes nor no; give 1 or 0"
'
test_done
