/*
 * A process with two threads traces a child of another process. The child dies;
 * one thread waits for it and has yet to wait for the disk when the other, its
 * tracer, exits. The child's parent receives its status all the same.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define ROUNDS		20
#define PAGE		4096
#define THREAD_FLAGS	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | \
			 CLONE_THREAD)

static pid_t child;
static int report[2], ready[2], stat_file;
static char stack[16384];

/* The state in /proc/PID/stat: what follows the name. */
static char state_of_child(void)
{
	char buf[64];
	int i;

	syscall(SYS_pread64, stat_file, buf, sizeof(buf), 0, 0);
	for (i = 0; i < 32 && buf[i] != ')'; i++)
		;
	return buf[i + 2];
}

/* Trace the child until the other thread has begun to reap it, then exit. */
static int tracer(void *unused)
{
	char state;

	if (syscall(SYS_ptrace, PTRACE_ATTACH, child, 0, 0) ||
	    syscall(SYS_wait4, child, NULL, __WALL, NULL) != child ||
	    syscall(SYS_ptrace, PTRACE_CONT, child, 0, 0))
		syscall(SYS_exit_group, 2);
	syscall(SYS_write, report[1], "", 1);
	do
		state = state_of_child();
	while (state == 'R' || state == 'S' || state == 'T' || state == 'Z');
	syscall(SYS_exit, 0);
	return 0;
}

static void two_threads(void)
{
	char path[32], *pages = pages_on_disk(4);

	snprintf(path, sizeof(path), "/proc/%d/stat", (int) child);
	stat_file = open(path, O_RDONLY);
	if (stat_file < 0 ||
	    clone(tracer, stack + sizeof(stack), THREAD_FLAGS, NULL) < 0)
		_exit(3);
	/* The status on one page, the usage across two more. */
	if (read(report[0], path, 1) != 1 || write(ready[1], "", 1) != 1 ||
	    syscall(SYS_wait4, child, pages, 0, pages + 2 * PAGE - 8) != child)
		_exit(4);
	_exit(0);
}

/* Is the status received? */
static int play(void)
{
	pid_t pid;
	int status;
	char byte;

	child = must_fork();
	if (child == 0)
		for (;;)
			pause();
	pid = must_fork();
	if (pid == 0)
		two_threads();
	if (read(ready[0], &byte, 1) != 1 || wait_for_state(pid, "S") != 'S')
		bail("the tracer does not wait");
	kill(child, SIGKILL);
	if (waitpid(pid, &status, 0) != pid || status)
		bail("the tracer ended with status %#x", status);
	return waitpid(child, &status, WNOHANG) == child &&
	       WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

int main(int argc, char **argv)
{
	int i, lost = 0;

	scenario("tracer-thread-exits", argc, argv);
	if (pipe(report) || pipe(ready))
		bail("pipe: %s", strerror(errno));
	for (i = 0; i < ROUNDS; i++)
		lost += !play();
	note("%d of %d lost", lost, ROUNDS);
	if (lost)
		found(0, "lost");
	found(1, "status");
}
