/*
 * A thread hangs in exit(): it closes a serial port that is stopped. It has
 * given up its memory already, and ignores SIGCHLD like the rest of its group.
 * A child of its exits now. The other thread waits for the child, and must
 * receive its status: the dying thread is not a kernel thread that never waits.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include "lab.h"

/* With a files table of its own. */
#define THREAD_FLAGS	(CLONE_VM | CLONE_FS | CLONE_SIGHAND | CLONE_THREAD)
#define PORT		"/dev/ttyS2"

static char stack[16384];
static int report[2], end[2];

/* Fork a child that exits when told to, and hang. Only system calls: the
 * threads share their C library's idea of a thread. */
static int fork_and_hang(void *unused)
{
	unsigned long blocked[2] = { 1UL << (SIGCHLD - 1), 0 };
	int port, pid;
	char byte;

	(void) unused;
	syscall(SYS_rt_sigprocmask, SIG_BLOCK, blocked, NULL, sizeof(blocked));
	pid = syscall(SYS_fork);
	if (pid == 0) {
		syscall(SYS_read, end[0], &byte, 1);
		syscall(SYS_exit, 7);
	}
	port = syscall(SYS_open, PORT, O_RDWR | O_NOCTTY | O_NONBLOCK);
	if (port < 0 || syscall(SYS_ioctl, port, TCXONC, TCOOFF) ||
	    syscall(SYS_write, port, "\n", 1) != 1)
		pid = -1;
	syscall(SYS_write, report[1], &pid, sizeof(pid));
	syscall(SYS_exit, 0);
	return 0;
}

/* It sleeps, and has no memory: the first word of its statm is 0. */
static int hangs_in_exit(void *arg)
{
	pid_t *pid = arg;
	struct task task;
	char path[32];
	FILE *file;
	int pages = -1;

	snprintf(path, sizeof(path), "/proc/%d/statm", (int) *pid);
	file = fopen(path, "r");
	if (!file)
		return 0;
	if (fscanf(file, "%d", &pages) != 1)
		pages = -1;
	fclose(file);
	return pages == 0 && look(*pid, &task) == 0 && task.state == 'S';
}

static int is_dead(void *arg)
{
	struct task task;

	return look(*(pid_t *) arg, &task) || task.state == 'Z';
}

/* 0: the other thread has the child's status; 1: ECHILD. */
static int wait_for_it(void)
{
	pid_t thread, child;
	int status, result = 2;

	signal(SIGCHLD, SIG_IGN);
	thread = clone(fork_and_hang, stack + sizeof(stack), THREAD_FLAGS,
		       NULL);
	if (thread < 0 ||
	    read(report[0], &child, sizeof(child)) != sizeof(child) ||
	    child < 0)
		return 3;
	if (!poll_until(hangs_in_exit, &thread, 20000))
		return 4;
	if (write(end[1], "", 1) != 1 || !poll_until(is_dead, &child, 20000))
		return 5;
	if (waitpid(child, &status, 0) == child)
		result = WIFEXITED(status) && WEXITSTATUS(status) == 7 ? 0 : 6;
	else if (errno == ECHILD)
		result = 1;
	if (!hangs_in_exit(&thread))
		result = 7;
	kill(thread, SIGKILL);	/* what is not written yet is forgotten */
	return result;
}

int main(int argc, char **argv)
{
	int status = 0;
	pid_t pid, group;

	scenario("dying-thread", argc, argv);
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
