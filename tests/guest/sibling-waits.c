/*
 * Two threads; one traces a child of another process, the other sleeps in
 * wait4() for it. The tracer exits, and another time detaches: the thread that
 * sleeps has no child left, and must get ECHILD.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

enum { GOT_ECHILD = 10 };

static pid_t child;
static int attached[2], ready[2], go[2], detached[2];
static int detach;

/* Trace the child; when told to, detach, if that is tested, and exit. */
static int tracer(void *unused)
{
	trace_process(child, 0);
	write_pipe(attached, 0);
	read_pipe(go);
	if (detach) {
		syscall(SYS_ptrace, PTRACE_DETACH, child, 0, 0);
		write_pipe(detached, 0);
		read_pipe(go);
	}
	return 0;
}

static void two_threads(void)
{
	start_thread(0, tracer, NULL);
	read_pipe(attached);
	write_pipe(ready, 0);
	if (waitpid(child, NULL, 0) >= 0)
		_exit(1);
	_exit(errno == ECHILD ? GOT_ECHILD : 2);
}

/* On 2.4 a thread is a child of its leader's parent. */
static void reap_tracer(void)
{
	if (waitpid(-1, NULL, __WCLONE) < 0)
		bail("the tracer: %s", strerror(errno));
}

/* Does the thread that sleeps get ECHILD? */
static int play(void)
{
	int status, woken;
	pid_t pid;

	child = clone_sleeper(SIGCHLD);
	pid = must_fork();
	if (pid == 0)
		two_threads();
	read_pipe(ready);
	if (has_ended(pid))
		bail("the thread does not sleep");

	write_pipe(go, 0);
	if (detach)
		read_pipe(detached);
	else
		reap_tracer();
	woken = has_ended(pid);
	if (detach) {
		write_pipe(go, 0);
		reap_tracer();
	}

	if (!woken)
		kill(pid, SIGKILL);
	status = reap_child(pid);
	if (woken && (!WIFEXITED(status) || WEXITSTATUS(status) != GOT_ECHILD))
		bail("the thread ended with status %#x", status);
	kill_child(child);
	return woken;
}

int main(int argc, char **argv)
{
	int at_exit, at_detach;

	scenario("sibling-waits", argc, argv);
	open_pipe(attached);
	open_pipe(ready);
	open_pipe(go);
	open_pipe(detached);
	at_exit = play();
	detach = 1;
	at_detach = play();
	note("woken at exit: %d, at detach: %d", at_exit, at_detach);
	if (at_exit && at_detach)
		found(1, "ECHILD");
	found(0, "hangs");
}
