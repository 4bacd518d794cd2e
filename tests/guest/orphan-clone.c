/*
 * A thread clones a child with an exit signal that is not SIGCHLD, and exits.
 * The child stays with the group, and the other thread, which waits with
 * __WCLONE for such children, must receive its status.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

static int report[2], end[2];

static int clone_and_exit(void *unused)
{
	int pid = must_clone(SIGUSR1);

	if (pid == 0) {
		read_pipe(end);
		syscall(SYS_exit, 7);
	}
	write_pipe(report, pid);
	return 0;
}

/* 0: it has the status; 1: ECHILD. */
static int wait_for_it(void)
{
	pid_t thread, child;
	int status;

	signal(SIGUSR1, SIG_IGN);
	thread = start_thread(0, clone_and_exit, NULL);
	child = read_pipe(report);
	wait_until_dead(thread);
	write_pipe(end, 0);
	if (waitpid(child, &status, __WCLONE) == child)
		return WIFEXITED(status) && WEXITSTATUS(status) == 7 ? 0 : 2;
	return errno == ECHILD ? 1 : 2;
}

int main(int argc, char **argv)
{
	int status;

	scenario("orphan-clone", argc, argv);
	open_pipe(report);
	open_pipe(end);
	status = run_process(wait_for_it);
	if (status == 1)
		found(0, "ECHILD");
	if (status)
		bail("the group ended with status %d", status);
	found(1, "status");
}
