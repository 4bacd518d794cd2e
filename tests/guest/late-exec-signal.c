/*
 * CVE-2009-1337, late. A child with the exit signal SIGUSR2 exits, then its
 * parent executes another program, and only then is the parent notified: when
 * the child's tracer exits, or when the last thread exits of which the child
 * was the leader. It must be sent SIGCHLD, as if it had executed the program
 * first.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define THREAD_FLAGS	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | \
			 CLONE_THREAD)

enum { GOT_SIGCHLD = 10, GOT_SIGUSR2 };

static volatile int got_usr2;
static char stack[16384];
static int go[2];

static void on_usr2(int sig)
{
	(void) sig;
	got_usr2 = 1;
}

static int last_thread(void *unused)
{
	char byte;

	(void) unused;
	syscall(SYS_read, go[0], &byte, 1);
	syscall(SYS_exit, 0);
	return 0;
}

/* The child's other thread outlives it. */
static void leader(void)
{
	if (clone(last_thread, stack + sizeof(stack), THREAD_FLAGS, NULL) < 0)
		_exit(1);
	syscall(SYS_exit, 0);
}

/* Attach, and let the child run on. It is not waited for when it dies. */
static void trace(pid_t child, int ready)
{
	signal(SIGUSR2, SIG_IGN);
	if (ptrace(PTRACE_ATTACH, child, NULL, NULL) ||
	    waitpid(child, NULL, __WALL) != child ||
	    ptrace(PTRACE_CONT, child, NULL, NULL) ||
	    write(ready, "", 1) != 1)
		_exit(1);
	pause_forever();
}

/* The parent, before it executes a program: the child dies. It is the leader of
 * a thread group, or has a tracer. */
static void parent(char *self, int traced)
{
	char child_pid[16], tracer_pid[16] = "0", fd[16], byte;
	char *const again[] = { self, "parent", child_pid, tracer_pid, fd,
				NULL };
	pid_t child, tracer;
	int ready[2];

	signal(SIGUSR2, SIG_IGN);
	if (pipe(ready) || pipe(go))
		_exit(2);
	child = syscall(SYS_clone, SIGUSR2, 0, NULL, NULL, NULL);
	if (child == 0 && traced)
		pause_forever();
	if (child == 0)
		leader();
	if (traced) {
		tracer = must_fork();
		if (tracer == 0)
			trace(child, ready[1]);
		if (read(ready[0], &byte, 1) != 1)
			_exit(3);
		sprintf(tracer_pid, "%d", (int) tracer);
		kill(child, SIGKILL);
	}
	if (wait_for_state(child, "Z") != 'Z')
		_exit(4);
	sprintf(child_pid, "%d", (int) child);
	sprintf(fd, "%d", go[1]);
	execv(self, again);
	_exit(5);
}

/* It has executed it: now it is notified. */
static int executed(pid_t child, pid_t tracer, int fd)
{
	signal(SIGUSR2, on_usr2);
	if (tracer)
		kill_child(tracer);
	else if (write(fd, "", 1) != 1)
		return 6;
	while (waitpid(child, NULL, __WALL) != child)
		if (errno != EINTR)
			return 7;
	return got_usr2 ? GOT_SIGUSR2 : GOT_SIGCHLD;
}

/* 1 if SIGUSR2 comes. */
static int usr2_comes(char *self, int traced)
{
	pid_t pid = must_fork();
	int status;

	if (pid == 0)
		parent(self, traced);
	if (waitpid(pid, &status, 0) != pid)
		bail("waitpid: %s", strerror(errno));
	if (!WIFEXITED(status) || WEXITSTATUS(status) < GOT_SIGCHLD)
		bail("the parent ended with status %#x", status);
	return WEXITSTATUS(status) == GOT_SIGUSR2;
}

int main(int argc, char **argv)
{
	int with_tracer, with_thread;

	if (argc > 4 && !strcmp(argv[1], "parent"))
		return executed(atoi(argv[2]), atoi(argv[3]), atoi(argv[4]));
	scenario("late-exec-signal", argc, argv);
	with_tracer = usr2_comes(argv[0], 1);
	with_thread = usr2_comes(argv[0], 0);
	note("SIGUSR2 came after the tracer: %d, after the last thread: %d",
	     with_tracer, with_thread);
	if (with_tracer || with_thread)
		found(0, "SIGUSR2");
	found(1, "SIGCHLD");
}
