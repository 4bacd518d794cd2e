#!/bin/sh
# shellcheck disable=SC2016,SC2317,SC2034 # sharness evaluates what is quoted here
test_description='where a tree comes from, and the errors for what is not one

Runs in a copy of the repository that has one tree more: 9.8.7, of three small files,
which is the default.'
. "$(dirname -- "$0")/lib.sh"

# The tree, its hashes, and a series of one patch, in $clone.
clone=$work/kreap
clone "$clone"
KREAP_CACHE=$work/cache
export KREAP_CACHE
make_tree() {
	mkdir -p "$1/kernel"
	printf 'VERSION = 9\nPATCHLEVEL = 8\nSUBLEVEL = %s\nEXTRAVERSION =\n\nall:\n' "${2:-7}" >"$1/Makefile"
	printf 'one\ntwo\nthree\n' >"$1/kernel/exit.c"
	echo other >"$1/kernel/other.c"
}
make_tree "$work/linux-9.8.7"
(
	mkdir "$clone/patches/9.8.7"
	sed -i "s/^demo=default/demo=/" "$clone"/patches/*/tree
	sed -e "s,^source=.*,source=v9.8/linux-9.8.7.tar.xz," -e "s/^demo=.*/demo=default/" \
		"$clone/patches/$default_tree/tree" >"$clone/patches/9.8.7/tree"
	cd "$work/linux-9.8.7" && sha256sum Makefile kernel/exit.c >"$clone/patches/9.8.7/tree.sha256"
	cd "$clone/patches/9.8.7" && echo two.patch >series
	printf -- '--- a/kernel/exit.c\n+++ b/kernel/exit.c\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n' >two.patch
)
state_of() { (cd "$1" && find . -type f -print0 | sort -z | xargs -0 sha256sum && find . -printf '%P %m %T@\n' | sort); }
tree() { "$clone/scripts/steps/tree" 9.8.7; }
demo() { make -C "$clone" --no-print-directory demo "$@"; }

# fails_cleanly DIR TEXT COMMAND...: it fails with status 2 and one line that
# contains TEXT, leaves DIR as it was, and no tree in the cache.
fails_cleanly() {
	dir=$1 text=$2
	shift 2
	state_of "$dir" >before
	test_expect_code 2 "$@" >out 2>said &&
		one_line said "$text" &&
		state_of "$dir" >after && test_cmp before after &&
		test -z "$(ls "$KREAP_CACHE/trees/" 2>/dev/null)"
}

test_expect_success 'TREE that is unknown' '
	fails_cleanly "$work/linux-9.8.7" "TREE=9.9" demo TREE=9.9
'
test_expect_success 'TREE with a quote in it, SMP and FRAGMENTS that cannot be: before any work' '
	mkdir -p empty && fails_cleanly empty "TREE=x" demo TREE="x'\''; touch f; '\''" && test ! -e "$clone/f" &&
	fails_cleanly empty "SMP=abc" demo SMP=abc && fails_cleanly empty "SMP=0" demo SMP=0 &&
	fails_cleanly empty "no kernel-config/nonsense; choose from" demo FRAGMENTS="debug nonsense" &&
	fails_cleanly empty "FRAGMENTS=../../x" demo FRAGMENTS=../../x
'
test_expect_success 'GIT without TREE: no repository, no such REV' '
	fails_cleanly empty "is not a git repository" demo GIT=/ REV=HEAD &&
	fails_cleanly empty "has no such commit" demo GIT="$top" REV=nonsense
'
test_expect_success 'a cache that is no absolute path, and no HOME' '
	KREAP_CACHE=here test_expect_code 2 demo 2>said && one_line said "KREAP_CACHE=here: not an absolute path" &&
	(unset KREAP_CACHE HOME XDG_CACHE_HOME && test_expect_code 2 demo 2>said) && one_line said "HOME is not set"
'
test_expect_success 'LINUX that does not exist' '
	fails_cleanly "$work/linux-9.8.7" "LINUX=/no/such: no such directory" demo LINUX=/no/such
'
test_expect_success 'LINUX that does not exist, and TREE: the same, before packages are looked for' '
	mv "$clone/scripts/steps/packages" away && printf "#!/bin/sh\ntouch looked\n" >"$clone/scripts/steps/packages" &&
	chmod +x "$clone/scripts/steps/packages" &&
	for command in demo bisect mbox cross check; do
		test_expect_code 2 make -C "$clone" -s $command TREE=9.8.7 LINUX=/no/such 2>said &&
		one_line said "LINUX=/no/such: no such directory" && test ! -e "$clone/looked" || failed=$command
	done
	mv away "$clone/scripts/steps/packages"; test -z "${failed:-}"
