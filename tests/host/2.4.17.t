#!/bin/sh
# shellcheck disable=SC2016,SC2317,SC2034 # sharness evaluates what is quoted here
test_description='2.4.17, plain and patched, in QEMU; and what its build must catch'
. "$(dirname -- "$0")/lib.sh"

have_tree 2.4.17 || {
	skip_all='no source of 2.4.17 here; name one once: make check LINUX=DIR, or GIT=DIR REV=commit'
	test_done
}

boot_tree 2.4.17 1
boot_tree 2.4.17 1 debug
boot_tree 2.4.17 4 debug
unset SMP FRAGMENTS

test_expect_success 'what stops plain 2.4.17 is a child that was reported twice' '
	grep "^# [0-9]* was reported twice" "$(cat run.plain)/two-waiters/tap"
'
test_expect_success 'the file that the guest wrote is on the USB stick' '
	/sbin/debugfs -R "cat reply" "$(cat run.patched)/stick.img" 2>/dev/null | grep "from the guest"
'
test_expect_success 'make demo finds the bug on plain and not on patched' '
	make -C "$top" --no-print-directory demo TREE=2.4.17 >out 2>said &&
	grep "USB stick plugged in, pulled, driver unloaded *2 zombies *-> none" out &&
	grep "plain: [0-9]* usb-storage-0 ([0-9]* khubd), [0-9]* scsi_eh_0 ([0-9]* khubd)" out &&
	grep "^Verdict: plain 2.4.17 leaves [0-9]* zombies until reboot, patched leaves none" out
'

test_expect_success 'make demo SCENARIO=usb-stick: that alone' '
	make -C "$top" --no-print-directory demo TREE=2.4.17 SCENARIO=usb-stick >out 2>said &&
	sed -n "/plain  *patched\$/,/^Verdict/s/^  \([^ ].\{47\}\).*/\1/p" out >rows && cat rows && test "$(wc -l <rows)" = 1 &&
	grep "^USB" rows &&
	grep "^Verdict: plain 2.4.17 leaves 2 zombies until reboot, patched leaves none" out &&
	grep "booting \.\.\. 1 scenario, " said
'
test_expect_success 'make demo SCENARIO=two-waiters, which stops plain, with V=1: what the guest said' '
	make -C "$top" --no-print-directory demo TREE=2.4.17 SCENARIO=two-waiters V=1 >out 2>said && cat out &&
	grep "two threads wait: each child is reported once *panics *-> once" out &&
	grep "^Verdict: both as tests/scenarios says; the series changes two-waiters.\$" out &&
	grep "was reported twice" said && grep "^ok 1 - two-waiters: once" said
'
test_expect_success 'make demo SCENARIO: the results of all of them are kept' '
	"$top/scripts/steps/compare" 2.4.17 plain "$top/build/run/2.4.17-base+usb-smp1-plain"
'

test_expect_success 'make bisect: each patch fixes the scenarios that the table says' '
	make -C "$top" --no-print-directory bisect TREE=2.4.17 >out 2>said
	cat said out
	test "$(grep -c " ok: " out)" = "$(($(wc -l <"$top/patches/2.4.17/series") + 1))"
'
# A missing patch fails a scenario, except for these three.
test_expect_success 'without its first patch the series does not apply' '
	rm -rf holed && cp -r "$top/patches/2.4.17" holed && sed -i 1d holed/series &&
	touched_tree 2.4.17 "$SHARNESS_TRASH_DIRECTORY/tree" &&
	(cd tree && test_must_fail env QUILT_PATCHES=../holed quilt --quiltrc /dev/null push -a --fuzz=0)
'
test_expect_success 'with the series, 8139too and lockd alone call reparent_to_init()' '
	dir=$top/build/2.4.17/base+usb/patched &&
	(cd "$dir" && grep -rl --include="*.c" "reparent_to_init();" drivers fs net mm arch ipc) | sort >callers &&
	printf "%s\n" drivers/net/8139too.c fs/lockd/svc.c >want && test_cmp want callers
'
hashes_are_current 2.4.17
every_patch_has_a_scenario 2.4.17 exit-move-daemonize-from-sched \
	lockd-drop-redundant-reparent-to-init user-add-switch-uid

# A copy of the repository, to be modified.
clone=$work/kreap
clone "$clone"
kernel() { "$clone/scripts/steps/kernel" 2.4.17 "$1" "$source"; }
compiled() { grep -- ' -c -o ' "$clone/build/log/kernel-2.4.17-base-patched.log" | sed 's/.* //' | sort | tr '\n' ' '; }
# Twice at first: 2.4 touches headers that include newer ones as it comes across
# them, and has touched them all only after a second make.
test_expect_success 'changing one patch recompiles one file (and version.c)' '
	kernel patched && kernel patched && patch=patches/2.4.17/daemonize-reparents-to-init.patch &&
	sed -i "s/^+\(.*\) The parent may be a kernel/+\1 The parent can be a kernel/" "$clone/$patch" &&
	! cmp -s "$top/$patch" "$clone/$patch" &&
	kernel patched && compiled >files && printf "exit.c init/version.c " >want && test_cmp want files
'
test_expect_success 'changing nothing recompiles nothing (but version.c)' '
	kernel patched && compiled >files && printf "init/version.c " >want && test_cmp want files
'
test_expect_success 'a compiler that drops the initcall table is an error' '
	sed -i "s/^compiler_options=.*/compiler_options=/" "$clone/patches/2.4.17/tree" && rm -rf "$clone/build/2.4.17" &&
	test_expect_code 2 "$clone/scripts/steps/kernel" 2.4.17 plain "$source" 2>said &&
	grep "the table from __[a-z_]* to __[a-z_]* is empty" "$clone/build/log/kernel-2.4.17-base-plain.log"
'
rm -rf "$clone"
test_done
