/*
 * SIGKILL ends a task that is stopped for a tracer, if the tracer is killed as
 * well: before it or after it, wherever the task has stopped.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include "lab.h"

static int before_the_tracer(void)
{
	start_traced(pause_forever, PTRACE_CONT, 0, 0);
	kill(traced_child, SIGSTOP);
	must_reach_state(traced_child, 'T');
	kill(traced_child, SIGKILL);
	kill_child(its_tracer);
	return killed_child_ends("killed before its tracer", SIGKILL);
}

static void crash(void)
{
	wait_for_word();
	*(volatile int *) 0 = 0;
}

/* The tracer does not wait for the stop. */
static int on_a_fault(void)
{
	start_traced(crash, PTRACE_CONT, 0, 0);
	tell_child();
	must_reach_state(traced_child, 'T');
	kill(traced_child, SIGKILL);
	kill_child(its_tracer);
	return killed_child_ends("stopped on SIGSEGV", SIGKILL);
}

static int at_its_exit(void)
{
	start_traced(wait_for_word, PTRACE_CONT, 0, PTRACE_O_TRACEEXIT);
	tell_child();
	must_reach_state(traced_child, 'T');
	kill_child(its_tracer);
	kill(traced_child, SIGKILL);
	return killed_child_ends("stopped at its exit", 0);
}

int main(int argc, char **argv)
{
	int ok = 1;

	scenario("kill-tracee", argc, argv);
	ok &= before_the_tracer();
	ok &= on_a_fault();
	ok &= at_its_exit();
	if (!ok)
		found(0, "survives");
	found(1, "killed");
}
