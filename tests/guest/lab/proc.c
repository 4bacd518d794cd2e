/*
 * proc.c - what /proc says of tasks, and waiting until it says so; the machine.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>
#include "../lab.h"

/* For what is not going to happen; only a kernel without the series waits. */
#define ASLEEP_MS	500

/**
 * let_oopses_panic() - have the kernel end at a BUG(), and not limp on
 */
void let_oopses_panic(void)
{
	int fd = open("/proc/sys/kernel/panic_on_oops", O_WRONLY);

	if (fd < 0 || write(fd, "1\n", 2) != 2)
		bail("panic_on_oops: %s", strerror(errno));
	close(fd);
}

/**
 * processors() - how many processors the kernel runs on
 */
int processors(void)
{
	FILE *file = fopen("/proc/cpuinfo", "r");
	char line[256];
	int count = 0;

	if (!file)
		bail("/proc/cpuinfo: %s", strerror(errno));
	while (fgets(line, sizeof(line), file))
		count += !strncmp(line, "processor", 9);
	fclose(file);
	return count;
}

/**
 * look() - look at a task
 * @pid: the task
 * @task: is filled in
 *
 * Return: 0, or -1 if there is no such task.
 */
int look(pid_t pid, struct task *task)
{
	char path[32], line[256], *end;
	FILE *file;
	int ok;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int) pid);
	file = fopen(path, "r");
	if (!file)
		return -1;
	ok = fgets(line, sizeof(line), file) != NULL;
	fclose(file);
	if (!ok)		/* released in between */
		return -1;

	/* pid (name) state ppid ...; the name may contain any character. */
	end = strrchr(line, ')');
	if (!end || sscanf(line, "%d (%31[^)]", &task->pid, task->name) != 2 ||
	    sscanf(end + 1, " %c %d", &task->state, &task->ppid) != 2)
		bail("%s: cannot read '%s'", path, line);
	return 0;
}

/**
 * poll_until() - poll until something is so, with growing pauses
 * @cond: returns what is not 0 once it is so
 * @arg: for @cond
 * @limit_ms: give up after so long; PATIENCE_MS for what must happen
 *
 * The only place where a program waits; it says so every 10 s.
 * Return: the last value of @cond.
 */
int poll_until(int (*cond)(void *), void *arg, int limit_ms)
{
	struct timespec pause = { 0, 0 };
	int value, waited_ms = 0, pause_ms = 1;

	/* 2.4 has no monotonic clock; adding up the pauses will do. */
	while (!(value = cond(arg)) && waited_ms < limit_ms) {
		pause.tv_nsec = pause_ms * 1000000L;
		nanosleep(&pause, NULL);
		waited_ms += pause_ms;
		if (waited_ms / 10000 != (waited_ms - pause_ms) / 10000)
			note("%s: waited %d s", scenario_name,
			     waited_ms / 1000);
		if (pause_ms < 100)
			pause_ms *= 2;
	}
	return value;
}

struct watched {
	pid_t pid;
	const char *states;
};

static int has_state(void *arg)
{
	struct watched *watched = arg;
	struct task task;

	if (look(watched->pid, &task))
		return 'X';
	if (task.state == 'Z' || strchr(watched->states, task.state))
		return task.state;
	return 0;
}

/**
 * wait_for_state() - wait until a task has died, or is in some state
 * @pid: the task
 * @states: the states, as in /proc/PID/stat
 *
 * Return: its state, 'X' if it is gone altogether, 0 if it takes too long.
 */
char wait_for_state(pid_t pid, const char *states)
{
	struct watched watched = { pid, states };

	return poll_until(has_state, &watched, PATIENCE_MS);
}

/**
 * must_reach_state() - wait for a state; bail out if the task does not reach it
 * @pid: the task
 * @state: the state
 */
void must_reach_state(pid_t pid, char state)
{
	char states[] = { state, '\0' }, reached = wait_for_state(pid, states);

	if (reached != state)
		bail("%d is in state %c, not %c", (int) pid,
		     reached ? reached : '?', state);
}

/**
 * wait_until_dead() - wait until a task is a zombie, or gone altogether
 * @pid: the task
 *
 * Bails out if it does not die.
 */
