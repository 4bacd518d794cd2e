/*
 * misbehave-WHAT - deliberate failures, to test how boots are run and judged;
 * not a scenario:
 *
 *	panic, oops, hang	the kernel does, on an order to /proc/kreap
 *	leave			QEMU exits half-way through the TAP
 *	wait			no more output, though nothing is wrong
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
