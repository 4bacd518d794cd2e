#!/bin/sh
# shellcheck disable=SC2016,SC2034,SC2154,SC2317 # sharness evaluates what is quoted here
test_description='set-up from nothing, on minimal Debian roots that are thrown away

What is installed by hand on the machine that runs the tests cannot hide a
missing package here. Sources and trees come from the cache of the machine, so
that only builds are repeated.'
. "$(dirname -- "$0")/lib.sh"

skip() {
	skip_all=$1
	test_done
}
[ "$(id -u)" = 0 ] || skip 'fresh roots: only root can chroot'
unshare --mount --pid --fork true 2>/dev/null || skip 'fresh roots: namespaces are not permitted here'
(. /etc/os-release && [ "$ID" = debian ]) || skip 'fresh roots: this is not Debian'

sources=$(find /etc/apt/sources.list /etc/apt/sources.list.d -name '*.list' -o -name '*.sources' 2>/dev/null)
release=$(. /etc/os-release && echo "$VERSION_CODENAME")

# new_root DIR: a minimal Debian with make and git, apt set up as on this machine.
# sharness has a few files open, and mmdebstrap hands dash the number of the next
# one: dash takes one digit.
new_root() {
	# shellcheck disable=SC2086 # a list of files
	mmdebstrap --variant=minbase --include=make,git "$release" "$1" $sources \
		3>&- 4>&- 5>&- 6>&- 7>&- &&
		cp -a /etc/apt "$1/etc/" && cp -L /etc/resolv.conf "$1/etc/" && cp -a /usr/share/keyrings "$1/usr/share/" &&
		cat >"$1/etc/apt/apt.conf.d/zz-kreap" <<-\EOF
			#clear DPkg::Post-Invoke;
			#clear APT::Update::Post-Invoke;
			APT::Keep-Downloaded-Packages "true";
		EOF
}

# in_root DIR HOME COMMAND...: run COMMAND there, as the owner of HOME, in the
# copy of the repository that is in HOME. Whatever it starts ends with it.
in_root() {
	root=$1 home=$2
	shift 2
	set -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME="$home" ${http_proxy:+http_proxy="$http_proxy"} \
		${https_proxy:+https_proxy="$https_proxy"} ${no_proxy:+no_proxy="$no_proxy"} \
		chroot --userspec="$(stat -c %u:%g "$root$home")" "$root" \
		sh -c 'cd "$HOME/kreap" && exec "$@"' sh "$@"
	mkdir -p "$KREAP_CACHE/debian" "$KREAP_CACHE/trees" "$KREAP_CACHE/deb/partial" \
		"$root$home/.cache/kreap/debian" "$root$home/.cache/kreap/trees" &&
		chown -R --reference="$root$home" "$root$home/.cache" &&
		unshare --mount --pid --fork --kill-child sh -ec '
			mount -t proc proc "$1/proc"
			mount --bind "$3/deb" "$1/var/cache/apt/archives"
			mount --bind "$3/debian" "$1$2/.cache/kreap/debian"
			mount --bind "$3/trees" "$1$2/.cache/kreap/trees"
			shift 3
			exec "$@"' sh "$root" "$home" "$KREAP_CACHE" "$@"
}

roots=$work/roots
mkdir "$roots"
final_cleanup="rm -rf '$roots'"

test_expect_success 'a minimal Debian, with make and git' '
	new_root "$roots/bare" && cp -a "$roots/bare" "$roots/build-essential"
'

bare=$roots/bare
clone "$bare/root/kreap"
test_expect_success 'minimal: make demo, from nothing to its verdict' '
	in_root "$bare" /root make demo >out && cat out &&
	grep "^Verdict: .*, patched leaves none" out
'
test_expect_success 'minimal: make demo did not install what only the tests use' '
	for package in shellcheck sharness git-email mmdebstrap; do
		! grep -A 1 "^Package: $package\$" "$bare/var/lib/dpkg/status" || return 1
	done
'
rm -rf "$bare"

# The second: a compiler, but nothing for 32-bit programs.
root=$roots/build-essential
test_expect_success 'build-essential: installed' '
	mkdir -p "$root/root/kreap" && in_root "$root" /root sh -c "
		apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends build-essential &&
		useradd -m user"
'
clone "$root/home/user/kreap" && chown -R --reference="$root/home/user" "$root/home/user/kreap"
test_expect_success 'build-essential, no root: make demo prints the one line to run' '
	test_expect_code 2 in_root "$root" /home/user make demo 2>said &&
	one_line said "missing packages; run: sudo apt-get install --no-install-recommends" lib32gcc
'
test_expect_success 'that line installs what make demo needs' '
	line=$(sed -n "s/.*run: sudo \(.*\)/\1 -y/p" said) &&
	in_root "$root" /root env DEBIAN_FRONTEND=noninteractive $line &&
	in_root "$root" /home/user scripts/steps/packages build patch >said 2>&1 && test_must_be_empty said
'
test_expect_success 'build-essential, no root: the root image and the compiler are built' '
	in_root "$root" /home/user scripts/steps/rootfs >image && test -s "$root$(cat image)" &&
	in_root "$root" /home/user scripts/steps/toolchain >prefix && test -x "$root$(cat prefix)gcc"
'
test_done
