/*
 * A process spawns 100 kernel threads. While they call daemonize(), three
 * tracers attach to them, again and again; then parent, tracers and threads
 * die. Whichever wins, attaching or reparenting, each thread must end up a
 * child of init, which reaps it, and the lists of children must stay
 * consistent.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define KIDS	100
#define TRACERS	3

static pid_t kids[KIDS];

static void mother(int say)
{
	int i;

	for (i = 0; i < KIDS; i++)
		order("bear kid-a 0");
	if (write(say, "", 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

/*
 * Attach to every second thread, report, and keep trying all of them until
 * killed. ptrace() takes a thread for a process as long as it has its parent's
 * mm. It never stops, so PTRACE_DETACH fails: only the tracer's death detaches.
 */
static void tracer(int say)
{
	int i;

	for (i = 0; i < KIDS; i += 2)
		ptrace(PTRACE_ATTACH, kids[i], NULL, NULL);
	if (write(say, "", 1) != 1)
		_exit(1);
	for (;;)
		for (i = 0; i < KIDS; i++) {
			ptrace(PTRACE_ATTACH, kids[i], NULL, NULL);
			ptrace(PTRACE_DETACH, kids[i], NULL, NULL);
		}
}

static void hear(int fd)
{
	char byte;

	if (read(fd, &byte, 1) != 1)
		bail("the parent or a tracer did not report");
}

int main(int argc, char **argv)
{
	pid_t pids[TRACERS + 1];
	int up[2], i, err;

	scenario("attach-daemonize", argc, argv);
	if (pipe(up))
		bail("pipe: %s", strerror(errno));
	pids[TRACERS] = must_fork();
	if (pids[TRACERS] == 0)
		mother(up[1]);
	hear(up[0]);
	if (list_kids(kids, KIDS) != KIDS)
		bail("fewer than %d threads were spawned", KIDS);
	for (i = 0; i < TRACERS; i++) {
		pids[i] = must_fork();
		if (pids[i] == 0)
			tracer(up[1]);
	}
	for (i = 0; i < TRACERS; i++)
		hear(up[0]);

	err = order_if_there("daemonize");
	check_lists();
	for (i = 0; i <= TRACERS; i++)
		kill(pids[i], SIGKILL);
	for (i = 0; i <= TRACERS; i++)
		if (waitpid(pids[i], NULL, 0) != pids[i])
			bail("waitpid: %s", strerror(errno));
	must_be_inits(kids, KIDS);
	kids_die(kids, KIDS, err);
}
