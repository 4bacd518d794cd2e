/*
 * traced.c - a child and its tracer, which tell the test how far they are.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include "../lab.h"

pid_t traced_child, its_tracer;
static int to_us[2], to_child[2];

/**
 * tell_test() - in the child or the tracer: a word to the test
 */
void tell_test(void)
{
	if (write(to_us[1], "", 1) != 1)
		_exit(1);
}

/**
 * hear_child() - wait for such a word. Bails out if none can come.
 */
void hear_child(void)
{
	char byte;

	if (read(to_us[0], &byte, 1) != 1)
		bail("child and tracer report nothing: %s", strerror(errno));
}

/**
 * wait_for_word() - in the child: wait for tell_child()
 */
void wait_for_word(void)
{
	char byte;

	if (read(to_child[0], &byte, 1) < 0)
		_exit(1);
}

/**
 * tell_child() - a word to the child
 */
void tell_child(void)
{
	if (write(to_child[1], "", 1) != 1)
		bail("write: %s", strerror(errno));
}

static void trace(int request, int waits, int options)
{
	if (ptrace(PTRACE_ATTACH, traced_child, 0, 0) ||
	    waitpid(traced_child, NULL, 0) != traced_child ||
	    ptrace(PTRACE_SETOPTIONS, traced_child, 0, options) ||
	    (request && ptrace(request, traced_child, 0, 0)))
		_exit(1);
	tell_test();
	while (waits-- > 0) {
		if (waitpid(traced_child, NULL, 0) != traced_child ||
		    ptrace(request, traced_child, 0, 0))
			_exit(1);
		tell_test();
	}
	pause_forever();
}

/**
 * start_traced() - start traced_child, and its_tracer, which attaches to it
 * @run: what the child does
 * @request: of ptrace(), with which the tracer resumes it; 0: it does not
 * @waits: so many times it waits for it then, and resumes it again
 * @options: of PTRACE_SETOPTIONS
 *
 * The tracer calls tell_test() each time; the first is heard here.
 */
void start_traced(void (*run)(void), int request, int waits, int options)
{
	open_pipe(to_us);
	open_pipe(to_child);
	traced_child = must_fork();
	if (traced_child == 0) {
		run();
		_exit(0);
	}
	its_tracer = must_fork();
	if (its_tracer == 0)
		trace(request, waits, options);
	hear_child();
}

/**
 * killed_child_ends() - after SIGKILL for traced_child, which may have had a
 * tracer: does it end?
 * @what: has happened to it, for a note
 * @must_be: the status that it must have
 *
 * If it does not end, SIGCONT helps. Return: 1 if it ended, with that status.
 */
int killed_child_ends(const char *what, int must_be)
{
	struct task task;
	int status = 0, survived = 0;

	while (wait_for_state(traced_child, "T") == 'T' && survived++ < 4) {
		kill(traced_child, SIGCONT);
		while (look(traced_child, &task) == 0 && task.state == 'R')
			sched_yield();
	}
	if (waitpid(traced_child, &status, 0) != traced_child)
		bail("%s: waitpid: %s", what, strerror(errno));
	close(to_us[0]);
	close(to_us[1]);
	close(to_child[0]);
	close(to_child[1]);
	if (survived)
		note("%s: survives", what);
	else if (status != must_be)
		note("%s: ends with status %#x", what, status);
	return !survived && status == must_be;
}
