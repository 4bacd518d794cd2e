/*
 * Threads in another pid namespace than init's call daemonize(). One has been
 * spawned right after unshare(CLONE_NEWPID), and so is the init of its
 * namespace: its parent must be the real init. One was spawned in a namespace
 * that has an init, and was sent SIGKILL: its parent must be that init, which
 * receives its status, and its children must be in that namespace, too.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

enum { REAPED = 10, KILLED, OTHER };

static int born[2];

/* Spawn the thread, and be its parent until killed. */
static void spawner(void)
{
	order("bear kid-ns 17");	/* SIGCHLD */
	if (write(born[1], "", 1) == 1)
		pause();
	_exit(1);
}

/* The thread that a child of ours has spawned. */
static pid_t the_kid(void)
{
	pid_t kid;
	char byte;

	if (read(born[0], &byte, 1) != 1 || list_kids(&kid, 1) != 1)
		bail("no kid");
	return kid;
}

static pid_t parent_of(pid_t pid)
{
	struct task task;

	if (look(pid, &task))
		bail("%d has exited", (int) pid);
	return task.ppid;
}

static void as_the_init(void)
{
	pid_t pid = must_fork(), kid;
	int err, status;

	if (pid == 0) {
		if (unshare(CLONE_NEWPID))
			_exit(1);
		spawner();
	}
	kid = the_kid();
	err = order_if_there("daemonize");
	if (!err && parent_of(kid) == kid)
		found(0, "itself");
	if (!err && parent_of(kid) != 1)
		bail("the parent is %d", (int) parent_of(kid));
	order("die");
	if (remain(&kid, 1) && !err)
		found(0, "zombie");
	kill(pid, SIGKILL);
	if (waitpid(pid, &status, 0) != pid || !WIFSIGNALED(status))
		bail("no pid namespace: status %#x", status);
	if (err)
		skip("this kernel has no such function");
}

/* Wait for a child that is not the spawner, and for no other. */
static void the_init(void)
{
	pid_t pid = must_fork();
	int status;

	if (pid == 0)
		spawner();
	if (waitpid(-1, &status, __WALL) == pid)
		_exit(OTHER);
	_exit(WIFSIGNALED(status) ? KILLED : REAPED);
}

/* Does a link in /proc/PID/ns name the same as another? */
static int same_ns(pid_t pid, const char *one, const char *other)
{
	char path[64], text[2][64] = { "", "" };

	snprintf(path, sizeof(path), "/proc/%d/ns/%s", (int) pid, one);
	if (readlink(path, text[0], sizeof(text[0]) - 1) < 0)
		bail("%s: %s", path, strerror(errno));
	snprintf(path, sizeof(path), "/proc/%d/ns/%s", (int) pid, other);
	if (readlink(path, text[1], sizeof(text[1]) - 1) < 0)
		bail("%s: %s", path, strerror(errno));
	return !strcmp(text[0], text[1]);
}

static void under_the_init(void)
{
	pid_t pid, kid;
	int status, same;

	pid = syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, 0, NULL, NULL, NULL);
	if (pid == 0)
		the_init();
	kid = the_kid();
	if (kill(kid, SIGKILL))
		bail("kill: %s", strerror(errno));
	order("daemonize");
	if (parent_of(kid) != pid)
		bail("the parent is %d, not %d", (int) parent_of(kid),
		     (int) pid);
	same = same_ns(kid, "pid", "pid_for_children");
	order("die");
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		bail("the init: status %#x", status);
	if (!same)
		found(0, "escapes");
	if (WEXITSTATUS(status) == KILLED)
		found(0, "killed");
	if (WEXITSTATUS(status) != REAPED)
		bail("the init exited with %d", WEXITSTATUS(status));
}

int main(int argc, char **argv)
{
	scenario("daemonize-pid-ns", argc, argv);
	if (pipe(born))
		bail("pipe: %s", strerror(errno));
	as_the_init();
	under_the_init();
	found(1, "reaped");
}
