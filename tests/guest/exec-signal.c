/*
 * CVE-2009-1337. A child that runs another program has its exit signal changed
 * to SIGCHLD, so that a user cannot have a program with more rights send just
 * any signal to its parent. So should root's child; one without a signal keeps
 * none, as its parent may wait for it with __WCLONE.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include "lab.h"

static volatile int told;

static void on_signal(int sig)
{
	told = sig;
}

/* The signal that tells of the end of a child that was cloned with SIG, and
 * has run another program; 0 if there is none. */
static int told_after_exec(const char *self, int sig)
{
	char *const again[] = { (char *) self, "exit", NULL };
	pid_t pid;

	told = 0;
	pid = must_clone(sig);
	if (pid == 0) {
		execv(self, again);
		_exit(1);
	}
	must_succeed(pid, "child");
	return told;
}

int main(int argc, char **argv)
{
	int with_usr2, with_none;

	if (argc > 1 && !strcmp(argv[1], "exit"))
		return 0;
	scenario("exec-signal", argc, argv);
	signal(SIGUSR2, on_signal);
	signal(SIGCHLD, on_signal);
	with_usr2 = told_after_exec(argv[0], SIGUSR2);
	with_none = told_after_exec(argv[0], 0);
	note("SIGUSR2 became signal %d, none became %d", with_usr2, with_none);
	if (with_usr2 == SIGUSR2 && with_none == 0)
		found(0, "SIGUSR2");
	if (with_usr2 == SIGCHLD && with_none == 0)
		found(1, "SIGCHLD");
	bail("neither is what it is on a kernel with or without the change");
}
