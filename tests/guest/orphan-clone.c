/*
 * A thread clones a child with the exit signal SIGUSR1, and exits. The other
 * thread of the group has not asked for that signal, which would kill it: the
 * child must go to init, and the signal must not be sent.
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

#define THREAD_FLAGS	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | \
			 CLONE_THREAD)

static char stack[16384];
static int report[2], end[2];
static volatile int got_usr1;

static void on_usr1(int sig)
{
	(void) sig;
	got_usr1 = 1;
}

/* Only system calls: the threads share their C library's idea of a thread. */
static int clone_and_exit(void *unused)
{
	int pid = syscall(SYS_clone, SIGUSR1, 0, NULL, NULL, NULL);
	char byte;

	(void) unused;
	if (pid == 0) {
		syscall(SYS_read, end[0], &byte, 1);
		syscall(SYS_exit, 7);
	}
	syscall(SYS_write, report[1], &pid, sizeof(pid));
	syscall(SYS_exit, 0);
	return 0;
}

static int is_gone(void *arg)
{
	struct task task;

	return look(*(pid_t *) arg, &task) || task.state == 'Z';
}

/* 0: the child is not ours; 1: its signal has been sent. */
static int outlive_it(void)
{
	pid_t thread, child;

	signal(SIGUSR1, on_usr1);
	thread = clone(clone_and_exit, stack + sizeof(stack), THREAD_FLAGS,
		       NULL);
	if (thread < 0 ||
	    read(report[0], &child, sizeof(child)) != sizeof(child) ||
	    child < 0 || !poll_until(is_gone, &thread, 20000) ||
	    write(end[1], "", 1) != 1 || !poll_until(is_gone, &child, 20000))
		return 2;
	if (got_usr1)
		return 1;
	return waitpid(child, NULL, __WALL) < 0 && errno == ECHILD ? 0 : 2;
}

int main(int argc, char **argv)
{
	int status = 0;
	pid_t pid, group;

	scenario("orphan-clone", argc, argv);
	if (pipe(report) || pipe(end))
		bail("pipe: %s", strerror(errno));
	group = must_fork();
	if (group == 0)
		_exit(outlive_it());
	/* The thread is our child, too. */
	while ((pid = waitpid(-1, &status, __WALL)) != group)
		if (pid < 0)
			bail("waitpid: %s", strerror(errno));
	while (waitpid(-1, NULL, __WALL) > 0)
		;
	if (status == 1 << 8)
		found(0, "SIGUSR1");
	if (status)
		bail("the group ended with status %#x", status);
	found(1, "init");
}