void wait_until_dead(pid_t pid)
{
	if (!wait_for_state(pid, ""))
		bail("%d does not die", (int) pid);
}

static int has_died(void *arg)
{
	struct watched watched = { *(pid_t *) arg, "" };

	return has_state(&watched);
}

static int has_died_or_sleeps(void *arg)
{
	struct watched watched = { *(pid_t *) arg, "S" };

	return has_state(&watched);
}

/**
 * has_ended() - has a process that was woken in wait4() died?
 * @pid: the process
 *
 * It runs until it exits, or finds nothing and sleeps again. It is also in
 * state S for a moment while it scans its children: only one that stays there
 * is asleep. One that runs gets all the time it needs.
 */
int has_ended(pid_t pid)
{
	if (poll_until(has_died, &pid, ASLEEP_MS))
		return 1;
	if (!poll_until(has_died_or_sleeps, &pid, PATIENCE_MS))
		bail("the waiting process neither exits nor sleeps");
	return has_died(&pid) != 0;
}

struct group {
	const pid_t *pids;
	int count;
	struct task alive;	/* one that is not dead yet */
};

static int all_dead(void *arg)
{
	struct group *group = arg;
	struct task task;
	int i;

	for (i = 0; i < group->count; i++)
		if (look(group->pids[i], &task) == 0 && task.state != 'Z') {
			group->alive = task;
			return 0;
		}
	return 1;
}

/* The orphan is reaped, and init is back asleep in wait(). */
static int init_is_through(void *arg)
{
	struct task task;

	return look(*(pid_t *) arg, &task) && !look(1, &task) &&
	       task.state == 'S';
}

/*
 * Have an orphan die after the threads. Once init has reaped it and found no
 * other child to reap, a thread that is still there is not a child that init
 * can reap, however slow this machine is.
 */
static void let_init_reap(void)
{
	pid_t orphan, mother;
	int ends[2];

	open_pipe(ends);
	mother = must_fork();
	if (mother == 0) {
		orphan = must_fork();
		if (orphan > 0)
			write_pipe(ends, orphan);
		_exit(0);
	}
	must_succeed(mother, "orphan's parent");
	orphan = read_pipe(ends);
	close(ends[0]);
	close(ends[1]);
	if (!poll_until(init_is_through, &orphan, PATIENCE_MS))
		bail("init did not reap its orphan %d", (int) orphan);
}

/**
 * remain() - count the processes that are still there when all have died, and
 * init has had its turn to reap
 * @pids: the processes, dead or dying
 * @count: so many
 *
 * Return: how many are left.
 */
int remain(const pid_t *pids, int count)
{
	struct group group = { .pids = pids, .count = count };
	struct task task;
	int i, left = 0;

	if (!poll_until(all_dead, &group, PATIENCE_MS))
		bail("%d %s did not die, and is in state %c",
		     (int) group.alive.pid, group.alive.name,
		     group.alive.state);
	let_init_reap();
	for (i = 0; i < count; i++)
		left += look(pids[i], &task) == 0;
	return left;
}

/**
 * zombies() - as remain(), and note each that is left, with its parent
 * @pids: the processes
 * @count: so many
 *
 * Return: how many are left.
 */
int zombies(const pid_t *pids, int count)
{
	struct task task, parent;
	int i, left = remain(pids, count);

	for (i = 0; i < count; i++) {
		if (look(pids[i], &task))
			continue;
		if (look(task.ppid, &parent))
			bail("zombie %d %s: its parent %d does not exist",
			     (int) task.pid, task.name, (int) task.ppid);
		note("zombie %d %s child of %d %s", (int) task.pid, task.name,
		     (int) parent.pid, parent.name);
	}
	return left;
}

/**
 * must_be_inits() - bail out unless all are children of init
 * @pids: the processes
 * @count: so many
 */
void must_be_inits(const pid_t *pids, int count)
{
	struct task task;
	int i;

	for (i = 0; i < count; i++)
		if (look(pids[i], &task) || task.ppid != 1)
			bail("%d is not a child of init", (int) pids[i]);
}
