/*
 * CVE-2009-1337 with CLONE_PARENT. A process's child executes a program, and
 * then clones another child of the process, with the exit signal SIGUSR2. The
 * process executes a program, too, and its second child exits: it must be sent
 * SIGCHLD.
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

static volatile int got_usr2;

static void on_usr2(int sig)
{
	(void) sig;
	got_usr2 = 1;
}

/* It has executed this program. */
static int first_child(int fd)
{
	pid_t pid = syscall(SYS_clone, CLONE_PARENT | SIGUSR2, 0, NULL, NULL,
			    NULL);

	if (pid == 0)
		pause_forever();
	return pid < 0 || write(fd, &pid, sizeof(pid)) != sizeof(pid);
}

static void parent(char *self)
{
	char number[16];
	char *child[] = { self, "child", number, NULL };
	char *again[] = { self, "parent", number, NULL };
	pid_t first, second;
	int ends[2];

	signal(SIGUSR2, SIG_IGN);
	if (pipe(ends))
		_exit(1);
	sprintf(number, "%d", ends[1]);
	first = must_fork();
	if (first == 0) {
		execv(self, child);
		_exit(1);
	}
	if (read(ends[0], &second, sizeof(second)) != sizeof(second) ||
	    waitpid(first, NULL, 0) != first)
		_exit(2);
	sprintf(number, "%d", (int) second);
	execv(self, again);
	_exit(3);
}

/* It has executed this program. */
static int parent_again(pid_t second)
{
	signal(SIGUSR2, on_usr2);
	kill(second, SIGKILL);
	while (waitpid(second, NULL, __WALL) != second)
		if (errno != EINTR)
			return 4;
	return got_usr2 ? GOT_SIGUSR2 : GOT_SIGCHLD;
}

int main(int argc, char **argv)
{
	int status;
	pid_t pid;

	if (argc > 2 && !strcmp(argv[1], "child"))
		return first_child(atoi(argv[2]));
	if (argc > 2 && !strcmp(argv[1], "parent"))
		return parent_again(atoi(argv[2]));
	scenario("clone-parent-signal", argc, argv);
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
