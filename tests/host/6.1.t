#!/bin/sh
# shellcheck disable=SC2016,SC2317,SC2034 # sharness evaluates what is quoted here
test_description='6.1, plain and patched, in QEMU on four processors'
. "$(dirname -- "$0")/lib.sh"

boot_tree 6.1 4

test_expect_success 'make demo prints both sides and a verdict' '
	make -C "$top" --no-print-directory demo TREE=6.1 >out 2>said &&
	grep "^Linux 6.1.* without the series (plain) and with it (patched)" out &&
	grep "child of a kthread, no exit signal *2 zombies *-> none" out && grep "plain: [0-9]* kid-3 ([0-9]* kreapd)" out &&
	grep "^Verdict: plain 6.1.* leaves 2 zombies until reboot, patched leaves none" out
'
test_done
