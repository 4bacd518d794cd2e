#!/bin/sh
# shellcheck disable=SC2016,SC2317,SC2034 # sharness evaluates what is quoted here
test_description='2.6.9, plain and patched, in QEMU'
. "$(dirname -- "$0")/lib.sh"

have_tree 2.6.9 || {
	skip_all='no source of 2.6.9 here; name one once: make check LINUX=DIR, or GIT=DIR REV=commit'
	test_done
}

boot_tree 2.6.9 1
boot_tree 2.6.9 4 'debug preempt'
unset SMP FRAGMENTS

test_expect_success 'what stops plain 2.6.9 is the BUG() in choose_new_parent()' '
	line=$(sed -n "/^static inline void choose_new_parent/,/^}/{/BUG();/=}" "$source/kernel/exit.c") &&
	grep "kernel BUG at kernel/exit.c:$line!" "$(cat run.plain)/tracer-inherits/console"
'
test_expect_success 'what else stops it are the BUGs of CVE-2005-3784 and CVE-2005-3783' '
	grep "kernel BUG at kernel/exit.c:79!" "$(cat run.plain)/tracer-ignores/console" &&
	grep "kernel BUG at kernel/signal.c:1493!" "$(cat run.plain)/attach-own-leader/console"
'
test_expect_success 'make demo prints both sides and a verdict' '
	make -C "$top" --no-print-directory demo TREE=2.6.9 >out 2>said &&
	grep "child of a kthread, no exit signal *2 zombies *-> none" out && grep "plain: [0-9]* kid-3 ([0-9]* kreapd)" out &&
	grep "only child calls daemonize() *hangs *-> ECHILD" out &&
	grep "tracer is a sibling *panics *-> inherits" out &&
	grep "^Verdict: plain 2.6.9 leaves [0-9]* zombies until reboot, patched leaves none" out
'
test_expect_success 'make bisect: each patch fixes the scenarios that the table says' '
	make -C "$top" --no-print-directory bisect TREE=2.6.9 >out 2>said
	cat said out
	test "$(grep -c " ok: " out)" = "$(($(wc -l <"$top/patches/2.6.9/series") + 1))"
'
hashes_are_current 2.6.9
# Six of them close races that no scenario can be made to lose, and one is what
# a later one relies on with slab debugging.
every_patch_has_a_scenario 2.6.9 exit-switch-uid-without-tasklist-lock \
	ptrace-set-the-signal-of-a-detach-under-the-lock \
	ptrace-attach-under-tasklist_lock exit-restart-the-wait-without-the-lock \
	fork-initialise-stop_state fork-drop-a-tracer-that-is-gone \
	user-take-uidhash_lock-with-interrupts-off
test_expect_success 'reparent_to_init() switches the user under tasklist_lock, and frees it later' '
	dir=$top/build/2.6.9/base/patched &&
	sed -n "/^void reparent_to_init/,/^}/p" "$dir/kernel/exit.c" >function &&
	unlock=$(grep -n write_unlock_irq function | cut -d: -f1) &&
	test "$(grep -n "current->user = " function | cut -d: -f1)" -lt "$unlock" &&
	test "$(grep -n free_uid function | cut -d: -f1)" -gt "$unlock"
'
test_done
