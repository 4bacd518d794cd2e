/*
 * Two threads wait for one child. It dies; the first to reap it has to wait for
 * the disk before it is through, and the other looks meanwhile. That one has no
 * child left to wait for.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "lab.h"

#define ROUNDS		20
#define WAITERS		2

static pid_t child;
static int reaped;

static int wait_for_child(void *page)
{
	/* A thread has no errno of its own here; the C library's is shared. */
	if (syscall(SYS_wait4, child, page, 0, NULL) > 0)
		reaped++;
	return 0;
}

/* 0; 1: a thread sleeps on. */
static int play(void)
{
	char *pages = pages_on_disk(WAITERS);
	pid_t tids[WAITERS];
	int i;

	reaped = 0;
	child = clone_sleeper(SIGCHLD);
	for (i = 0; i < WAITERS; i++) {
		tids[i] = start_thread(i, wait_for_child, pages + i * 4096);
		must_reach_state(tids[i], 'S');
	}
	kill(child, SIGKILL);
	wait_until_dead(child);
	for (i = 0; i < WAITERS; i++)
		if (!has_ended(tids[i]))
			return 1;
	if (reaped != 1)
		bail("%d threads have reaped the child", reaped);
	return 0;
}

static int play_all(void)
{
	int i, sleeps = 0;

	for (i = 0; !sleeps && i < ROUNDS; i++)
		sleeps = play();
	return sleeps;
}

int main(int argc, char **argv)
{
	int status;

	scenario("late-waiter", argc, argv);
	status = run_process(play_all);
	if (status > 1)
		bail("the program ended with status %d", status);
	note("%d rounds", ROUNDS);
	if (status)
		found(0, "hangs");
	found(1, "ECHILD");
}
