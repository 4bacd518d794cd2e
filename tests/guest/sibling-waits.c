/*
 * Two threads; one traces a child of another process, the other sleeps in
 * wait4() for it. The tracer exits, another time it detaches, and another time,
 * on 2.4, it executes a program: the thread that sleeps has no child left, and
 * must get ECHILD.
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

enum { GOT_ECHILD = 10 };

enum leaving { BY_EXIT, BY_DETACH, BY_EXEC };

static pid_t child;
static int attached[2], ready[2], go[2], left[2];
static enum leaving leaving;
static int thread_is_child;
static char go_fd[16], left_fd[16];
static char *self[] = { NULL, "executed", go_fd, left_fd, NULL };
static char stack[16384];

/* Trace the child; when told to, detach or execute a program, if that is
 * tested, and exit. */
static int tracer(void *unused)
{
	char byte = 'y';

	(void) unused;
	if (syscall(SYS_ptrace, PTRACE_ATTACH, child, 0, 0) ||
	    syscall(SYS_wait4, child, NULL, __WALL, NULL) != child)
		byte = 'n';
	syscall(SYS_write, attached[1], &byte, 1);
	syscall(SYS_read, go[0], &byte, 1);
	if (leaving == BY_EXEC)
		syscall(SYS_execve, self[0], self, NULL);
	if (leaving == BY_DETACH) {
		syscall(SYS_ptrace, PTRACE_DETACH, child, 0, 0);
		syscall(SYS_write, left[1], "", 1);
		syscall(SYS_read, go[0], &byte, 1);
	}
	syscall(SYS_exit, 0);
	return 0;
}

/* The program that the tracer executes. */
static int executed(int go_end, int left_end)
{
	char byte;

	return write(left_end, "", 1) != 1 || read(go_end, &byte, 1) != 1;
}

static void two_threads(void)
{
	pid_t tid = clone(tracer, stack + sizeof(stack), THREAD_FLAGS, NULL);
	char byte;

	if (read(attached[0], &byte, 1) != 1 || byte != 'y')
		tid = -1;
	if (write(ready[1], &tid, sizeof(tid)) != sizeof(tid) ||
	    waitpid(child, NULL, 0) >= 0)
		_exit(1);
	_exit(errno == ECHILD ? GOT_ECHILD : 2);
}

static int is_gone(void *arg)
{
	struct task task;

	return look(*(pid_t *) arg, &task) < 0;
}

/* On 2.4 the tracer is our child, as it is of its process's parent: 1 then. */
static int wait_for_its_end(pid_t tid)
{
	int ours = waitpid(-1, NULL, __WCLONE) > 0;

	if (!ours && errno != ECHILD)
		bail("the tracer: %s", strerror(errno));
	if (!poll_until(is_gone, &tid, PATIENCE_MS))
		bail("the tracer does not exit");
	return ours;
}

/* Does the thread that sleeps get ECHILD? */
static int play(enum leaving how)
{
	int status, woken;
	pid_t pid, tid;
	char byte;

	leaving = how;
	child = must_fork();
	if (child == 0)
		for (;;)
			pause();
	pid = must_fork();
	if (pid == 0)
		two_threads();
	if (read(ready[0], &tid, sizeof(tid)) != sizeof(tid) || tid < 0)
		bail("the child is not traced");
	if (has_ended(pid))
		bail("the thread does not sleep");

	if (write(go[1], "", 1) != 1 ||
	    (how != BY_EXIT && read(left[0], &byte, 1) != 1))
		bail("pipe: %s", strerror(errno));
	if (how == BY_EXIT)
		thread_is_child = wait_for_its_end(tid);
	woken = has_ended(pid);
	if (how != BY_EXIT) {
		if (write(go[1], "", 1) != 1)
			bail("pipe: %s", strerror(errno));
		wait_for_its_end(tid);
	}

	if (!woken)
		kill(pid, SIGKILL);
	if (waitpid(pid, &status, 0) != pid)
		bail("waitpid: %s", strerror(errno));
	if (woken && (!WIFEXITED(status) || WEXITSTATUS(status) != GOT_ECHILD))
		bail("the thread ended with status %#x", status);
	kill_child(child);
	return woken;
}

int main(int argc, char **argv)
{
	int at_exit, at_detach, at_exec;

	if (argc > 3 && !strcmp(argv[1], "executed"))
		return executed(atoi(argv[2]), atoi(argv[3]));
	scenario("sibling-waits", argc, argv);
	if (pipe(attached) || pipe(ready) || pipe(go) || pipe(left))
		bail("pipe: %s", strerror(errno));
	self[0] = argv[0];
	sprintf(go_fd, "%d", go[0]);
	sprintf(left_fd, "%d", left[1]);
	at_exit = play(BY_EXIT);
	at_detach = play(BY_DETACH);
	/* On 2.6 exec ends the other threads. */
	at_exec = !thread_is_child || play(BY_EXEC);
	note("woken at exit: %d, at detach: %d, at exec: %d", at_exit,
	     at_detach, at_exec);
	if (at_exit && at_detach && at_exec)
		found(1, "ECHILD");
	found(0, "hangs");
}
