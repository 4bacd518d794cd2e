/*
 * A process spawns 200 kernel threads and exits while they call daemonize().
 * Whether daemonize() or the parent's exit reparents a thread first, it must
 * end up a child of init, which reaps it when it dies.
 */
#include <unistd.h>
#include "lab.h"

#define KIDS	200

static int up[2], down[2];

/* Spawn the kids, report, and exit when told to. */
static void mother(void)
{
	int i;

	for (i = 0; i < KIDS; i++)
		order("bear kid-p 0");
	write_pipe(up, 0);
	read_pipe(down);
	_exit(0);
}

int main(int argc, char **argv)
{
	pid_t pids[KIDS], pid;
	int err;

	scenario("parent-dies", argc, argv);
	open_pipe(up);
	open_pipe(down);
	pid = must_fork();
	if (pid == 0)
		mother();
	read_pipe(up);
	if (list_kids(pids, KIDS) != KIDS)
		bail("fewer than %d threads were spawned", KIDS);

	/* It exits while the kids call daemonize(), one after the other. */
	write_pipe(down, 0);
	err = order_if_there("daemonize");
	must_succeed(pid, "parent");
	must_be_inits(pids, KIDS);
	kids_die(pids, KIDS, err);
}