'
test_expect_success 'LINUX and GIT that are relative: to the folder in which make runs' '
	mkdir -p elsewhere && (cd elsewhere && test_expect_code 2 demo LINUX=linux 2>../said) &&
	one_line said "LINUX=$clone/linux: no such directory" &&
	test_expect_code 2 demo GIT=linux REV=v1 2>said && one_line said "GIT=$clone/linux: no such directory" &&
	make_tree next 8 && cp -a next "$clone/next" && test_expect_code 2 demo LINUX=next 2>said &&
	one_line said "LINUX=$clone/next is Linux 9.8.8"; result=$?
	rm -rf "$clone/next"; return $result
'
test_expect_success 'LINUX and GIT, REV and no GIT' '
	for command in demo bisect mbox cross check apply; do
		fails_cleanly empty "LINUX=$PWD/empty and GIT=$PWD/empty: which one? give only that" \
			make -C "$clone" -s $command LINUX="$PWD/empty" GIT="$PWD/empty" REV=v1 || return 1
	done
	fails_cleanly empty "REV=v1: of no repository" demo REV=v1
'
test_expect_success 'LINUX that is not a kernel' '
	mkdir -p empty && fails_cleanly empty "is not a kernel tree" demo LINUX="$PWD/empty"
'
test_expect_success 'LINUX whose Makefile is not a kernel'\''s' '
	mkdir -p other && echo all: >other/Makefile &&
	fails_cleanly other "is not a kernel tree" demo LINUX="$PWD/other"
'
test_expect_success 'LINUX of another release, TREE named' '
	make_tree next 8 &&
	fails_cleanly next "is Linux 9.8.8, not 9.8.7" demo TREE=9.8.7 LINUX="$PWD/next"
'
test_expect_success 'LINUX of another release, TREE not named' '
	fails_cleanly next "is Linux 9.8.8, which has no series" demo LINUX="$PWD/next"
'
test_expect_success 'LINUX with one changed byte in a file that counts' '
	make_tree changed && sed -i s/three/thrEe/ changed/kernel/exit.c &&
	fails_cleanly changed "kernel/exit.c differs from the file in 9.8.7" demo LINUX="$PWD/changed"
'
test_expect_success 'LINUX with two such files: one line each' '
	echo >>changed/Makefile && test_expect_code 2 demo LINUX="$PWD/changed" 2>said &&
	grep -c "differs from the file in 9.8.7" said >count && echo 2 | test_cmp - count
'
test_expect_success 'LINUX that has the series already' '
	make_tree applied && patch -s -d applied -p1 <"$clone/patches/9.8.7/two.patch" &&
	fails_cleanly applied "already has the 9.8.7 series applied" demo LINUX="$PWD/applied"
'
test_expect_success 'GIT that does not exist' '
	fails_cleanly empty "GIT=/no/such: no such directory" demo GIT=/no/such REV=HEAD
'
test_expect_success 'GIT without REV' '
	fails_cleanly empty "needs REV=" demo GIT="$PWD/empty"
'
test_expect_success 'GIT that is not a repository' '
	fails_cleanly empty "is not a git repository" demo TREE=9.8.7 GIT=/ REV=HEAD
'
test_expect_success 'REV that does not exist' '
	git init -q repo && make_tree repo &&
	git -C repo add -A && git -C repo -c user.name=t -c user.email=t@t commit -qm 9.8.7 &&
	fails_cleanly repo "REV=v9: GIT=$PWD/repo has no such commit" demo TREE=9.8.7 GIT="$PWD/repo" REV=v9
'
test_expect_success 'REV of another release' '
	make_tree repo 8 && git -C repo -c user.name=t -c user.email=t@t commit -qam 9.8.8 &&
	fails_cleanly repo "is Linux 9.8.8, not 9.8.7" demo TREE=9.8.7 GIT="$PWD/repo" REV=HEAD
'

