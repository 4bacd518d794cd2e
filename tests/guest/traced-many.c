/*
 * A tracer attaches to all 500 children of another process. Their parent dies,
 * the tracer detaches from every second one, then dies with the rest attached.
 * All 500 must end up children of init, die by SIGKILL and be reaped, and the
 * lists of children must be consistent at every step.
 */
#include <signal.h>
#include <sys/ptrace.h>
#include <unistd.h>
#include "lab.h"

#define CHILDREN	500

static pid_t children[CHILDREN];
static int up[2], down[2];

/* Fork them, report their pids, and wait to be killed. */
static void mother(void)
{
	int i;

	for (i = 0; i < CHILDREN; i++)
		children[i] = clone_sleeper(SIGCHLD);
	if (write(up[1], children, sizeof(children)) != sizeof(children))
		_exit(1);
	pause_forever();
}

/* Attach to all; detach from every second one when told to. */
static void tracer(void)
{
	int i;

	for (i = 0; i < CHILDREN; i++)
		trace_process(children[i], 0);
	write_pipe(up, 0);
	read_pipe(down);
	for (i = 0; i < CHILDREN; i += 2)
		if (ptrace(PTRACE_DETACH, children[i], NULL, NULL))
			_exit(1);
	write_pipe(up, 0);
	pause_forever();
}

static void tracer_is_through(void)
{
	read_pipe(up);
	check_lists();
	note("the tracer is through");
}

int main(int argc, char **argv)
{
	pid_t mother_pid, tracer_pid;
	int i;

	scenario("traced-many", argc, argv);
	open_pipe(up);
	open_pipe(down);
	mother_pid = must_fork();
	if (mother_pid == 0)
		mother();
	if (read(up[0], children, sizeof(children)) != sizeof(children))
		bail("there are no children");
	check_lists();
	note("the parent is through");
	tracer_pid = must_fork();
	if (tracer_pid == 0)
		tracer();
	tracer_is_through();

	kill_child(mother_pid);
	check_lists();
	write_pipe(down, 0);
	tracer_is_through();
	kill_child(tracer_pid);
	check_lists();
	must_be_inits(children, CHILDREN);
	for (i = 0; i < CHILDREN; i++)
		kill(children[i], SIGKILL);
	if (zombies(children, CHILDREN))
		found(0, "zombie");
	found(1, "reaped");
}
