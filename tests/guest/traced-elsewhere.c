/*
 * A process waits for its child while another process traces it. wait4() must
 * not say that there is no such child: with WNOHANG it returns 0, and without
 * it the child's status, when the tracer has reaped it first.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

static int ready[2], go[2];

/* Trace the child; when told to, kill it and wait for it. */
static int trace(pid_t child)
{
	char byte;

	if (ptrace(PTRACE_ATTACH, child, NULL, NULL) ||
	    waitpid(child, NULL, 0) != child ||
	    ptrace(PTRACE_CONT, child, NULL, NULL) ||
	    write(ready[1], "", 1) != 1 || read(go[0], &byte, 1) != 1)
		return 1;
	kill(child, SIGKILL);
	return waitpid(child, NULL, 0) != child;
}

int main(int argc, char **argv)
{
	pid_t child, tracer, now, later;
	int status;
	char byte;

	scenario("traced-elsewhere", argc, argv);
	if (pipe(ready) || pipe(go))
		bail("pipe: %s", strerror(errno));
	child = must_fork();
	if (child == 0)
		for (;;)
			pause();
	tracer = must_fork();
	if (tracer == 0)
		_exit(trace(child));
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		bail("the child is not traced");
	now = waitpid(child, NULL, WNOHANG);
	if (write(go[1], "", 1) != 1)
		bail("write: %s", strerror(errno));
	later = waitpid(child, &status, 0);
	note("wait4() returned %d with WNOHANG, then %d", (int) now,
	     (int) later);
	if (waitpid(tracer, NULL, 0) != tracer)
		bail("waitpid: %s", strerror(errno));
	if (now < 0 || later < 0) {
		waitpid(child, NULL, 0);
		found(0, "ECHILD");
	}
	if (status != SIGKILL)
		bail("the child ended with status %#x", status);
	found(1, "status");
}
