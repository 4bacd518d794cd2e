/*
 * A child with the exit signal SIGUSR2 dies while it is traced. Its tracer has
 * not chosen that signal, and may have executed a program with more rights: it
 * must be sent SIGCHLD.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

enum { GOT_SIGCHLD = 10, GOT_SIGUSR2 };

/* Attach, kill, and see which signal is pending. */
static int trace(pid_t child)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	if (sigprocmask(SIG_BLOCK, &set, NULL) ||
	    ptrace(PTRACE_ATTACH, child, NULL, NULL) ||
	    waitpid(child, NULL, __WALL) != child)
		return 1;
	kill(child, SIGKILL);
	if (waitpid(child, NULL, __WALL) != child || sigpending(&set))
		return 2;
	return sigismember(&set, SIGUSR2) ? GOT_SIGUSR2 : GOT_SIGCHLD;
}

int main(int argc, char **argv)
{
	pid_t child, tracer;
	int status;

	scenario("tracer-signal", argc, argv);
	child = syscall(SYS_clone, SIGUSR2, 0, NULL, NULL, NULL);
	if (child == 0)
		for (;;)
			pause();
	tracer = must_fork();
	if (tracer == 0)
		_exit(trace(child));
	if (waitpid(tracer, &status, 0) != tracer)
		bail("waitpid: %s", strerror(errno));
	waitpid(child, NULL, __WALL);
	if (WIFEXITED(status) && WEXITSTATUS(status) == GOT_SIGUSR2)
		found(0, "SIGUSR2");
	if (WIFEXITED(status) && WEXITSTATUS(status) == GOT_SIGCHLD)
		found(1, "SIGCHLD");
	bail("the tracer ended with status %#x", status);
}
