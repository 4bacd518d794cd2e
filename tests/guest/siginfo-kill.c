/*
 * A tracer asks what its tracee has stopped on, and has to wait for the disk on
 * the way; the tracee is killed meanwhile. The answer is what it stopped on: a
 * kernel in which the tracee ran on reads a stack frame that is gone.
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

#define ROUNDS	20
#define SPINS	1000
#define PAGE	4096
#define ANSWER	128	/* the kernel's siginfo_t */

static volatile int *asking;

static void tracer(pid_t pid)
{
	/* The answer crosses from one page to the next. */
	char *pages = pages_on_disk(2), *late = pages + PAGE - ANSWER / 2;
	char first[ANSWER];
	int answered;

	trace_process(pid, PTRACE_CONT);
	if (sigqueue(pid, SIGUSR1, (union sigval) { .sival_int = 0x5a5a }) ||
	    waitpid(pid, NULL, 0) != pid ||
	    ptrace(PTRACE_GETSIGINFO, pid, 0, first))
		_exit(2);
	*asking = 1;
	answered = !ptrace(PTRACE_GETSIGINFO, pid, 0, late);
	ptrace(PTRACE_KILL, pid, 0, 0);		/* if it is still stopped */
	if (!answered)
		_exit(3);
	_exit(memcmp(first, late, ANSWER) ? 1 : 0);
}

/* 0 if the answer was right, 1 if not, 3 if there was none. */
static int play(int round)
{
	pid_t child, pid;
	int status, spin;
	struct task task;

	*asking = 0;
	child = clone_sleeper(SIGCHLD);
	pid = must_fork();
	if (pid == 0)
		tracer(child);
	while (!*asking && look(pid, &task) == 0 && task.state != 'Z')
		sched_yield();
	/* On one processor it sleeps now; on more it is about to. */
	for (spin = 0; spin < round * SPINS; spin++)
		(void) *asking;
	kill(child, SIGKILL);
	status = reap_child(pid);
	if (!WIFEXITED(status) || WEXITSTATUS(status) == 2)
		bail("the tracer ended with status %#x", status);
	reap_child(child);
	return WEXITSTATUS(status);
}

int main(int argc, char **argv)
{
	int i, seen[4] = { 0 };

	scenario("siginfo-kill", argc, argv);
	asking = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (asking == MAP_FAILED)
		bail("mmap: %s", strerror(errno));
	for (i = 0; i < ROUNDS; i++)
		seen[play(i) & 3]++;
	note("%d answers, %d of them wrong, %d refused", seen[0] + seen[1],
	     seen[1], seen[3]);
	if (seen[1])
		found(0, "rubbish");
	found(1, "siginfo");
}
