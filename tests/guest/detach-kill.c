/*
 * A tracer detaches from a process while that is killed: its parent reaps it.
 * A kernel in which SIGKILL wakes it between the two steps of the tracer's
 * detaches a zombie, and nobody is notified.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define ROUNDS	200

/* Shared with the tracer: whom to attach to, how far it is, how far we are. */
static struct {
	volatile pid_t pid;
	volatile int attached, detached, go;
} *shared;

static void tracer(void)
{
	int i, spin;

	for (i = 1; i <= ROUNDS; i++) {
		while (shared->go != 2 * i - 1)
			sched_yield();
		if (ptrace(PTRACE_ATTACH, shared->pid, 0, 0) ||
		    waitpid(shared->pid, NULL, 0) != shared->pid)
			_exit(1);
		shared->attached = i;
		while (shared->go != 2 * i)
			sched_yield();
		for (spin = 0; spin < i % 97; spin++)
			(void) shared->go;
		/* Refused if it is dead already; then it is ours to reap. */
		if (ptrace(PTRACE_DETACH, shared->pid, 0, 0))
			waitpid(shared->pid, NULL, __WALL);
		shared->detached = i;
	}
	_exit(0);
}

static int is_reaped(void *arg)
{
	pid_t got = waitpid(shared->pid, NULL, WNOHANG);

	return got == shared->pid || (got < 0 && errno == ECHILD);
}

int main(int argc, char **argv)
{
	pid_t pid;
	int i, spin;

	scenario("detach-kill", argc, argv);
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		bail("mmap: %s", strerror(errno));
	pid = must_fork();
	if (pid == 0)
		tracer();
	for (i = 1; i <= ROUNDS; i++) {
		shared->pid = must_fork();
		if (shared->pid == 0)
			for (;;)
				pause();
		shared->go = 2 * i - 1;
		while (shared->attached != i)
			sched_yield();
		shared->go = 2 * i;
		for (spin = 0; spin < i % 89; spin++)
			(void) shared->go;
		kill(shared->pid, SIGKILL);
		while (shared->detached != i)
			sched_yield();
		if (!poll_until(is_reaped, NULL, 20000)) {
			note("round %d of %d", i, ROUNDS);
			kill_child(pid);
			found(0, "zombie");
		}
	}
	waitpid(pid, NULL, 0);
	note("%d rounds", ROUNDS);
	found(1, "reaped");
}
