/*
 * A thread clones a child with an exit signal that is not SIGCHLD, and exits.
 * The child stays with the group, and the other thread, which waits with
 * __WCLONE for such children, must receive its status.
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

/* 0: it has the status; 1: ECHILD. */
static int wait_for_it(void)
{
	pid_t thread, child;
	int status;

	signal(SIGUSR1, SIG_IGN);
	thread = clone(clone_and_exit, stack + sizeof(stack), THREAD_FLAGS,
		       NULL);
	if (thread < 0 ||
	    read(report[0], &child, sizeof(child)) != sizeof(child) ||
	    child < 0 || !poll_until(is_gone, &thread, 20000) ||
	    write(end[1], "", 1) != 1)
		return 2;
	if (waitpid(child, &status, __WCLONE) == child)
		return WIFEXITED(status) && WEXITSTATUS(status) == 7 ? 0 : 2;
	return errno == ECHILD ? 1 : 2;
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
		_exit(wait_for_it());
	/* The thread is our child, too. */
	while ((pid = waitpid(-1, &status, __WALL)) != group)
		if (pid < 0)
			bail("waitpid: %s", strerror(errno));
	while (waitpid(-1, NULL, __WALL) > 0)
		;
	if (status == 1 << 8)
		found(0, "ECHILD");
	if (status)
		bail("the group ended with status %#x", status);
	found(1, "status");
}
