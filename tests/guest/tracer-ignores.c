/*
 * CVE-2005-3784. A process ignores SIGCHLD and traces its child, whose leader
 * exits before its last thread does. On plain 2.6.9 the leader's exit marks it
 * as one that nobody waits for, and the thread's exit finds that in a BUG().
 * Needs no rights.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define USER		1000
#define THREAD_FLAGS	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | \
			 CLONE_THREAD)

static int end[2];
static char stack[16384];

static int thread(void *unused)
{
	char byte;

	syscall(SYS_read, end[0], &byte, 1);
	syscall(SYS_exit, 0);
	return 0;
}

static void leader(void)
{
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) ||
	    clone(thread, stack + sizeof(stack), THREAD_FLAGS, NULL) < 0)
		_exit(1);
	syscall(SYS_exit, 7);
}

/* 0, or where it went wrong. */
static int tracer(void)
{
	int status;
	pid_t pid;

	if (pipe(end) || signal(SIGCHLD, SIG_IGN) == SIG_ERR)
		return 2;
	pid = fork();
	if (pid == 0)
		leader();
	if (pid < 0 || wait_for_state(pid, "") != 'Z')
		return 3;
	/* __WALL: plain 2.6.9 takes it for a clone from here on. */
	if (write(end[1], "", 1) != 1 || waitpid(pid, &status, __WALL) != pid)
		return 4;
	return WEXITSTATUS(status) == 7 ? 0 : 5;
}

int main(int argc, char **argv)
{
	pid_t pid;
	int status;

	scenario("tracer-ignores", argc, argv);
	let_oopses_panic();
	pid = must_fork();
	if (pid == 0)
		_exit(setresuid(USER, USER, USER) ? 1 : tracer());
	if (waitpid(pid, &status, 0) != pid || status)
		bail("the tracer ended with status %#x", status);
	found(1, "reaped");
}
