/*
 * A process waits for its child, which is traced by a stranger that ignores
 * SIGCHLD. The child exits; the tracer waits for it, or exits as well. The
 * status is the parent's to receive.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define CHILDS_STATUS	7

static int up[2];

static void parent(void)
{
	char byte;
	int down[2], status;
	pid_t pid;

	if (pipe(down))
		_exit(1);
	pid = fork();
	if (pid == 0) {
		close(down[1]);
		if (read(down[0], &byte, 1) < 0)	/* until it is closed */
			_exit(1);
		_exit(CHILDS_STATUS);
	}
	if (write(up[1], &pid, sizeof(pid)) != sizeof(pid) ||
	    write(up[1], &down[1], sizeof(int)) != sizeof(int))
		_exit(1);
	close(down[0]);
	kill(getpid(), SIGSTOP);	/* the tracer comes first */
	close(down[1]);
	if (waitpid(pid, &status, 0) != pid)
		_exit(errno == ECHILD ? 2 : 3);
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 4);
}

static void tracer(pid_t pid, int waits)
{
	char byte = 0;

	signal(SIGCHLD, SIG_IGN);
	if (ptrace(PTRACE_ATTACH, pid, NULL, NULL) ||
	    waitpid(pid, NULL, 0) != pid || ptrace(PTRACE_CONT, pid, 0, 0) ||
	    write(up[1], &byte, 1) != 1)
		_exit(1);
	if (wait_for_state(pid, "") != 'Z')
		_exit(2);
	if (waits && waitpid(pid, NULL, __WALL) != pid)
		_exit(3);
	_exit(0);
}

/* Does the parent receive the status? */
static int receives(int waits)
{
	pid_t pid, child, tracer_pid;
	int fd, status;
	char byte;

	if (pipe(up))
		bail("pipe: %s", strerror(errno));
	pid = must_fork();
	if (pid == 0)
		parent();
	if (read(up[0], &child, sizeof(child)) != sizeof(child) ||
	    read(up[0], &fd, sizeof(fd)) != sizeof(fd) || child < 0)
		bail("no child");
	tracer_pid = must_fork();
	if (tracer_pid == 0)
		tracer(child, waits);
	if (read(up[0], &byte, 1) != 1 || wait_for_state(pid, "T") != 'T')
		bail("the child is not traced, or its parent not stopped");
	kill(pid, SIGCONT);
	if (waitpid(tracer_pid, &status, 0) != tracer_pid || status)
		bail("the tracer ended with status %#x", status);
	close(up[0]);
	close(up[1]);
	if (!has_ended(pid)) {
		/* Asleep in wait4(), and the child is gone. */
		kill_child(pid);
		return 0;
	}
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		bail("the parent ended with status %#x", status);
	if (WEXITSTATUS(status) == 2)
		return 0;
	if (WEXITSTATUS(status) != CHILDS_STATUS)
		bail("the parent ended with status %#x", status);
	return 1;
}

int main(int argc, char **argv)
{
	int waited, exited;

	scenario("tracer-ignores-child", argc, argv);
	waited = receives(1);
	exited = receives(0);
	note("received: %d after the tracer's wait, %d after its exit", waited,
	     exited);
	if (!waited || !exited)
		found(0, "lost");
	found(1, "status");
}
