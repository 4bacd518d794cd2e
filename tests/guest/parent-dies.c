/*
 * A process spawns 200 kernel threads and exits while they call daemonize().
 * Whether daemonize() or the parent's exit reparents a thread first, it must
 * end up a child of init, which reaps it when it dies.
 */
#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define KIDS	200

/* Spawn the kids, report, and exit when told to. */
static void mother(int say, int hear)
{
	char byte = 0;
	int i;

	for (i = 0; i < KIDS; i++)
		order("bear kid-p 0");
	if (write(say, &byte, 1) != 1 || read(hear, &byte, 1) != 1)
		_exit(1);
	_exit(0);
}

int main(int argc, char **argv)
{
	pid_t pids[KIDS], pid;
	int up[2], down[2], err, status;
	char byte = 0;

	scenario("parent-dies", argc, argv);
	if (pipe(up) || pipe(down))
		bail("pipe: %s", strerror(errno));
	pid = must_fork();
	if (pid == 0)
		mother(up[1], down[0]);
	if (read(up[0], &byte, 1) != 1 || list_kids(pids, KIDS) != KIDS)
		bail("fewer than %d threads were spawned", KIDS);

	/* It exits while the kids call daemonize(), one after the other. */
	if (write(down[1], &byte, 1) != 1)
		bail("write: %s", strerror(errno));
	err = order_if_there("daemonize");
	if (waitpid(pid, &status, 0) != pid || status)
		bail("the parent exited with status %#x", status);
	must_be_inits(pids, KIDS);
	kids_die(pids, KIDS, err);
}
