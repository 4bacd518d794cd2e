/*
 * A child of init without exit signal is traced, and the tracer waits for it
 * with __WCLONE. The child dies: the tracer must receive its status, and init
 * must reap it after that. Once more, and the tracer exits instead of waiting.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

int main(int argc, char **argv)
{
	pid_t pids[2], tracer;
	int status;

	scenario("traced-no-signal", argc, argv);
	pids[0] = clone_child_of_init();
	pids[1] = clone_child_of_init();

	trace_process(pids[0], PTRACE_CONT);
	kill(pids[0], SIGKILL);
	while (waitpid(pids[0], &status, __WCLONE) != pids[0]) {
		if (errno == ECHILD)
			found(0, "ECHILD");
		if (errno != EINTR)
			bail("waitpid: %s", strerror(errno));
	}
	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
		bail("the child ended with status %#x", status);

	tracer = must_fork();
	if (tracer == 0) {
		trace_process(pids[1], PTRACE_CONT);
		kill(pids[1], SIGKILL);
		must_reach_state(pids[1], 'Z');
		_exit(0);
	}
	must_succeed(tracer, "tracer");
	if (zombies(pids, 2))
		found(0, "zombie");
	found(1, "gone");
}
