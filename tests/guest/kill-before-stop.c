/*
 * A tracee is sent SIGKILL, runs, and comes to something that it would stop
 * for: the beginning or the end of a system call, a signal that it takes first,
 * the SIGSTOP that it had stopped for. It must not stop any more, but die.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "lab.h"

/* The tracer is dead, and the task in TASK_STOPPED: SIGKILL wakes it. */
static int after_the_tracer(void)
{
	start_traced(pause_forever, 0, 0, 0);
	must_reach_state(traced_child, 'T');
	kill_child(its_tracer);
	kill(traced_child, SIGKILL);
	return killed_child_ends("killed after its tracer", SIGKILL);
}

static void pause_when_told(void)
{
	wait_for_word();
	pause_forever();
}

/* The tracer sees the stop at the beginning of a call only when SIGKILL has
 * been sent, and resumes the child. */
static int at_a_system_call(void)
{
	start_traced(pause_when_told, PTRACE_SYSCALL, 1, 0);
	kill(its_tracer, SIGSTOP);
	must_reach_state(its_tracer, 'T');
	tell_child();
	must_reach_state(traced_child, 'T');
	kill(traced_child, SIGKILL);
	kill(its_tracer, SIGCONT);
	hear_child();
	wait_for_state(traced_child, "T");
	kill_child(its_tracer);
	return killed_child_ends("stopped at a system call", SIGKILL);
}

/* Its end is one more stop. */
static int in_a_system_call(void)
{
	start_traced(pause_forever, PTRACE_SYSCALL, 1, 0);
	hear_child();
	if (wait_for_state(traced_child, "S") != 'S')
		bail("the child does not sleep");
	kill(traced_child, SIGKILL);
	wait_for_state(traced_child, "T");
	kill_child(its_tracer);
	return killed_child_ends("asleep in a system call", SIGKILL);
}

static void vfork_when_told(void)
{
	wait_for_word();
	if (vfork() == 0) {
		tell_test();
		wait_for_word();
		_exit(0);
	}
	pause_forever();
}

/* A signal of a lower number is taken first. */
static int with_another_signal(void)
{
	start_traced(vfork_when_told, PTRACE_CONT, 0, 0);
	tell_child();
	hear_child();
	if (wait_for_state(traced_child, "D") != 'D')
		bail("the child does not wait for its vfork()");
	syscall(SYS_tkill, traced_child, SIGHUP);
	kill(traced_child, SIGKILL);
	tell_child();
	wait_for_state(traced_child, "T");
	kill_child(its_tracer);
	return killed_child_ends("SIGHUP and SIGKILL", SIGKILL);
}

int main(int argc, char **argv)
{
	int ok = 1;

	scenario("kill-before-stop", argc, argv);
	ok &= after_the_tracer();
	ok &= at_a_system_call();
	ok &= in_a_system_call();
	ok &= with_another_signal();
	if (!ok)
		found(0, "survives");
	found(1, "killed");
}
