/*
 * A process waits for its child, which is traced by a stranger that ignores
 * SIGCHLD. The child exits; the tracer waits for it, or exits as well. The
 * status is the parent's to receive.
 */
#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define CHILDS_STATUS	7
#define GOT_ECHILD	10

static int up[2];

static void parent(void)
{
	char byte;
	int down[2], status;
	pid_t pid;

	open_pipe(down);
	pid = must_fork();
	if (pid == 0) {
		close(down[1]);
		if (read(down[0], &byte, 1) < 0)	/* until it is closed */
			_exit(1);
		_exit(CHILDS_STATUS);
	}
	write_pipe(up, pid);
	close(down[0]);
	kill(getpid(), SIGSTOP);	/* the tracer comes first */
	close(down[1]);
	if (waitpid(pid, &status, 0) != pid)
		_exit(errno == ECHILD ? GOT_ECHILD : 3);
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 4);
}

static void tracer(pid_t pid, int waits)
{
	signal(SIGCHLD, SIG_IGN);
	trace_process(pid, PTRACE_CONT);
	write_pipe(up, 0);
	must_reach_state(pid, 'Z');
	if (waits)
		reap_child(pid);
	_exit(0);
}

/* Does the parent receive the status? */
static int receives(int waits)
{
	pid_t pid, child, tracer_pid;
	int status;

	open_pipe(up);
	pid = must_fork();
	if (pid == 0)
		parent();
	child = read_pipe(up);
	tracer_pid = must_fork();
	if (tracer_pid == 0)
		tracer(child, waits);
	read_pipe(up);
	must_reach_state(pid, 'T');
	kill(pid, SIGCONT);
	must_succeed(tracer_pid, "tracer");
	close(up[0]);
	close(up[1]);
	if (!has_ended(pid)) {
		/* Asleep in wait4(), and the child is gone. */
		kill_child(pid);
		return 0;
	}
	status = reap_child(pid);
	if (status == GOT_ECHILD << 8)
		return 0;
	if (status != CHILDS_STATUS << 8)
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
