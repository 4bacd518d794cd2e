/*
 * Measures what the life of a process (vfork, exit, wait) costs, alone and next
 * to 500 unrelated tasks. The cost must stay within 10 percent ("constant"). On
 * plain 2.4.17 it grows, as every exit visits every task. For one processor
 * only: there QEMU's -icount makes the TSC count instructions, so that the
 * figures are the same on every machine.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define BYSTANDERS	500
#define ROUNDS		50

static int start[2], ready[2];

static unsigned long long tsc(void)
{
	unsigned long long ticks;

	__asm__ volatile("rdtsc" : "=A" (ticks));
	return ticks;
}

/* The cheapest of ROUNDS, in ticks: one that no interrupt hit. vfork() copies
 * nothing that would drown out the rest. */
static unsigned long cost(void)
{
	unsigned long long begin;
	unsigned long ticks, least = -1;
	pid_t pid;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		begin = tsc();
		pid = vfork();
		if (pid == 0)
			_exit(0);
		if (pid < 0 || waitpid(pid, NULL, 0) != pid)
			bail("vfork, waitpid: %s", strerror(errno));
		ticks = tsc() - begin;
		if (ticks < least)
			least = ticks;
	}
	return least;
}

/* They are children of a separate process, so that neither init's wait4() nor
 * ours sees them. */
static void keep_bystanders(void)
{
	int i;

	read_pipe(start);
	for (i = 0; i < BYSTANDERS; i++)
		clone_sleeper(SIGCHLD);
	write_pipe(ready, 0);
	pause_forever();
}

int main(int argc, char **argv)
{
	unsigned long alone, in_company;
	pid_t keeper;

	scenario("exit-cost", argc, argv);
	open_pipe(start);
	open_pipe(ready);
	keeper = must_fork();
	if (keeper == 0) {
		setpgid(0, 0);
		keep_bystanders();
	}
	/* So we never make 2.4's scheduler visit all tasks, to give them new
	 * time slices. */
	set_real_time(1);
	alone = cost();
	write_pipe(start, 0);
	read_pipe(ready);
	note("%d more tasks", BYSTANDERS);
	in_company = cost();
	kill(-keeper, SIGKILL);
	waitpid(keeper, NULL, 0);

	note("with %d more tasks a process costs %lu.%02lu times as much",
	     BYSTANDERS, in_company / alone, in_company * 100 / alone % 100);
	if (in_company > alone + alone / 10)
		found(0, "grows");
	found(1, "constant");
}
