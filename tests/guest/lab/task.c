/*
 * task.c - processes, threads and tracers. All bail out if they fail.
 *
 * To the C library all threads of a process are one, which is safe as long as
 * those that start_thread() starts only make system calls: syscall(), and what
 * is said here to be for threads.
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
#include "../lab.h"

/**
 * must_fork() - fork()
 *
 * Return: as of fork().
 */
pid_t must_fork(void)
{
	pid_t pid = fork();

	if (pid < 0)
		bail("fork: %s", strerror(errno));
	return pid;
}

/**
 * must_clone() - fork(), with other flags; for threads, too
 * @flags: of clone(), and the exit signal
 *
 * Return: as of fork().
 */
pid_t must_clone(int flags)
{
	pid_t pid = syscall(SYS_clone, flags, 0, NULL, NULL, NULL);

	if (pid < 0)
		bail("clone: %s", strerror(errno));
	return pid;
}

/**
 * pause_forever() - sleep until a signal ends the process
 */
void pause_forever(void)
{
	for (;;)
		pause();
}

/**
 * clone_sleeper() - start a child that pauses forever; for threads, too
 * @flags: of clone(), and the exit signal: SIGCHLD for one as by fork()
 *
 * Return: its pid.
 */
pid_t clone_sleeper(int flags)
{
	pid_t pid = must_clone(flags);

	if (pid == 0)
		pause_forever();
	return pid;
}

static int is_inits(void *unused)
{
	return getppid() == 1;
}

/**
 * clone_child_of_init() - start a child of init that has no exit signal
 *
 * It pauses forever. Return: its pid.
 */
pid_t clone_child_of_init(void)
{
	int report[2];
	pid_t parent, pid;

	open_pipe(report);
	parent = must_fork();
	if (parent == 0) {
		if (must_fork() > 0)
			_exit(0);
		if (poll_until(is_inits, NULL, PATIENCE_MS))
			write_pipe(report, clone_sleeper(CLONE_PARENT));
		_exit(0);
	}
	close(report[1]);
	must_succeed(parent, "parent");
	pid = read_pipe(report);
	close(report[0]);
	return pid;
}

/**
 * start_thread() - start a thread of this process
 * @stack: 0 or 1; it is free for another thread once its last one is dead
 * @run: what it runs; the thread, not the process, ends when that returns
 * @arg: for @run
 *
 * Return: its pid.
 */
pid_t start_thread(int stack, int (*run)(void *), void *arg)
{
	static char stacks[2][16384];
	pid_t pid = clone(run, stacks[stack] + sizeof(stacks[stack]),
			  CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
			  CLONE_THREAD, arg);

	if (pid < 0)
		bail("clone: %s", strerror(errno));
	return pid;
}

/**
 * reap_child() - wait for a child, whatever its exit signal
 * @pid: the child
 *
 * Return: its status, as from wait4().
 */
int reap_child(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, __WALL) != pid)
		bail("waitpid: %s", strerror(errno));
	return status;
}

/**
 * must_succeed() - wait for a child, which must exit with status 0
 * @pid: the child
 * @who: what to call it if it does not
 */
void must_succeed(pid_t pid, const char *who)
{
	int status = reap_child(pid);

	if (status)
		bail("the %s ended with status %#x", who, status);
}

/**
 * kill_child() - send SIGKILL to a child, and wait for it
 * @pid: the child
 */
void kill_child(pid_t pid)
{
	kill(pid, SIGKILL);
	reap_child(pid);
}

/**
 * run_process() - run a function in a process of its own
 * @run: the function; what it returns is the exit status
 *
 * Waits for all children of the caller: on 2.4 the threads of that process are
 * among them. Bails out unless it exits. Return: the exit status.
 */
int run_process(int (*run)(void))
{
	pid_t process = must_fork(), pid;
	int status = -1, last = -1;

	if (process == 0)
		_exit(run());
	while ((pid = waitpid(-1, &status, __WALL)) > 0)
		if (pid == process)
			last = status;
	if (last < 0 || !WIFEXITED(last))
		bail("the process ended with status %#x", last);
	return WEXITSTATUS(last);
}

/**
 * set_real_time() - set our priority
 * @priority: of real time, 1 to 99; 0: that of an ordinary process
 *
 * By a system call, as musl's sched_setscheduler() only fails.
 */
void set_real_time(int priority)
{
	struct sched_param param = { .sched_priority = priority };

	if (syscall(SYS_sched_setscheduler, 0,
		    priority ? SCHED_FIFO : SCHED_OTHER, &param))
		bail("sched_setscheduler: %s", strerror(errno));
}

/**
 * trace_process() - attach to a process, and wait until it stops; for threads
 * @pid: the process
 * @request: of ptrace(), to resume it with; 0: leave it stopped
 */
void trace_process(pid_t pid, int request)
{
	if (syscall(SYS_ptrace, PTRACE_ATTACH, pid, 0, 0) ||
	    syscall(SYS_wait4, pid, NULL, __WALL, NULL) != pid ||
	    (request && syscall(SYS_ptrace, request, pid, 0, 0)))
		bail("cannot trace %d: %s", (int) pid, strerror(errno));
}
