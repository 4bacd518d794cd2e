/*
 * A tracer is killed while its tracee, which does nothing but system calls,
 * is about to stop for it, or has stopped. The tracee goes on, and SIGKILL ends
 * it. Needs four processors to be a race at all. Before that, with no race: the
 * tracee has stopped, and its tracer has not waited for it. It must not be sent
 * the SIGTRAP that is meant for the tracer.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define ROUNDS	200

/* Shared: the tracer is at work; how often the tracee has gone round. */
static struct {
	volatile int tracing, turns;
} *shared;

static void tracee(void)
{
	for (;;) {
		syscall(SYS_getppid);
		shared->turns++;
	}
}

static void tracer(pid_t pid)
{
	if (ptrace(PTRACE_ATTACH, pid, 0, 0))
		_exit(1);
	while (waitpid(pid, NULL, 0) == pid &&
	       !ptrace(PTRACE_SYSCALL, pid, 0, 0))
		shared->tracing = 1;
	_exit(2);
}

/* It does not wait for the tracee's stop. */
static void tracer_that_does_not_wait(pid_t pid)
{
	if (ptrace(PTRACE_ATTACH, pid, 0, 0) ||
	    waitpid(pid, NULL, 0) != pid ||
	    ptrace(PTRACE_SYSCALL, pid, 0, 0))
		_exit(1);
	must_reach_state(pid, 'T');
	shared->tracing = 1;
	pause_forever();
}

static int has_gone_on(void *arg)
{
	return shared->turns != *(int *) arg;
}

/* 0 if it goes on and dies, or what went wrong. */
static const char *play(int round, void (*run)(pid_t))
{
	const char *wrong = NULL;
	int i, turns, status;
	struct task task;
	pid_t child, pid;

	shared->tracing = 0;
	child = must_fork();
	if (child == 0)
		tracee();
	pid = must_fork();
	if (pid == 0)
		run(child);
	while (!shared->tracing)
		sched_yield();
	for (i = 0; i < round * 37 % 5000; i++)
		(void) shared->tracing;
	kill_child(pid);

	turns = shared->turns;
	if (!poll_until(has_gone_on, &turns, 5000))
		wrong = look(child, &task) == 0 && task.state == 'T' ?
			"stops" : "dies";
	kill(child, SIGKILL);
	if (wait_for_state(child, "T") == 'T') {
		wrong = "survives";
		kill(child, SIGCONT);
		if (wait_for_state(child, "T") == 'T')
			return wrong;
	}
	if (waitpid(child, &status, 0) != child)
		bail("waitpid: %s", strerror(errno));
	if (!wrong && status != SIGKILL)
		wrong = "dies";
	return wrong;
}

int main(int argc, char **argv)
{
	const char *wrong;
	int i;

	scenario("tracer-dies-at-stop", argc, argv);
	let_oopses_panic();
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		bail("mmap: %s", strerror(errno));
	wrong = play(0, tracer_that_does_not_wait);
	if (wrong) {
		note("the tracee %s: its tracer did not wait", wrong);
		found(0, "disturbed");
	}
	for (i = 0; i < ROUNDS; i++) {
		wrong = play(i, tracer);
		if (wrong) {
			note("the tracee %s: round %d of %d", wrong, i + 1,
			     ROUNDS);
			found(0, "disturbed");
		}
	}
	note("%d rounds", ROUNDS);
	found(1, "goes");
}
