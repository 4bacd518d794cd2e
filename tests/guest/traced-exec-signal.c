/*
 * CVE-2009-1337 with a tracer. A child with the exit signal SIGUSR2 is traced
 * by a process that has executed as many programs as the child's parent had
 * when it cloned it. Then the parent executes another program, the child exits,
 * and the tracer exits: the parent must be sent SIGCHLD, as if there was no
 * tracer.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <unistd.h>
#include "lab.h"

enum { GOT_SIGCHLD = 10, GOT_SIGUSR2 };

static char *self;
static int ready[2];
static volatile int got_usr2;

static void on_usr2(int sig)
{
	(void) sig;
	got_usr2 = 1;
}

/* Attach, and let the child run on. It is not waited for when it dies. */
static void trace(pid_t child)
{
	signal(SIGUSR2, SIG_IGN);
	trace_process(child, PTRACE_CONT);
	write_pipe(ready, 0);
	pause_forever();
}

/* The parent: start the two, and execute a program. */
static int parent(void)
{
	char child_pid[16], tracer_pid[16];
	char *const again[] = { self, "parent", child_pid, tracer_pid, NULL };
	pid_t child, tracer;

	open_pipe(ready);
	child = clone_sleeper(SIGUSR2);
	tracer = must_fork();
	if (tracer == 0)
		trace(child);
	read_pipe(ready);
	sprintf(child_pid, "%d", (int) child);
	sprintf(tracer_pid, "%d", (int) tracer);
	execv(self, again);
	return 4;
}

/* It has executed it; first the child dies, then its tracer. */
static int executed(pid_t child, pid_t tracer)
{
	signal(SIGUSR2, on_usr2);
	kill(child, SIGKILL);
	must_reach_state(child, 'Z');
	kill_child(tracer);
	reap_child(child);
	return got_usr2 ? GOT_SIGUSR2 : GOT_SIGCHLD;
}

int main(int argc, char **argv)
{
	int status;

	if (argc > 3 && !strcmp(argv[1], "parent"))
		return executed(atoi(argv[2]), atoi(argv[3]));
	scenario("traced-exec-signal", argc, argv);
	self = argv[0];
	status = run_process(parent);
	if (status == GOT_SIGUSR2)
		found(0, "SIGUSR2");
	if (status == GOT_SIGCHLD)
		found(1, "SIGCHLD");
	bail("the parent ended with status %d", status);
}
