/*
 * A process's child is traced by another process. Parent and tracer die, in
 * either order or at once: the child must be its parent's as long as that
 * lives, then init's; SIGKILL must kill it, and init reap it. This must hold as
 * well for a task that it forks with CLONE_PTRACE, traced from birth, and for
 * one with CLONE_PARENT, which 2.4 puts under the tracer. On plain 2.6.9 one
 * that is stopped for its tracer "survives" SIGKILL.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <unistd.h>
#include "lab.h"

#define ROUNDS		10	/* in which both die at once */

enum { CHILD, TRACED, SIBLING, FAMILY };

static struct {
	pid_t mother, tracer;
	pid_t young[FAMILY];
} family;

static int up[2], down[2];	/* to us, and to the child */

/* Fork the two others once the tracer has attached. */
static void child(void)
{
	read_pipe(down);
	write_pipe(up, clone_sleeper(CLONE_PTRACE | SIGCHLD));
	write_pipe(up, clone_sleeper(CLONE_PARENT | SIGCHLD));
	pause_forever();
}

static void mother(void)
{
	pid_t pid = must_fork();

	if (pid == 0)
		child();
	write_pipe(up, pid);
	pause_forever();
}

static void tracer(pid_t pid)
{
	trace_process(pid, PTRACE_CONT);
	write_pipe(up, 0);
	pause_forever();
}

static void found_family(void)
{
	open_pipe(up);
	open_pipe(down);
	family.mother = must_fork();
	if (family.mother == 0)
		mother();
	family.young[CHILD] = read_pipe(up);

	family.tracer = must_fork();
	if (family.tracer == 0)
		tracer(family.young[CHILD]);
	read_pipe(up);
	write_pipe(down, 0);
	family.young[TRACED] = read_pipe(up);
	family.young[SIBLING] = read_pipe(up);
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

/* After SIGKILL; a task that is stopped in spite of it has survived. SIGCONT,
 * maybe more than once, ends it. */
static void must_be_reaped(void)
{
	int i, survived;

	for (i = 0; i < FAMILY; i++) {
		survived = 0;
		while (wait_for_state(family.young[i], "T") == 'T' &&
		       survived++ < 3)
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
