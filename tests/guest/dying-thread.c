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

	syscall(SYS_rt_sigprocmask, SIG_BLOCK, blocked, NULL, sizeof(blocked));
	pid = must_clone(SIGCHLD);
	if (pid == 0) {
		read_pipe(end);
		syscall(SYS_exit, 7);
	}
	port = syscall(SYS_open, PORT, O_RDWR | O_NOCTTY | O_NONBLOCK);
	if (port < 0 || syscall(SYS_ioctl, port, TCXONC, TCOOFF) ||
	    syscall(SYS_write, port, "\n", 1) != 1)
		pid = -1;
	write_pipe(report, pid);
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

/* 0: the other thread has the child's status; 1: ECHILD. */
static int wait_for_it(void)
{
	pid_t thread, child;
	int status, result = 2;

	signal(SIGCHLD, SIG_IGN);
	thread = clone(fork_and_hang, stack + sizeof(stack), THREAD_FLAGS,
		       NULL);
	if (thread < 0)
		return 3;
	child = read_pipe(report);
	if (!poll_until(hangs_in_exit, &thread, PATIENCE_MS))
		return 4;
	write_pipe(end, 0);
	wait_until_dead(child);
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
	int status;

	scenario("dying-thread", argc, argv);
	open_pipe(report);
	open_pipe(end);
	status = run_process(wait_for_it);
	if (status == 1)
		found(0, "ECHILD");
	if (status)
		bail("the group ended with status %d", status);
	found(1, "status");
}
