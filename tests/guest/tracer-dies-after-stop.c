/*
 * A tracer has its tracee take SIGSTOP, resumes it from that job control stop,
 * and is killed when the tracee has stopped for it at its next system call. The
 * job control stop is long over: the tracee must go on.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

static int up[2], down[2];

static void answer(void)
{
	char byte;

	while (read(down[0], &byte, 1) == 1)
		if (write(up[1], &byte, 1) != 1)
			_exit(1);
	_exit(1);
}

static void tracer(pid_t pid)
{
	if (ptrace(PTRACE_ATTACH, pid, 0, 0) ||
	    waitpid(pid, NULL, 0) != pid ||
	    ptrace(PTRACE_CONT, pid, 0, SIGSTOP) ||
	    waitpid(pid, NULL, 0) != pid ||
	    ptrace(PTRACE_SYSCALL, pid, 0, 0) ||
	    waitpid(pid, NULL, 0) != pid ||
	    write(up[1], "", 1) != 1)
		_exit(1);
	pause_forever();
}

int main(int argc, char **argv)
{
	struct task task;
	pid_t child, pid;
	int goes, status;
	char byte;

	scenario("tracer-dies-after-stop", argc, argv);
	if (pipe(up) || pipe(down))
		bail("pipe: %s", strerror(errno));
	child = must_fork();
	if (child == 0)
		answer();
	pid = must_fork();
	if (pid == 0)
		tracer(child);
	if (read(up[0], &byte, 1) != 1)
		bail("the tracer does not get the child to stop");
	kill_child(pid);
	if (look(child, &task))
		bail("the child is gone");
	goes = task.state != 'T';
	if (goes && (write(down[1], "", 1) != 1 || read(up[0], &byte, 1) != 1))
		bail("the child does not answer: %s", strerror(errno));
	kill(child, SIGKILL);
	kill(child, SIGCONT);
	if (wait_for_state(child, "T") == 'T')
		kill(child, SIGCONT);
	if (waitpid(child, &status, 0) != child)
		bail("waitpid: %s", strerror(errno));
	found(goes, goes ? "goes" : "stops");
}
