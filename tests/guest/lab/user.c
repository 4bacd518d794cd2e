/*
 * user.c - an ordinary user, and how many processes it may have.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "../lab.h"

#define NPROC		40
#define AT_A_TIME	100

/**
 * become_user() - be USER, without root's rights
 *
 * Bails out if that fails.
 */
void become_user(void)
{
	/* setresuid() makes us untraceable, until an exec; undo that. */
	if (setresgid(USER, USER, USER) || setresuid(USER, USER, USER) ||
	    prctl(PR_SET_DUMPABLE, 1))
		bail("setresuid: %s", strerror(errno));
}

static int fork_all(void)
{
	struct rlimit limit = { NPROC, NPROC };
	pid_t pids[NPROC];
	int count = 0, i;

	if (setrlimit(RLIMIT_NPROC, &limit))
		return 255;
	become_user();
	while (count < NPROC && (pids[count] = fork()) > 0)
		count++;
	while (count < NPROC && pids[count] == 0)
		pause();
	for (i = 0; i < count; i++) {
		kill(pids[i], SIGKILL);
		waitpid(pids[i], NULL, 0);
	}
	return count;
}

/**
 * users_room() - count what USER can fork under a low RLIMIT_NPROC
 *
 * Bails out if it cannot count. Return: how many processes.
 */
int users_room(void)
{
	int count = run_process(fork_all);

	if (count > NPROC)
		bail("cannot count the processes: status %d", count);
	return count;
}

/* They count as the user's, though we keep root's privileges. */
static int spawn_as_user(const char *orders, int count)
{
	pid_t pids[AT_A_TIME];
	int i, err;

	for (i = 0; i < count; i++)
		order("bear kid-10 0");
	list_kids(pids, count);
	err = order_if_there(orders);
	order("die");
	while (waitpid(-1, NULL, __WALL) > 0)
		;		/* reap those that are still ours */
	if (remain(pids, count))
		bail("not all kids were reaped");
	return err;
}

/**
 * count_a_users_processes() - end: a user's process spawns kids, which die
 * @orders: for the kids, before they die
 * @count: so many
 *
 * The result says whether the user can have as many processes under
 * RLIMIT_NPROC as before: "unchanged" or "leaks".
 */
void count_a_users_processes(const char *orders, int count)
{
	int before = users_room(), after, batch, left;

	if (setresuid(USER, 0, 0))
		bail("setresuid: %s", strerror(errno));
	for (left = count; left > 0; left -= batch) {
		batch = left < AT_A_TIME ? left : AT_A_TIME;
		if (spawn_as_user(orders, batch))
			skip("this kernel has no such function");
		say_progress(count - left + batch, count);
	}
	if (setresuid(0, 0, 0))
		bail("setresuid: %s", strerror(errno));

	after = users_room();
	note("the user could have %d processes, and now %d", before, after);
	if (after != before)
		found(0, "leaks");
	found(1, "unchanged");
}
