/*
 * A child of init without exit signal is traced, and the tracer waits for it
 * with __WCLONE. The child dies: the tracer must receive its status, and init
 * must reap it after that. Once more, and the tracer exits instead of waiting.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

static int report[2];

static int is_inits(void *unused)
{
	(void) unused;
	return getppid() == 1;
}

static void clone_a_sibling(void)
{
	pid_t pid;

	if (!poll_until(is_inits, NULL, 20000))
		_exit(1);
	pid = syscall(SYS_clone, CLONE_PARENT, 0, NULL, NULL, NULL);
	if (pid == 0)
		for (;;)
			pause();
	_exit(write(report[1], &pid, sizeof(pid)) < 0);
}

static pid_t child_of_init(void)
{
	pid_t parent, pid;

	parent = must_fork();
	if (parent == 0) {
		if (must_fork() == 0)
			clone_a_sibling();
		_exit(0);
	}
	if (waitpid(parent, NULL, 0) != parent ||
	    read(report[0], &pid, sizeof(pid)) != sizeof(pid) || pid < 0)
		bail("init has no child without exit signal");
	return pid;
}

static void attach(pid_t pid)
{
	if (ptrace(PTRACE_ATTACH, pid, NULL, NULL) ||
	    waitpid(pid, NULL, __WCLONE) != pid ||
	    ptrace(PTRACE_CONT, pid, NULL, NULL))
		bail("cannot trace %d: %s", (int) pid, strerror(errno));
}

int main(int argc, char **argv)
{
	pid_t pids[2], tracer;
	int status;

	scenario("traced-no-signal", argc, argv);
	if (pipe(report))
		bail("pipe: %s", strerror(errno));
	pids[0] = child_of_init();
	pids[1] = child_of_init();

	attach(pids[0]);
	kill(pids[0], SIGKILL);
	while (waitpid(pids[0], &status, __WCLONE) != pids[0]) {
		if (errno == ECHILD)
			found(0, "ECHILD");
		if (errno != EINTR)
			bail("waitpid: %s", strerror(errno));
	}
	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
		bail("the child ended with status %#x", status);

	tracer = must_fork();
	if (tracer == 0) {
		attach(pids[1]);
		kill(pids[1], SIGKILL);
		_exit(wait_for_state(pids[1], "Z") != 'Z');
	}
	if (waitpid(tracer, &status, 0) != tracer || status)
		bail("the tracer ended with status %#x", status);
	if (zombies(pids, 2))
		found(0, "zombie");
	found(1, "gone");
}
