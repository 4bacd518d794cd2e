/*
 * Tracer and tracee share their memory. The tracee is stopped, and the tracer
 * dumps core, for which all that share the memory have to end first; or a third
 * process that shares it dumps core. All must end; where they do not, SIGKILL
 * does not end them either.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define STACK	16384

static char stacks[2][STACK];
static int ready[2];

static int tracee(void *unused)
{
	(void) unused;
	pause_forever();
	return 0;
}

static void trace(void)
{
	pid_t pid = clone(tracee, stacks[0] + STACK, CLONE_VM | SIGCHLD, NULL);

	if (pid < 0 || ptrace(PTRACE_ATTACH, pid, 0, 0) ||
	    waitpid(pid, NULL, 0) != pid)
		_exit(1);
}

static int tracer(void *unused)
{
	(void) unused;
	trace();
	if (write(ready[1], "", 1) != 1)
		_exit(1);
	pause_forever();
	return 0;
}

static void dump_core(int is_tracer)
{
	char byte;

	signal(SIGQUIT, SIG_DFL);
	if (is_tracer)
		trace();
	else if (clone(tracer, stacks[1] + STACK, CLONE_VM | SIGCHLD, NULL) < 0
		 || read(ready[0], &byte, 1) != 1)
		_exit(2);
	kill(getpid(), SIGQUIT);
	_exit(3);
}

static int has_ended_now(void *arg)
{
	struct task task;

	return look(*(pid_t *) arg, &task) == 0 && task.state == 'Z';
}

static void play(int is_tracer)
{
	pid_t pid = must_fork();
	int status;

	if (pid == 0)
		dump_core(is_tracer);
	if (wait_for_state(pid, "D") == 'D' &&
	    !poll_until(has_ended_now, &pid, 1000)) {
		kill(pid, SIGKILL);
		if (!poll_until(has_ended_now, &pid, 1000)) {
			note("the %s dumps core", is_tracer ? "tracer" :
			     "third process");
			found(0, "hangs");
		}
	}
	if (waitpid(pid, &status, 0) != pid)
		bail("waitpid: %s", strerror(errno));
	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGQUIT)
		bail("it ended with status %#x", status);
}

int main(int argc, char **argv)
{
	scenario("core-dump-tracer", argc, argv);
	if (pipe(ready))
		bail("pipe: %s", strerror(errno));
	play(1);
	play(0);
	found(1, "ends");
}
