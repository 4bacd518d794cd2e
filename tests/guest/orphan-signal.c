/*
 * A process clones a child with the exit signal SIGUSR2, then its own parent
 * exits. No program has been executed since: the process must get SIGUSR2 when
 * the child exits, and wait4() must find that with __WCLONE. All of it as an
 * ordinary user.
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

#define USER	1000

static volatile int told;
static int result[2], go[2], cloned[2];

static void on_signal(int sig)
{
	told = sig;
}

static int is_inits(void *unused)
{
	(void) unused;
	return getppid() == 1;
}

static int is_zombie(void *arg)
{
	struct task task;

	return look(*(pid_t *) arg, &task) == 0 && task.state == 'Z';
}

/* A child that exits when it is told to. */
static pid_t clone_child(int sig)
{
	pid_t pid = syscall(SYS_clone, sig, 0, NULL, NULL, NULL);
	char byte;

	if (pid == 0) {
		if (read(go[0], &byte, 1) != 1)
			_exit(1);
		_exit(0);
	}
	return pid;
}

/* 1 if its end is told as it should be. */
static int ends_with(int sig, pid_t pid)
{
	told = 0;
	if (write(go[1], "", 1) != 1 ||
	    !poll_until(is_zombie, &pid, 120000))
		return 0;
	return told == sig && waitpid(pid, NULL, __WCLONE) == pid;
}

/* The children are cloned before the parent exits. */
static void orphan(void)
{
	pid_t usr2;
	char right;

	signal(SIGUSR2, on_signal);
	signal(SIGCHLD, on_signal);
	if (setresuid(USER, USER, USER))
		_exit(1);
	usr2 = clone_child(SIGUSR2);
	if (write(cloned[1], "", 1) != 1 ||
	    !poll_until(is_inits, NULL, 120000))
		_exit(1);
	right = ends_with(SIGUSR2, usr2) ? 'y' : 'n';
	if (write(result[1], &right, 1) != 1)
		_exit(1);
	_exit(0);
}

int main(int argc, char **argv)
{
	char right;
	pid_t pid;

	scenario("orphan-signal", argc, argv);
	if (pipe(result) || pipe(go) || pipe(cloned))
		bail("pipe: %s", strerror(errno));
	pid = must_fork();
	if (pid == 0) {
		if (must_fork() == 0)
			orphan();
		_exit(read(cloned[0], &right, 1) != 1);
	}
	if (waitpid(pid, NULL, 0) != pid)
		bail("waitpid: %s", strerror(errno));
	close(result[1]);
	if (read(result[0], &right, 1) != 1)
		bail("the orphan did not report");
	if (right != 'y')
		found(0, "SIGCHLD");
	found(1, "SIGUSR2");
}
