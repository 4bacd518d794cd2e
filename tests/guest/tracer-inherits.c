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
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define ROUNDS		10000
#define USER		1000
#define THREAD_FLAGS	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | \
			 CLONE_THREAD)

static int report[2], end[2];
static char stack[16384];

/* Fork a child, report its pid, exit when told to; only system calls. */
static int mother(void *unused)
{
	int child = syscall(SYS_fork);
	char byte;

	while (child == 0)
		syscall(SYS_pause);
	syscall(SYS_write, report[1], &child, sizeof(child));
	syscall(SYS_read, end[0], &byte, 1);
	syscall(SYS_exit, 0);
	return 0;
}

/* 0, or where it went wrong. */
static int play(void)
{
	pid_t thread, child;

	thread = clone(mother, stack + sizeof(stack), THREAD_FLAGS, NULL);
	if (thread < 0 ||
	    read(report[0], &child, sizeof(child)) != sizeof(child) ||
	    child < 0)
		return 1;
	if (ptrace(PTRACE_ATTACH, child, NULL, NULL) ||
	    waitpid(child, NULL, __WALL) != child)
		return 2;
	if (write(end[1], "", 1) != 1)
		return 3;
	while (syscall(SYS_tkill, thread, 0) == 0)
		sched_yield();
	/* Once detached, only its parent can reap it. */
	if (ptrace(PTRACE_DETACH, child, NULL, NULL) || kill(child, SIGKILL) ||
	    waitpid(child, NULL, __WALL) != child)
		return 4;
	return 0;
}

static int play_all(void)
{
	int i, where;

	/* setresuid() makes us untraceable, until an exec; undo that. */
	if (setresuid(USER, USER, USER) || prctl(PR_SET_DUMPABLE, 1) ||
	    pipe(report) || pipe(end))
		return 5;
	for (i = 0; i < ROUNDS; i++) {
		where = play();
		if (where)
			return where;
		say_progress(i + 1, ROUNDS);
	}
	return 0;
}

int main(int argc, char **argv)
{
	pid_t player;
	int status;

	scenario("tracer-inherits", argc, argv);
	let_oopses_panic();
	player = must_fork();
	if (player == 0)
		_exit(play_all());
	if (waitpid(player, &status, 0) != player || status)
		bail("the program exited with status %#x", status);
	note("%d rounds", ROUNDS);
	found(1, "inherits");
}
