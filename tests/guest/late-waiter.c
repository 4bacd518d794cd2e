/*
 * Two threads wait for one child. It dies; the first to reap it has to wait for
 * the disk before it is through, and the other looks meanwhile. That one has no
 * child left to wait for.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define ROUNDS		20
#define WAITERS		2
#define THREAD_FLAGS	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | \
			 CLONE_THREAD)

static pid_t child;
static int reaped;
static char stacks[WAITERS][16384];

static int wait_for_child(void *page)
{
	/* A thread has no errno of its own here; the C library's is shared. */
	if (syscall(SYS_wait4, child, page, 0, NULL) > 0)
		reaped++;
	syscall(SYS_exit, 0);
	return 0;
}

/* 0; 1: a thread sleeps on; or where it went wrong. */
static int play(void)
{
	char *pages = pages_on_disk(WAITERS);
	pid_t tids[WAITERS];
	int i;

	reaped = 0;
	child = fork();
	if (child == 0)
		for (;;)
			pause();
	for (i = 0; i < WAITERS; i++) {
		tids[i] = clone(wait_for_child, stacks[i] + sizeof(stacks[i]),
				THREAD_FLAGS, pages + i * 4096);
		if (tids[i] < 0 || wait_for_state(tids[i], "S") != 'S')
			return 2;
	}
	kill(child, SIGKILL);
	if (!wait_for_state(child, ""))
		return 3;
	for (i = 0; i < WAITERS; i++)
		if (!has_ended(tids[i]))
			return 1;
	return reaped == 1 ? 0 : 4;
}

static int play_all(void)
{
	int i, where;

	for (i = 0; i < ROUNDS; i++) {
		where = play();
		if (where)
			return where;
	}
	return 0;
}

int main(int argc, char **argv)
{
	pid_t pid;
	int status;

	scenario("late-waiter", argc, argv);
	pid = must_fork();
	if (pid == 0)
		_exit(play_all());
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
	    WEXITSTATUS(status) > 1)
		bail("the program ended with status %#x", status);
	note("%d rounds", ROUNDS);
	if (status)
		found(0, "hangs");
	found(1, "ECHILD");
}
