/*
 * A process forks a child, which executes a program and clones a sibling of its
 * own (CLONE_PARENT) with the exit signal SIGUSR2. Then the parent of both
 * executes a program, which might have more rights, and the sibling dies: the
 * parent must be sent SIGCHLD, and not a signal that a child has chosen.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

enum { GOT_SIGCHLD = 10, GOT_SIGUSR2 };

/* The child has executed this: clone a sibling, and say which. */
static int clone_a_sibling(int report)
{
	pid_t pid;

	pid = syscall(SYS_clone, CLONE_PARENT | SIGUSR2, 0, NULL, NULL, NULL);
	if (pid == 0)
		for (;;)
			pause();
	return write(report, &pid, sizeof(pid)) != sizeof(pid);
}

/* The parent: have the child do that, and execute a program. */
static void parent(char *self)
{
	char number[16];
	char *const child_args[] = { self, "child", number, NULL };
	char *const parent_args[] = { self, "parent", number, NULL };
	pid_t child, sibling;
	sigset_t usr2;
	int report[2];

	sigemptyset(&usr2);
	sigaddset(&usr2, SIGUSR2);
	if (sigprocmask(SIG_BLOCK, &usr2, NULL) || pipe(report))
		_exit(2);
	child = must_fork();
	if (child == 0) {
		sprintf(number, "%d", report[1]);
		execv(self, child_args);
		_exit(3);
	}
	if (read(report[0], &sibling, sizeof(sibling)) != sizeof(sibling) ||
	    sibling < 0 || waitpid(child, NULL, 0) != child)
		_exit(4);
	sprintf(number, "%d", (int) sibling);
	execv(self, parent_args);
	_exit(5);
}

/* It has executed it: the sibling dies. */
static int executed(pid_t sibling)
{
	sigset_t pending;

	kill(sibling, SIGKILL);
	if (waitpid(sibling, NULL, __WALL) != sibling || sigpending(&pending))
		return 6;
	return sigismember(&pending, SIGUSR2) ? GOT_SIGUSR2 : GOT_SIGCHLD;
}

int main(int argc, char **argv)
{
	int status;
	pid_t pid;

	if (argc > 2 && !strcmp(argv[1], "child"))
		return clone_a_sibling(atoi(argv[2]));
	if (argc > 2 && !strcmp(argv[1], "parent"))
		return executed(atoi(argv[2]));
	scenario("parent-exec-signal", argc, argv);
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
