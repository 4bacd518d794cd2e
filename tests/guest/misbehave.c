/*
 * What a boot may do instead of ending well. Called as misbehave-WHAT, by the
 * tests of the driver and never as a proof of anything:
 *
 *	panic, oops, hang	the kernel does, told so through /proc/kreap
 *	leave			QEMU is left half-way through the TAP
 *	wait			nothing more comes, and nothing is wrong
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "lab.h"

int main(int argc, char **argv)
{
	const char *what = strrchr(argv[0], '-') + 1;

	scenario("misbehave", argc, argv);
	if (!strcmp(what, "leave"))
		execl("/bin/leave", "leave", (char *) NULL);
	if (!strcmp(what, "wait"))
		pause();
	order("%s", what);
	found(1, "nothing");
}
