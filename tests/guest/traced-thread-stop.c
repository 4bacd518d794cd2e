/*
 * A process of two threads is stopped with SIGSTOP, while one of them stops for
 * its tracer at a system call instead. All its threads are stopped now: they
 * must stay so when the tracer is killed, and SIGCONT must be reported to the
 * parent by waitid(WCONTINUED).
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

static char stack[16384];
static int up[2], down[2];

static int thread(void *unused)
{
	char byte;

	(void) unused;
	while (syscall(SYS_read, down[0], &byte, 1) == 1)
		syscall(SYS_write, up[1], &byte, 1);
	syscall(SYS_exit, 0);
	return 0;
}

static void two_threads(void)
{
	pid_t tid = clone(thread, stack + sizeof(stack), THREAD_FLAGS, NULL);

	if (tid < 0 || write(up[1], &tid, sizeof(tid)) != sizeof(tid))
		_exit(1);
	pause_forever();
}

/* The thread sleeps in a call whose beginning we have seen; then its end. */
static void tracer(pid_t tid)
{
	if (ptrace(PTRACE_ATTACH, tid, 0, 0) ||
	    waitpid(tid, NULL, __WALL) != tid ||
	    ptrace(PTRACE_SYSCALL, tid, 0, 0) ||
	    waitpid(tid, NULL, __WALL) != tid ||
	    ptrace(PTRACE_SYSCALL, tid, 0, 0) ||
	    write(up[1], "", 1) != 1 ||
	    waitpid(tid, NULL, __WALL) != tid ||
	    write(up[1], "", 1) != 1)
		_exit(1);
	pause_forever();
}

int main(int argc, char **argv)
{
	siginfo_t info = { 0 };
	pid_t child, tid, pid;
	struct task task;
	int stopped;
	char byte;

	scenario("traced-thread-stop", argc, argv);
	if (pipe(up) || pipe(down))
		bail("pipe: %s", strerror(errno));
	child = must_fork();
	if (child == 0)
		two_threads();
	if (read(up[0], &tid, sizeof(tid)) != sizeof(tid))
		bail("no thread");
	/* Once without a tracer: plain 2.6.9 does not initialise its state. */
	kill(child, SIGSTOP);
	must_reach_state(child, 'T');
	must_reach_state(tid, 'T');
	kill(child, SIGCONT);
	if (waitid(P_PID, child, &info, WCONTINUED))
		bail("waitid: %s", strerror(errno));
	info.si_pid = 0;
	pid = must_fork();
	if (pid == 0)
		tracer(tid);
	if (read(up[0], &byte, 1) != 1 || wait_for_state(tid, "S") != 'S')
		bail("the thread is not traced");
	kill(child, SIGSTOP);
	must_reach_state(child, 'T');
	if (read(up[0], &byte, 1) != 1)
		bail("the thread does not stop for its tracer");
	kill_child(pid);
	if (look(tid, &task))
		bail("the thread is gone");
	stopped = task.state == 'T';
	kill(child, SIGCONT);
	if (waitid(P_PID, child, &info, WCONTINUED | WNOHANG))
		bail("waitid: %s", strerror(errno));
	kill(child, SIGKILL);
	kill(child, SIGCONT);
	if (waitpid(child, NULL, 0) != child)
		bail("waitpid: %s", strerror(errno));
	note("the thread %s; SIGCONT is %sreported",
	     stopped ? "stays stopped" : "goes on",
	     info.si_pid == child ? "" : "not ");
	if (!stopped)
		found(0, "goes");
	if (info.si_pid != child)
		found(0, "lost");
	found(1, "stops");
}
