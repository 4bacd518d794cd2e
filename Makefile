# kreap - the front door. A target calls the script of its name in scripts/.
#
# Variables, on the command line or in the environment: TREE SIDE ARCH LINUX GIT
# REV SMP FRAGMENTS CROSS_COMPILE KREAP_CACHE KREAP_MIRROR SERIES PATCHES BUILD
# BOOT URL VERSION (see README.md).

.PHONY: help demo check try apply unapply mbox bisect cross shell clean distclean

help:
	@sed -n 's/^## //p' Makefile

## make demo [TREE=2.4.17]        boot a kernel without the series and with it,
##                                and print what each leaves behind
demo:
	@scripts/demo "$$TREE"

## make check                     run all tests; a tree that is not available is
##                                skipped by name
check:
	@scripts/check

## make try LINUX=DIR             would the series fit your own tree? Patch by patch
try:
	@scripts/try

## make apply LINUX=DIR           apply the series to your own tree, with quilt;
##                                all or nothing
apply:
	@scripts/apply

## make unapply LINUX=DIR         take it off again
unapply:
	@scripts/unapply

## make mbox TREE=2.4.17 URL=ADDRESS
##                                the series as mails in build/mbox, which name URL
##                                as the place of this repository; nothing is sent
mbox:
	@scripts/mbox "$$TREE"

## make bisect TREE=2.4.17        after every single patch: build, boot, and run
##                                the scenarios
bisect:
	@scripts/bisect "$$TREE"

## make cross TREE=2.4.17 [ARCH=mips]
##                                compile what the series touches for each
##                                architecture, plain and after every patch
cross:
	@scripts/cross "$$TREE" "$$ARCH"

## make shell TREE=.. SIDE=..     a shell in the booted kernel, plain or patched
shell:
	@scripts/shell "$$TREE" "$$SIDE"

## make clean                     remove build/, everything built here
clean:
	@scripts/clean

## make distclean                 that, and the cache: downloads, trees, toolchain
distclean:
	@scripts/clean --cache

##
## Your own tree: LINUX=DIR, or GIT=DIR REV=commit. More: README.md
