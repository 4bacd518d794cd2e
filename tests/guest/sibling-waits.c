/*
 * Two threads; one traces a child of another process, the other sleeps in
 * wait4() for it. The tracer exits, and another time detaches: the thread that
 * sleeps has no child left, and must get ECHILD.
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

#define THREAD_FLAGS	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | \
			 CLONE_THREAD)

enum { GOT_ECHILD = 10 };

static pid_t child;
static int attached[2], ready[2], go[2], detached[2];
static int detach;
static char stack[16384];

/* Trace the child; when told to, detach, if that is tested, and exit. */
static int tracer(void *unused)
{
	char byte = 'y';

	(void) unused;
	if (syscall(SYS_ptrace, PTRACE_ATTACH, child, 0, 0) ||
	    syscall(SYS_wait4, child, NULL, __WALL, NULL) != child)
		byte = 'n';
	syscall(SYS_write, attached[1], &byte, 1);
	syscall(SYS_read, go[0], &byte, 1);
	if (detach) {
		syscall(SYS_ptrace, PTRACE_DETACH, child, 0, 0);
		syscall(SYS_write, detached[1], "", 1);
		syscall(SYS_read, go[0], &byte, 1);
	}
	syscall(SYS_exit, 0);
	return 0;
}

static void two_threads(void)
{
	pid_t tid = clone(tracer, stack + sizeof(stack), THREAD_FLAGS, NULL);
	char byte;

	if (read(attached[0], &byte, 1) != 1 || byte != 'y')
		tid = -1;
	if (write(ready[1], &tid, sizeof(tid)) != sizeof(tid) ||
	    waitpid(child, NULL, 0) >= 0)
		_exit(1);
	_exit(errno == ECHILD ? GOT_ECHILD : 2);
}

static int is_gone(void *arg)
{
	struct task task;

	return look(*(pid_t *) arg, &task) < 0;
}

/* On 2.4 the tracer is our child, as it is of its process's parent. */
static void wait_for_its_end(pid_t tid)
{
	if (waitpid(-1, NULL, __WCLONE) < 0 && errno != ECHILD)
		bail("the tracer: %s", strerror(errno));
	if (!poll_until(is_gone, &tid, 120000))
		bail("the tracer does not exit");
}

/* Does the thread that sleeps get ECHILD? */
static int play(void)
{
	int status, woken;
	pid_t pid, tid;
	char byte;

	child = must_fork();
	if (child == 0)
		for (;;)
			pause();
	pid = must_fork();
	if (pid == 0)
		two_threads();
	if (read(ready[0], &tid, sizeof(tid)) != sizeof(tid) || tid < 0)
		bail("the child is not traced");
	if (has_ended(pid))
		bail("the thread does not sleep");

	if (write(go[1], "", 1) != 1 ||
	    (detach && read(detached[0], &byte, 1) != 1))
		bail("pipe: %s", strerror(errno));
	if (!detach)
		wait_for_its_end(tid);
	woken = has_ended(pid);
	if (detach && write(go[1], "", 1) != 1)
		bail("pipe: %s", strerror(errno));
	if (detach && !woken)
		wait_for_its_end(tid);

	if (!woken)
		kill(pid, SIGKILL);
	if (waitpid(pid, &status, 0) != pid)
		bail("waitpid: %s", strerror(errno));
	if (woken && (!WIFEXITED(status) || WEXITSTATUS(status) != GOT_ECHILD))
		bail("the thread ended with status %#x", status);
	kill_child(child);
	return woken;
}

int main(int argc, char **argv)
{
	int at_exit, at_detach;

	scenario("sibling-waits", argc, argv);
	if (pipe(attached) || pipe(ready) || pipe(go) || pipe(detached))
		bail("pipe: %s", strerror(errno));
	at_exit = play();
	detach = 1;
	at_detach = play();
	note("woken at exit: %d, at detach: %d", at_exit, at_detach);
	if (at_exit && at_detach)
		found(1, "ECHILD");
	found(0, "hangs");
}
