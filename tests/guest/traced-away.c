/*
 * A process's child is traced by another process. Parent and tracer die, in
 * either order or at once: the child must be its parent's as long as that
 * lives, then init's; SIGKILL must kill it, and init reap it. This must hold as
 * well for a task that it forks with CLONE_PTRACE, traced from birth, and for
 * one with CLONE_PARENT, which 2.4 puts under the tracer. On plain 2.6.9 one
 * that is stopped for its tracer "survives" SIGKILL.
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

#define ROUNDS		10	/* in which both die at once */
#define SETTLE_MS	20000	/* long enough for a slow machine */

enum { CHILD, TRACED, SIBLING, FAMILY };

static struct {
	pid_t mother, tracer;
	pid_t young[FAMILY];
} family;

static void pause_for_ever(void)
{
	for (;;)
		pause();
}

static void tell(int fd, pid_t value)
{
	if (write(fd, &value, sizeof(value)) != sizeof(value))
		_exit(1);
}

static pid_t hear(int fd)
{
	pid_t value;

	if (read(fd, &value, sizeof(value)) != sizeof(value) || value < 0)
		bail("a process did not report: %s", strerror(errno));
	return value;
}

/* fork() with clone flags; the child pauses. */
static pid_t fork_with(int flags)
{
	pid_t pid = syscall(SYS_clone, flags | SIGCHLD, 0, NULL, NULL, NULL);

	if (pid == 0)
		pause_for_ever();
	return pid;
}

/* Fork the two others once the tracer has attached. */
static void child(int say, int heed)
{
	hear(heed);
	tell(say, fork_with(CLONE_PTRACE));
	tell(say, fork_with(CLONE_PARENT));
	pause_for_ever();
}

static void mother(int say, int heed)
{
	pid_t pid = fork();

	if (pid == 0)
		child(say, heed);
	tell(say, pid);
	pause_for_ever();
}

static void tracer(pid_t pid, int say)
{
	int status;

	if (ptrace(PTRACE_ATTACH, pid, NULL, NULL) ||
	    waitpid(pid, &status, __WALL) != pid || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_CONT, pid, NULL, NULL))
		_exit(1);
	tell(say, 0);
	pause_for_ever();
}

static void found_family(void)
{
	int up[2], down[2];

	if (pipe(up) || pipe(down) || (family.mother = fork()) < 0)
		bail("pipe, fork: %s", strerror(errno));
	if (family.mother == 0)
		mother(up[1], down[0]);
	family.young[CHILD] = hear(up[0]);

	family.tracer = must_fork();
	if (family.tracer == 0)
		tracer(family.young[CHILD], up[1]);
	hear(up[0]);
	tell(down[1], 0);
	family.young[TRACED] = hear(up[0]);
	family.young[SIBLING] = hear(up[0]);
	close(up[0]);
	close(up[1]);
	close(down[0]);
	close(down[1]);
	check_lists();
}

/* The child and its sibling have this parent, and the grandchild the child. */
static void must_have_parent(pid_t parent)
{
	static const char *const who[] = {
		"child", "traced grandchild", "sibling"
	};
	struct task task;
	pid_t want;
	int i;

	for (i = 0; i < FAMILY; i++) {
		want = i == TRACED ? family.young[CHILD] : parent;
		if (look(family.young[i], &task) || task.ppid != want)
			bail("the parent of the %s is not %d", who[i],
			     (int) want);
	}
	check_lists();
}

static int unkilled, unreaped;

/* Dead, or stopped in spite of SIGKILL. */
static int has_settled(void *arg)
{
	struct task task;

	if (look(*(pid_t *) arg, &task))
		return 'Z';
	return task.state == 'Z' || task.state == 'T' ? task.state : 0;
}

/* After SIGKILL. SIGCONT, maybe more than once, ends a task that survived. */
static void must_be_reaped(void)
{
	int i, survived;

	for (i = 0; i < FAMILY; i++) {
		survived = 0;
		while (poll_until(has_settled, &family.young[i],
				  SETTLE_MS) == 'T' && survived++ < 3)
			kill(family.young[i], SIGCONT);
		unkilled += survived > 0;
	}
	unreaped += zombies(family.young, FAMILY);
}

static void young_die(void)
{
	int i;

	must_have_parent(1);
	for (i = 0; i < FAMILY; i++)
		kill(family.young[i], SIGKILL);
	must_be_reaped();
}

static void tracer_dies_first(void)
{
	found_family();
	kill_child(family.tracer);
	must_have_parent(family.mother);
	kill_child(family.mother);
	young_die();
}

static void mother_dies_first(void)
{
	found_family();
	kill_child(family.mother);
	must_have_parent(1);
	kill_child(family.tracer);
	young_die();
}

static void both_die(void)
{
	found_family();
	kill(family.mother, SIGKILL);
	kill(family.tracer, SIGKILL);
	kill_child(family.mother);
	kill_child(family.tracer);
	young_die();
}

/* All three die at the same time as their parent and tracer. */
static void all_die(void)
{
	int i;

	found_family();
	for (i = 0; i < FAMILY; i++)
		kill(family.young[i], SIGKILL);
	kill(family.mother, SIGKILL);
	kill(family.tracer, SIGKILL);
	kill_child(family.mother);
	kill_child(family.tracer);
	must_be_reaped();
}

int main(int argc, char **argv)
{
	int i;

	scenario("traced-away", argc, argv);
	tracer_dies_first();
	mother_dies_first();
	for (i = 0; i < ROUNDS; i++) {
		both_die();
		all_die();
	}
	if (unreaped)
		found(0, "zombie");
	if (unkilled) {
		note("%d tasks stopped for a tracer survived SIGKILL",
		     unkilled);
		found(0, "survives");
	}
	found(1, "reaped");
}