test_expect_success 'LINUX in a path with spaces, with a build in it, is only read' '
	make_tree "my tree/linux" && printf "mrproper:\n\trm -f .config kernel/exit.o\n" >>"my tree/linux/Makefile" &&
	sha256sum <"my tree/linux/Makefile" >/dev/null && cp "$clone/patches/9.8.7/tree.sha256" sums &&
	(cd "my tree/linux" && sha256sum Makefile kernel/exit.c) >"$clone/patches/9.8.7/tree.sha256" &&
	touch "my tree/linux/.config" "my tree/linux/kernel/exit.o" && mkdir -p "my tree/linux/.git" &&
	state_of "my tree/linux" >before &&
	LINUX="$PWD/my tree/linux" tree >got 2>said &&
	state_of "my tree/linux" >after && test_cmp before after &&
	test -f "$(cat got)/kernel/other.c" && test ! -e "$(cat got)/.git" &&
	test ! -e "$(cat got)/kernel/exit.o" &&
	cp sums "$clone/patches/9.8.7/tree.sha256" && rm -rf "$KREAP_CACHE/trees"
'
test_expect_success 'GIT and REV, then the cache alone' '
	GIT=$PWD/repo REV=HEAD~1 tree >got 2>said && grep "from git commit" said &&
	tree >again 2>said && test_cmp got again && grep "from git commit" said &&
	rm -rf "$KREAP_CACHE/trees"
'
test_expect_success 'GIT may be a bare repository' '
	git clone -q --bare repo repo.git &&
	GIT=$PWD/repo.git REV=HEAD~1 tree && rm -rf "$KREAP_CACHE/trees"
'
test_expect_success 'a tree in the cache that has been tampered with is refused' '
	GIT=$PWD/repo REV=HEAD~1 tree >got && echo x >>"$(cat got)/kernel/exit.c" &&
	test_expect_code 2 tree 2>said && one_line said "kernel/exit.c differs from the file in 9.8.7" &&
	rm -rf "$KREAP_CACHE/trees"
'

# The download, from a server on loopback.
mkdir -p "$work/www/v9.8"
tarball=$work/www/v9.8/linux-9.8.7.tar.xz
# Large enough for a partial download.
head -c 300000 /dev/urandom >"$work/linux-9.8.7/noise"
make_tarball() { tar -C "$work" -cJf "$tarball" linux-9.8.7; }
make_tarball
port=$(awk 'BEGIN { srand(); print 20000 + int(rand() * 20000) }')
setpriv --pdeathsig KILL busybox httpd -f -p "127.0.0.1:$port" -h "$work/www" &
server=$!
final_cleanup="kill $server"
KREAP_MIRROR=http://127.0.0.1:$port
export KREAP_MIRROR
curl -s --retry 20 --retry-connrefused --retry-delay 1 -o /dev/null "$KREAP_MIRROR/"
part=$KREAP_CACHE/download/linux-9.8.7.tar.xz.part

test_expect_success 'the tarball from a mirror' '
	tree >got 2>said && test_cmp "$(cat got)/kernel/exit.c" "$work/linux-9.8.7/kernel/exit.c" &&
	test ! -e "$part" && rm -rf "$KREAP_CACHE/trees"
'
test_expect_success 'a mirror that ends in slashes' '
	KREAP_MIRROR=$KREAP_MIRROR// tree >got 2>said && grep "from $KREAP_MIRROR/v9.8/linux-9.8.7.tar.xz" said &&
	rm -rf "$KREAP_CACHE/trees"
'
test_expect_success 'an interrupted download is resumed' '
	head -c 100000 "$tarball" >"$part" && tree && rm -rf "$KREAP_CACHE/trees"
'
test_expect_success 'resumed, not restarted: a wrong beginning stays wrong' '
	head -c 100000 /dev/zero >"$part" &&
	test_expect_code 2 tree 2>said && grep "is damaged" said && test ! -e "$part"
'
test_expect_success 'a whole download that was not unpacked is not fetched again' '
	cp "$tarball" "$part" && tree && rm -rf "$KREAP_CACHE/trees"
'
test_expect_success 'a truncated tarball' '
	truncate -s 200000 "$tarball" && fails_cleanly empty "is damaged" tree && test ! -e "$part"
'
test_expect_success 'a corrupted tarball' '
	make_tarball && printf XXXX | dd of="$tarball" bs=1 seek=150000 conv=notrunc 2>/dev/null &&
	fails_cleanly empty "is damaged" tree && test ! -e "$part"
'
test_expect_success 'a tarball of another release' '
	make_tree "$work/linux-9.8.7" 6 && make_tarball &&
	fails_cleanly empty "is Linux 9.8.6, not 9.8.7" tree &&
	make_tree "$work/linux-9.8.7" && make_tarball
