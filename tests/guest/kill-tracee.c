/*
 * SIGKILL ends a task that is stopped for a tracer, or was, once the tracer is
 * gone: wherever it has stopped, and whichever of the two was killed first.
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

#ifndef CLONE_STOPPED
#define CLONE_STOPPED	0x02000000
#endif

static int up[2], down[2];
static pid_t child, tracer;
static int options;	/* of ptrace() */

static void say(void)
{
	if (write(up[1], "", 1) != 1)
		_exit(1);
}

static void hear(void)
{
	char byte;

	if (read(up[0], &byte, 1) != 1)
		bail("nobody says anything: %s", strerror(errno));
}

static void wait_for_word(void)
{
	char byte;

	if (read(down[0], &byte, 1) < 0)
		_exit(1);
}

static void pause_for_ever(void)
{
	for (;;)
		pause();
}

/* Start CHILD, and a tracer that attaches to it, resumes it with REQUEST, if
 * there is one, and WAITS times waits for it and resumes it again. */
static void start(void (*run)(void), int request, int waits)
{
	if (pipe(up) || pipe(down))
		bail("pipe: %s", strerror(errno));
	child = must_fork();
	if (child == 0) {
		run();
		_exit(0);
	}
	tracer = must_fork();
	if (tracer == 0) {
		if (ptrace(PTRACE_ATTACH, child, 0, 0) ||
		    waitpid(child, NULL, 0) != child ||
		    ptrace(PTRACE_SETOPTIONS, child, 0, options) ||
		    (request && ptrace(request, child, 0, 0)))
			_exit(1);
		say();
		while (waits-- > 0) {
			if (waitpid(child, NULL, 0) != child ||
			    ptrace(request, child, 0, 0))
				_exit(1);
			say();
		}
		pause_for_ever();
	}
	hear();
}

static void must_stop(pid_t pid)
{
	if (wait_for_state(pid, "T") != 'T')
		bail("%d does not stop", (int) pid);
}

/* The child has no tracer any more, and has been sent SIGKILL. Does it end, and
 * with STATUS? SIGCONT helps if it does not. */
static int ends(const char *what, int must_be)
{
	struct task task;
	int status = 0, survived = 0;

	while (wait_for_state(child, "T") == 'T' && survived++ < 4) {
		kill(child, SIGCONT);
		while (look(child, &task) == 0 && task.state == 'R')
			sched_yield();
	}
	if (waitpid(child, &status, 0) != child)
		bail("%s: waitpid: %s", what, strerror(errno));
	close(up[0]);
	close(up[1]);
	close(down[0]);
	close(down[1]);
	if (survived)
		note("%s: survives", what);
	else if (status != must_be)
		note("%s: ends with status %#x", what, status);
	return !survived && status == must_be;
}

static void tell(void)
{
	if (write(down[1], "", 1) != 1)
		bail("write: %s", strerror(errno));
}

static int after_the_tracer(void)
{
	start(pause_for_ever, 0, 0);
	must_stop(child);
	kill_child(tracer);
	kill(child, SIGKILL);
	return ends("killed after its tracer", SIGKILL);
}

static int before_the_tracer(void)
{
	start(pause_for_ever, PTRACE_CONT, 0);
	kill(child, SIGSTOP);
	must_stop(child);
	kill(child, SIGKILL);
	kill_child(tracer);
	return ends("killed before its tracer", SIGKILL);
}

static void crash(void)
{
	wait_for_word();
	*(volatile int *) 0 = 0;
}

/* The tracer does not wait for the stop. */
static int on_a_fault(void)
{
	start(crash, PTRACE_CONT, 0);
	tell();
	must_stop(child);
	kill(child, SIGKILL);
	kill_child(tracer);
	return ends("stopped on SIGSEGV", SIGKILL);
}

static void pause_when_told(void)
{
	wait_for_word();
	pause_for_ever();
}

/* The tracer sees the stop at the beginning of a call only when SIGKILL has
 * been sent, and resumes the child. */
static int at_a_system_call(void)
{
	start(pause_when_told, PTRACE_SYSCALL, 1);
	kill(tracer, SIGSTOP);
	must_stop(tracer);
	tell();
	must_stop(child);
	kill(child, SIGKILL);
	kill(tracer, SIGCONT);
	hear();
	wait_for_state(child, "T");
	kill_child(tracer);
	return ends("stopped at a system call", SIGKILL);
}

/* Its end is one more stop. */
static int in_a_system_call(void)
{
	start(pause_for_ever, PTRACE_SYSCALL, 1);
	hear();
	if (wait_for_state(child, "S") != 'S')
		bail("the child does not sleep");
	kill(child, SIGKILL);
	wait_for_state(child, "T");
	kill_child(tracer);
	return ends("asleep in a system call", SIGKILL);
}

static void vfork_when_told(void)
{
	wait_for_word();
	if (vfork() == 0) {
		say();
		wait_for_word();
		_exit(0);
	}
	pause_for_ever();
}

/* A signal of a lower number is taken first. */
static int with_another_signal(void)
{
	start(vfork_when_told, PTRACE_CONT, 0);
	tell();
	hear();
	if (wait_for_state(child, "D") != 'D')
		bail("the child does not wait for its vfork()");
	syscall(SYS_tkill, child, SIGHUP);
	kill(child, SIGKILL);
	tell();
	wait_for_state(child, "T");
	kill_child(tracer);
	return ends("SIGHUP and SIGKILL", SIGKILL);
}

static int at_its_exit(void)
{
	options = PTRACE_O_TRACEEXIT;
	start(wait_for_word, PTRACE_CONT, 0);
	options = 0;
	tell();
	must_stop(child);
	kill_child(tracer);
	kill(child, SIGKILL);
	return ends("stopped at its exit", 0);
}

/* Not traced: stopped from birth, with a SIGSTOP that it has not taken. */
static int stopped_from_birth(void)
{
	if (pipe(up) || pipe(down))
		bail("pipe: %s", strerror(errno));
	child = syscall(SYS_clone, CLONE_STOPPED | SIGCHLD, 0, NULL, NULL,
			NULL);
	if (child == 0)
		pause_for_ever();
	must_stop(child);
	kill(child, SIGKILL);
	return ends("stopped from birth", SIGKILL);
}

int main(int argc, char **argv)
{
	int ok = 1;

	scenario("kill-tracee", argc, argv);
	ok &= after_the_tracer();
	ok &= before_the_tracer();
	ok &= on_a_fault();
	ok &= at_a_system_call();
	ok &= in_a_system_call();
	ok &= with_another_signal();
	ok &= at_its_exit();
	ok &= stopped_from_birth();
	if (!ok)
		found(0, "survives");
	found(1, "killed");
}
