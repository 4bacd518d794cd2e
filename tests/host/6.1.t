#!/bin/sh
# shellcheck disable=SC2016,SC2317,SC2034 # sharness evaluates what is quoted here
test_description='6.1, plain and patched, in QEMU on four processors'
. "$(dirname -- "$0")/lib.sh"

boot_tree 6.1 4

test_expect_success 'make demo prints both sides and a verdict' '
	make -C "$top" --no-print-directory demo TREE=6.1 >out 2>said &&
	grep "^Linux 6.1.* without the series (plain) and with it (patched)" out &&
	grep "^no daemonize(), no signal *[0-9]* kid-3 ([0-9]* kreapd) *none" out &&
	grep "^Verdict: plain 6.1.* keeps 2 zombies for ever; with the series none remains" out
'
test_done