'
test_expect_success 'two runs at once share one cache' '
	{ tree >one 2>said.one & } && first=$! && { tree >two 2>said.two & } && second=$! &&
	wait $first && wait $second && test_cmp one two &&
	test -d "$KREAP_CACHE/trees/9.8.7-tarball" &&
	! ls -A "$KREAP_CACHE/trees" | grep "^.tmp" && rm -rf "$KREAP_CACHE/trees"
'
test_expect_success 'nobody answers: status 5, and the reason, at once' '
	KREAP_MIRROR=http://127.0.0.1:1 test_expect_code 5 tree >reason 2>said &&
	test_must_be_empty said && grep "^cannot download http://127.0.0.1:1/.*: failed to connect" reason
'
test_expect_success 'nobody answers, and TREE is named: one line' '
	KREAP_MIRROR=http://127.0.0.1:1 test_expect_code 2 demo TREE=9.8.7 2>said &&
	sed -i "/A first run/d" said &&
	one_line said "9.8.7: cannot download" "failed to connect" "GIT=DIR REV=commit"
'
test_expect_success 'nobody answers, and TREE is not named: why it runs on the fallback, and how to name that tree' '
	make_tree "$KREAP_CACHE/trees/$fallback_tree" &&
	KREAP_MIRROR=http://127.0.0.1:1 test_expect_code 2 demo 2>said && cat said &&
	sed "/Linux 9.8.7 is not here/,\$d" said >before && ! grep kreap: before &&
	grep "Linux 9.8.7 is not here (cannot download .*: failed to connect" said &&
	grep "runs on Linux $fallback_tree instead" said && grep "make demo LINUX=DIR" said && grep "A first run on $fallback_tree" said &&
	rm -rf "$KREAP_CACHE/trees"
'
test_expect_success 'the server accepts and says nothing: the same, soon' '
	{ setpriv --pdeathsig KILL busybox nc -l -p $((port + 1)) -s 127.0.0.1 >/dev/null & } && nc=$! &&
	KREAP_MIRROR=http://127.0.0.1:$((port + 1)) test_expect_code 5 timeout 40 "$clone/scripts/steps/tree" 9.8.7 >reason &&
	grep "^cannot download" reason; result=$?
	kill $nc 2>/dev/null; return $result
'
test_expect_success 'the file is not on the mirror: the same' '
	mv "$tarball" "$tarball.away" && test_expect_code 5 tree >reason &&
	grep 404 reason && mv "$tarball.away" "$tarball"
'
test_expect_success 'killed half-way, it leaves no incomplete tree' '
	mkdir -p "$work/slow/v9.8" && mkfifo "$work/slow/v9.8/linux-9.8.7.tar.xz" &&
	{ KREAP_MIRROR=file://$work/slow "$clone/scripts/steps/tree" 9.8.7 >/dev/null 2>&1 & } && it=$! &&
	timeout 20 sh -c "exec 7>$work/slow/v9.8/linux-9.8.7.tar.xz && kill -9 $it" &&
	! ls "$KREAP_CACHE"/trees/9.8.7* 2>/dev/null &&
	rm -f "$part" && tree && rm -rf "$KREAP_CACHE/trees"
'

unshare -rm true 2>/dev/null && test_set_prereq UNSHARE
test_expect_success UNSHARE 'a full disk: one line, and nothing left behind' '
	mkdir -p "$work/tiny" && cat >full.sh <<-\EOF &&
		mount -t tmpfs -o size=2m tmpfs "$1" && export KREAP_CACHE="$1" && "$2/scripts/steps/tree" 9.8.7
		status=$?
		find "$1" -name "9.8.7*" -o -name ".tmp*" | grep -v /lock && exit 9
		exit $status
	EOF
	test_expect_code 2 unshare -rm sh full.sh "$work/tiny" "$clone" >found 2>said &&
	one_line said "no space" && test_must_be_empty found
'
test_expect_success 'a cache that is not writable' '
	touch "$work/file" && KREAP_CACHE=$work/file/cache test_expect_code 2 "$clone/scripts/steps/tree" 9.8.7 2>said &&
	one_line said "$work/file/cache"
'
test_expect_success 'a repository in a path with white space' '
	clone "$PWD/white space" && test_expect_code 2 make -C "white space" --no-print-directory demo TREE="$fallback_tree" 2>said &&
	one_line said "white space"
'
test_done
