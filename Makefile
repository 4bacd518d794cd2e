# kreap - the front door. A target calls the script of its name in scripts/.
#
# Variables, on the command line or in the environment: TREE SIDE ARCH LINUX GIT
# REV SCENARIO SMP FRAGMENTS V CROSS_COMPILE KREAP_CACHE KREAP_MIRROR NO_COLOR
# SERIES PATCHES BUILD BOOT URL VERSION (see README.md).

.PHONY: help demo list check try apply unapply mbox bisect cross shell clean distclean

help:
	@sed -n 's/^## \{0,1\}//p' Makefile

## make demo [TREE=2.4.17]        boot a kernel without the series and with it,
##                                and print what each leaves behind
demo:
	@scripts/demo "$$TREE"

## make list [TREE=2.4.17]        the trees, and the scenarios with what each tests
list:
	@scripts/list "$$TREE"

## make check                     run all tests; a tree that is not available is
##                                skipped by name
check:
	@scripts/check

## make try LINUX=DIR             would the series fit your own tree, by patch?
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
## TREE=2.4.17 SIDE=plain         the tree; for shell: plain or patched
## LINUX=DIR                      a source tree of your own
## GIT=DIR REV=commit             or a commit of a git repository
## SCENARIO="no-signal usb-stick" for demo: these scenarios alone
## SMP=4 FRAGMENTS="debug"        processors of the guest, pieces of kernel-config/
## SERIES=2.4.17 PATCHES="1 3"    for try, apply: which series; some of its patches
## BUILD=1 BOOT=1                 for apply: the build changes too; try: boot it
## URL=ADDRESS VERSION=2          for mbox: this place; the series' second version
## ARCH=mips                      for cross: one architecture alone
## CROSS_COMPILE=PREFIX           a compiler of your own for the vintage trees
## KREAP_CACHE=DIR KREAP_MIRROR=URL
##                                another cache, another mirror of kernel.org
## V=1 NO_COLOR=1                 the output of each step too; no colours
##
## More: README.md
