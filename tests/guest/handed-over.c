/*
 * A thread has a zombie child when its program starts to ignore SIGCHLD; then
 * the thread exits. Another thread of the group inherits a zombie that it will
 * not wait for. The zombie must be released, at the latest when the program
 * ends. On plain 2.6.9 it stays, and not even init can reap it.
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

static int report[2], end[2];
static char stack[16384];

/* Inherits the zombie. Only makes system calls; exits when told to. */
static int second_thread(void *unused)
{
	char byte;

	syscall(SYS_read, end[0], &byte, 1);
	syscall(SYS_exit, 0);
	return 0;
}

/* Fork a child that exits at once; leave the zombie to the second thread. */
static void program(void)
{
	siginfo_t info;
	pid_t child;

	if (clone(second_thread, stack + sizeof(stack), THREAD_FLAGS, NULL) < 0)
		_exit(1);
	child = fork();
	if (child == 0)
		_exit(0);
	/* WNOWAIT: leave it a zombie. */
	if (child < 0 ||
	    syscall(SYS_waitid, P_PID, child, &info, WEXITED | WNOWAIT, NULL))
		_exit(1);
	signal(SIGCHLD, SIG_IGN);
	if (write(report[1], &child, sizeof(child)) != sizeof(child))
		_exit(1);
	syscall(SYS_exit, 0);
}

static int is_zombie(void *arg)
{
	struct task task;

	return look(*(pid_t *) arg, &task) == 0 && task.state == 'Z';
}

int main(int argc, char **argv)
{
	pid_t leader, child;

	scenario("handed-over", argc, argv);
	if (pipe(report) || pipe(end))
		bail("pipe: %s", strerror(errno));
	leader = must_fork();
	if (leader == 0)
		program();
	close(report[1]);
	if (read(report[0], &child, sizeof(child)) != sizeof(child))
		bail("the program left no child");
	if (!poll_until(is_zombie, &leader, 20000))
		bail("the first thread did not exit");
	if (write(end[1], "", 1) != 1 || waitpid(leader, NULL, 0) != leader)
		bail("the program did not exit: %s", strerror(errno));
	if (zombies(&child, 1))
		found(0, "zombie");
	found(1, "gone");
}
