/*
 * A tracer attaches to all 500 children of another process. Their parent dies,
 * the tracer detaches from every second one, then dies with the rest attached.
 * All 500 must end up children of init, die by SIGKILL and be reaped, and the
 * lists of children must be consistent at every step.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define CHILDREN	500

static pid_t children[CHILDREN];

/* Fork them, report their pids, and wait to be killed. */
static void mother(int say)
{
	int i;

	for (i = 0; i < CHILDREN; i++) {
		children[i] = fork();
		if (children[i] < 0)
			_exit(1);
		while (children[i] == 0)
			pause();
	}
	if (write(say, children, sizeof(children)) != sizeof(children))
		_exit(1);
	for (;;)
		pause();
}

/* Attach to all; detach from every second one when told to. */
static void tracer(int say, int heed)
{
	char byte = 0;
	int i;

	for (i = 0; i < CHILDREN; i++)
		if (ptrace(PTRACE_ATTACH, children[i], NULL, NULL) ||
		    waitpid(children[i], NULL, __WALL) != children[i])
			_exit(1);
	if (write(say, &byte, 1) != 1 || read(heed, &byte, 1) != 1)
		_exit(1);
	for (i = 0; i < CHILDREN; i += 2)
		if (ptrace(PTRACE_DETACH, children[i], NULL, NULL))
			_exit(1);
	if (write(say, &byte, 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

static void hear(int fd, void *what, size_t size)
{
	if (read(fd, what, size) != (ssize_t) size)
		bail("the parent or the tracer did not report");
	check_lists();
	note("the parent or the tracer is through");
}

int main(int argc, char **argv)
{
	pid_t mother_pid, tracer_pid;
	int up[2], down[2], i;
	char byte = 0;

	scenario("traced-many", argc, argv);
	if (pipe(up) || pipe(down))
		bail("pipe: %s", strerror(errno));
	mother_pid = must_fork();
	if (mother_pid == 0)
		mother(up[1]);
	hear(up[0], children, sizeof(children));
	tracer_pid = must_fork();
	if (tracer_pid == 0)
		tracer(up[1], down[0]);
	hear(up[0], &byte, 1);

	kill_child(mother_pid);
	check_lists();
	if (write(down[1], &byte, 1) != 1)
		bail("write: %s", strerror(errno));
	hear(up[0], &byte, 1);
	kill_child(tracer_pid);
	check_lists();
	must_be_inits(children, CHILDREN);
	for (i = 0; i < CHILDREN; i++)
		kill(children[i], SIGKILL);
	if (zombies(children, CHILDREN))
		found(0, "zombie");
	found(1, "reaped");
}
