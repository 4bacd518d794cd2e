/*
 * One thread of a process forks a child, a second thread attaches to the child
 * with ptrace, and the first thread exits: the tracer must become the child's
 * parent ("inherits"). 10,000 rounds, run by an unprivileged user. Plain 2.6.9
 * stops at a BUG() in the first ("panics", CVE-2006-1855).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "lab.h"

#define ROUNDS	10000

static int report[2], end[2];

/* Fork a child, report its pid, exit when told to. */
static int mother(void *unused)
{
	write_pipe(report, clone_sleeper(SIGCHLD));
	read_pipe(end);
	return 0;
}

static void play(void)
{
	pid_t thread, child;

	thread = start_thread(0, mother, NULL);
	child = read_pipe(report);
	trace_process(child, 0);
	write_pipe(end, 0);
	while (syscall(SYS_tkill, thread, 0) == 0)
		sched_yield();
	/* Once detached, only its parent can reap it. */
	if (ptrace(PTRACE_DETACH, child, NULL, NULL) || kill(child, SIGKILL))
		bail("cannot detach: %s", strerror(errno));
	reap_child(child);
}

static int play_all(void)
{
	int i;

	become_user();
	open_pipe(report);
	open_pipe(end);
	for (i = 0; i < ROUNDS; i++) {
		play();
		say_progress(i + 1, ROUNDS);
	}
	return 0;
}

int main(int argc, char **argv)
{
	int status;

	scenario("tracer-inherits", argc, argv);
	let_oopses_panic();
	status = run_process(play_all);
	if (status)
		bail("the program exited with status %d", status);
	note("%d rounds", ROUNDS);
	found(1, "inherits");
}
