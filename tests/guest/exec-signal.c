/*
 * CVE-2009-1337. Who runs another program has its exit signal changed to
 * SIGCHLD, so that a user cannot have a program with more rights send just any
 * signal to its parent. So should one that may kill anybody.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

static volatile int told;

static void on_signal(int sig)
{
	told = sig;
}

int main(int argc, char **argv)
{
	char *const again[] = { argv[0], "exit", NULL };
	int status;
	pid_t pid;

	if (argc > 1 && !strcmp(argv[1], "exit"))
		return 0;
	scenario("exec-signal", argc, argv);
	signal(SIGUSR2, on_signal);
	signal(SIGCHLD, on_signal);
	pid = syscall(SYS_clone, SIGUSR2, 0, NULL, NULL, NULL);
	if (pid == 0) {
		execv(argv[0], again);
		_exit(1);
	}
	while (waitpid(pid, &status, __WALL) < 0)
		if (errno != EINTR)
			bail("waitpid: %s", strerror(errno));
	if (status)
		bail("the child ended with status %#x", status);
	if (told == SIGUSR2)
		found(0, "SIGUSR2");
	if (told == SIGCHLD)
		found(1, "SIGCHLD");
	bail("the child's end was told with signal %d", told);
}
