/*
 * CVE-2009-1337 with a tracer. A child with the exit signal SIGUSR2 is traced
 * by a process that has executed as many programs as the child's parent had
 * when it cloned it. Then the parent executes another program, the child exits,
 * and the tracer exits: the parent must be sent SIGCHLD, as if there was no
 * tracer.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

enum { GOT_SIGCHLD = 10, GOT_SIGUSR2 };

static volatile int got_usr2;

static void on_usr2(int sig)
{
	(void) sig;
	got_usr2 = 1;
}

/* Attach, and let the child run on. It is not waited for when it dies. */
static void trace(pid_t child, int ready)
{
	signal(SIGUSR2, SIG_IGN);
	if (ptrace(PTRACE_ATTACH, child, NULL, NULL) ||
	    waitpid(child, NULL, __WALL) != child ||
	    ptrace(PTRACE_CONT, child, NULL, NULL) ||
	    write(ready, "", 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

/* The parent: start the two, and execute a program. */
static void parent(char *self)
{
	char child_pid[16], tracer_pid[16], byte;
	char *const again[] = { self, "parent", child_pid, tracer_pid, NULL };
	int ready[2];
	pid_t child, tracer;

	if (pipe(ready))
		_exit(2);
	child = syscall(SYS_clone, SIGUSR2, 0, NULL, NULL, NULL);
	if (child == 0)
		for (;;)
			pause();
	tracer = must_fork();
	if (tracer == 0)
		trace(child, ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		_exit(3);
	sprintf(child_pid, "%d", (int) child);
	sprintf(tracer_pid, "%d", (int) tracer);
	execv(self, again);
	_exit(4);
}

/* It has executed it; first the child dies, then its tracer. */
static int executed(pid_t child, pid_t tracer)
{
	signal(SIGUSR2, on_usr2);
	kill(child, SIGKILL);
	if (wait_for_state(child, "Z") != 'Z')
		return 5;
	kill_child(tracer);
	if (waitpid(child, NULL, __WALL) != child)
		return 6;
	return got_usr2 ? GOT_SIGUSR2 : GOT_SIGCHLD;
}

int main(int argc, char **argv)
{
	int status;
	pid_t pid;

	if (argc > 3 && !strcmp(argv[1], "parent"))
		return executed(atoi(argv[2]), atoi(argv[3]));
	scenario("traced-exec-signal", argc, argv);
	pid = must_fork();
	if (pid == 0)
		parent(argv[0]);
	if (waitpid(pid, &status, 0) != pid)
		bail("waitpid: %s", strerror(errno));
	if (WIFEXITED(status) && WEXITSTATUS(status) == GOT_SIGUSR2)
		found(0, "SIGUSR2");
	if (WIFEXITED(status) && WEXITSTATUS(status) == GOT_SIGCHLD)
		found(1, "SIGCHLD");
	bail("the parent ended with status %#x", status);
}
