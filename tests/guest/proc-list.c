/*
 * A process reads the list of processes in /proc, which goes by position. In
 * the middle of that another one dies, and init inherits its children: none of
 * the processes that live throughout may be missing.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "lab.h"

#define ORPHANS		40
#define BYSTANDERS	40

struct entry {		/* of getdents() */
	unsigned long ino, off;
	unsigned short len;
	char name[];
};

static pid_t orphans[ORPHANS], bystanders[BYSTANDERS];
static int seen[BYSTANDERS];

static void fork_sleepers(pid_t *pids, int count)
{
	int i;

	for (i = 0; i < count; i++)
		pids[i] = clone_sleeper(SIGCHLD);
}

static void mother(int say)
{
	fork_sleepers(orphans, ORPHANS);
	if (write(say, orphans, sizeof(orphans)) != sizeof(orphans))
		_exit(1);
	pause_forever();
}

/* Read some entries, and mark the bystanders among them. 1 if PID is there, 0
 * if not, -1 at the end. */
static int read_some(int proc, pid_t pid)
{
	char buffer[64];
	int len = syscall(SYS_getdents, proc, buffer, sizeof(buffer));
	int pos, i, there = 0;

	if (len < 0)
		bail("/proc: %s", strerror(errno));
	for (pos = 0; pos < len;) {
		struct entry *entry = (struct entry *) (buffer + pos);
		pid_t it = atoi(entry->name);

		there |= it == pid;
		for (i = 0; i < BYSTANDERS; i++)
			seen[i] |= it == bystanders[i];
		pos += entry->len;
	}
	return len ? there : -1;
}

static int are_inits(void *unused)
{
	struct task task;
	int i;

	(void) unused;
	for (i = 0; i < ORPHANS; i++)
		if (look(orphans[i], &task) || task.ppid != 1)
			return 0;
	return 1;
}

int main(int argc, char **argv)
{
	int report[2], proc, i, missing = 0;
	pid_t mother_pid;

	scenario("proc-list", argc, argv);
	open_pipe(report);
	mother_pid = must_fork();
	if (mother_pid == 0)
		mother(report[1]);
	if (read(report[0], orphans, sizeof(orphans)) != sizeof(orphans))
		bail("there are no orphans");
	fork_sleepers(bystanders, BYSTANDERS);

	proc = open("/proc", O_RDONLY | O_DIRECTORY);
	do {
		i = read_some(proc, orphans[ORPHANS - 1]);
		if (i < 0)
			bail("/proc ends before the last orphan");
	} while (!i);
	/* It stays a zombie: if it went away the list would be shorter. */
	kill(mother_pid, SIGKILL);
	if (!poll_until(are_inits, NULL, PATIENCE_MS))
		bail("the orphans are not init's");
	while (read_some(proc, 0) >= 0)
		;
	close(proc);

	for (i = 0; i < BYSTANDERS; i++) {
		missing += !seen[i];
		kill_child(bystanders[i]);
	}
	kill_child(mother_pid);
	for (i = 0; i < ORPHANS; i++)
		kill(orphans[i], SIGKILL);
	if (zombies(orphans, ORPHANS))
		bail("dead orphans are left");
	note("%d of %d bystanders are missing", missing, BYSTANDERS);
	if (missing)
		found(0, "misses");
	found(1, "all");
}
