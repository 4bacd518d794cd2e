/*
 * CVE-2005-3784. A process ignores SIGCHLD and traces its child, whose leader
 * exits before its last thread does. On plain 2.6.9 the leader's exit marks it
 * as one that nobody waits for, and the thread's exit finds that in a BUG().
 * Needs no rights.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

static int end[2];

static int thread(void *unused)
{
	read_pipe(end);
	return 0;
}

static void leader(void)
{
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
		_exit(1);
	start_thread(0, thread, NULL);
	syscall(SYS_exit, 7);
}

/* 0, or where it went wrong. */
static int tracer(void)
{
	int status;
	pid_t pid;

	become_user();
	open_pipe(end);
	signal(SIGCHLD, SIG_IGN);
	pid = must_fork();
	if (pid == 0)
		leader();
	must_reach_state(pid, 'Z');
	write_pipe(end, 0);
	/* __WALL: plain 2.6.9 takes it for a clone from here on. */
	if (waitpid(pid, &status, __WALL) != pid)
		return 4;
	return WEXITSTATUS(status) == 7 ? 0 : 5;
}

int main(int argc, char **argv)
{
	int where;

	scenario("tracer-ignores", argc, argv);
	let_oopses_panic();
	where = run_process(tracer);
	if (where)
		bail("the tracer ended with status %d", where);
	found(1, "reaped");
}
