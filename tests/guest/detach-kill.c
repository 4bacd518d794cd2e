/*
 * A tracer detaches from a process while that is killed: its parent reaps it.
 * A kernel in which SIGKILL wakes it between the two steps of the tracer's
 * detaches a zombie, and nobody is notified.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define ROUNDS	1000

static int down[2], up[2];

static void spin(int turns)
{
	while (turns-- > 0)
		getppid();
}

/* For each pid: say that it is there, attach, detach, and say so. The best time
 * to kill is when the stop has been reported, but not been reached. */
static void tracer(void)
{
	pid_t pid;

	close(down[1]);
	close(up[0]);
	while (read(down[0], &pid, sizeof(pid)) == sizeof(pid)) {
		if (write(up[1], "", 1) != 1)
			_exit(1);
		/* Refused if it is dead already; then it is ours to reap. */
		if (ptrace(PTRACE_ATTACH, pid, 0, 0) == 0 &&
		    (waitpid(pid, NULL, __WALL) != pid ||
		     ptrace(PTRACE_DETACH, pid, 0, 0)))
			waitpid(pid, NULL, __WALL);
		if (write(up[1], "", 1) != 1)
			_exit(2);
	}
	_exit(0);
}

static void hear(void)
{
	char byte;

	if (read(up[0], &byte, 1) != 1)
		bail("the tracer is gone");
}

static int is_reaped(void *arg)
{
	return waitpid(*(pid_t *) arg, NULL, WNOHANG) == *(pid_t *) arg;
}

int main(int argc, char **argv)
{
	pid_t pid, child;
	int i;

	scenario("detach-kill", argc, argv);
	if (pipe(down) || pipe(up))
		bail("pipe: %s", strerror(errno));
	pid = must_fork();
	if (pid == 0)
		tracer();
	close(down[0]);
	close(up[1]);
	for (i = 0; i < ROUNDS; i++) {
		child = must_fork();
		while (child == 0)
			pause();
		if (write(down[1], &child, sizeof(child)) != sizeof(child))
			bail("write: %s", strerror(errno));
		hear();
		spin(i % 100);
		kill(child, SIGKILL);
		hear();
		if (!poll_until(is_reaped, &child, 20000)) {
			note("round %d of %d", i + 1, ROUNDS);
			kill_child(pid);
			found(0, "zombie");
		}
	}
	note("%d rounds", ROUNDS);
	found(1, "reaped");
}
