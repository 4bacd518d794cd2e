/*
 * A process spawns 100 kernel threads. While they call daemonize(), three
 * tracers attach to them, again and again; then parent, tracers and threads
 * die. Whichever wins, attaching or reparenting, each thread must end up a
 * child of init, which reaps it, and the lists of children must stay
 * consistent.
 */
#include <signal.h>
#include <sys/ptrace.h>
#include "lab.h"

#define KIDS	100
#define TRACERS	3

static pid_t kids[KIDS];
static int up[2];

static void mother(void)
{
	int i;

	for (i = 0; i < KIDS; i++)
		order("bear kid-a 0");
	write_pipe(up, 0);
	pause_forever();
}

/*
 * Attach to every second thread, report, and keep trying all of them until
 * killed. ptrace() takes a thread for a process as long as it has its parent's
 * mm. It never stops, so PTRACE_DETACH fails: only the tracer's death detaches.
 */
static void tracer(void)
{
	int i;

	for (i = 0; i < KIDS; i += 2)
		ptrace(PTRACE_ATTACH, kids[i], NULL, NULL);
	write_pipe(up, 0);
	for (;;)
		for (i = 0; i < KIDS; i++) {
			ptrace(PTRACE_ATTACH, kids[i], NULL, NULL);
			ptrace(PTRACE_DETACH, kids[i], NULL, NULL);
		}
}

int main(int argc, char **argv)
{
	pid_t pids[TRACERS + 1];
	int i, err;

	scenario("attach-daemonize", argc, argv);
	open_pipe(up);
	pids[TRACERS] = must_fork();
	if (pids[TRACERS] == 0)
		mother();
	read_pipe(up);
	if (list_kids(kids, KIDS) != KIDS)
		bail("fewer than %d threads were spawned", KIDS);
	for (i = 0; i < TRACERS; i++) {
		pids[i] = must_fork();
		if (pids[i] == 0)
			tracer();
	}
	for (i = 0; i < TRACERS; i++)
		read_pipe(up);

	err = order_if_there("daemonize");
	check_lists();
	for (i = 0; i <= TRACERS; i++)
		kill(pids[i], SIGKILL);
	for (i = 0; i <= TRACERS; i++)
		reap_child(pids[i]);
	must_be_inits(kids, KIDS);
	kids_die(kids, KIDS, err);
}
