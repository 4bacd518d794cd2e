/*
 * kthread.c - what several scenarios have kernel threads do: kids, spawned by
 * the test module.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include "../lab.h"

#define MAX_KIDS	512

/* Exit status of the waiting parent or tracer: what wait4() returned. */
enum { GOT_ECHILD = 10, GOT_STATUS, GOT_OTHER };

/**
 * kids_die() - end: the kids die; the result is "gone" or "zombie"
 * @pids: the kids
 * @count: so many
 * @err: of order_if_there(); -ENOSYS: the scenario is skipped
 */
void kids_die(const pid_t *pids, int count, int err)
{
	order("die");
	if (err)
		skip("this kernel has no daemonize()");
	if (zombies(pids, count))
		found(0, "zombie");
	found(1, "gone");
}

/**
 * live_and_die() - end: kreapd spawns kids, which die: "gone" or "zombie"
 * @name: of the kids
 * @count: so many
 * @exit_signal: theirs
 * @ignored: does kreapd ignore SIGCHLD?
 * @orders: for the kids, before they die; NULL: none
 */
void live_and_die(const char *name, int count, int exit_signal, int ignored,
		  const char *orders)
{
	pid_t pids[MAX_KIDS];
	int i, err;

	order("ignore %d", ignored);
	for (i = 0; i < count; i++)
		order("spawn %s %d", name, exit_signal);
	if (list_kids(pids, MAX_KIDS) != count)
		bail("spawned %d threads, found %d", count,
		     list_kids(pids, MAX_KIDS));
	err = orders ? order_if_there(orders) : 0;
	kids_die(pids, count, err);
}

static void wait_for_the_kid(void)
{
	int status;
	pid_t pid = waitpid(-1, &status, __WALL);

	if (pid < 0)
		_exit(errno == ECHILD ? GOT_ECHILD : GOT_OTHER);
	_exit(WIFEXITED(status) && WEXITSTATUS(status) == 7 ?
	      GOT_STATUS : GOT_OTHER);
}

/* In state S, and the kid is there: asleep in wait4(). */
static int asleep_with_kid(void *arg)
{
	pid_t *parent = arg, kid;
	struct task task;

	return list_kids(&kid, 1) == 1 && look(*parent, &task) == 0 &&
	       task.state == 'S';
}

/* PARENT has the kid, or soon will, and goes to sleep in wait4(). */
static void leave_waiting(pid_t parent, const char *orders)
{
	int status, err, at_once;
	pid_t kid;

	if (!poll_until(asleep_with_kid, &parent, PATIENCE_MS))
		bail("%d did not go to sleep in wait4()", (int) parent);

	list_kids(&kid, 1);
	err = try_order("%s", orders);
	at_once = !err && has_ended(parent);
	order("die");
	remain(&kid, 1);	/* dead, and whoever wanted to know has heard */
	if (!has_ended(parent))
		kill(parent, SIGKILL);
	status = reap_child(parent);
	if (err == -ENOSYS)
		skip("this kernel has no such function");
	if (err)
		bail("order '%s': %s", orders, strerror(-err));

	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
		found(0, "hangs");
	if (WIFEXITED(status) && WEXITSTATUS(status) == GOT_STATUS && !at_once)
		found(0, "status");
	if (WIFEXITED(status) && WEXITSTATUS(status) == GOT_ECHILD && at_once)
		found(1, "ECHILD");
	bail("the waiting process exited with status %#x%s", status,
	     at_once ? ", before the kid died" : "");
}

/**
 * leave_a_waiting_parent() - end: a process loses the child it waits for
 * @name: of the child, a kid that it spawns
 * @orders: for the kid, while the process sleeps in wait4(); then it dies
 *
 * The result is what wait4() did: return "ECHILD" at once, return the "status"
 * once the kid was dead, or "hangs".
 */
void leave_a_waiting_parent(const char *name, const char *orders)
{
	pid_t parent = must_fork();

	if (parent == 0) {
		order("bear %s 0", name);
		wait_for_the_kid();
	}
	leave_waiting(parent, orders);
}

/**
 * leave_a_waiting_tracer() - the same, of one that has attached to the kid
 * @name: as above
 * @orders: as above
 */
void leave_a_waiting_tracer(const char *name, const char *orders)
{
	pid_t tracer, kid;

	order("bear %s 0", name);
	list_kids(&kid, 1);
	tracer = must_fork();
	if (tracer == 0) {
		if (ptrace(PTRACE_ATTACH, kid, NULL, NULL))
			_exit(GOT_OTHER);
		wait_for_the_kid();
	}
	leave_waiting(tracer, orders);
}

/**
 * leave_a_waiting_parent_and_tracer() - the same, of the parent, while another
 * process is attached to the kid
 * @name: as above
 * @orders: as above
 */
void leave_a_waiting_parent_and_tracer(const char *name, const char *orders)
{
	pid_t parent = must_fork(), kid;
	int attached[2];

	if (parent == 0) {
		order("bear %s 0", name);
		wait_for_the_kid();
	}
	if (!poll_until(asleep_with_kid, &parent, PATIENCE_MS))
		bail("%d does not go to sleep in wait4()", (int) parent);
	list_kids(&kid, 1);
	open_pipe(attached);
	if (must_fork() == 0) {
		if (ptrace(PTRACE_ATTACH, kid, NULL, NULL))
			_exit(1);
		write_pipe(attached, 0);
		_exit(waitpid(kid, NULL, __WALL) < 0);
	}
	close(attached[1]);
	read_pipe(attached);
	leave_waiting(parent, orders);
}
