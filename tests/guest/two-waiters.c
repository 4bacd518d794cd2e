/*
 * Two threads of a process wait for its children, and each child must be
 * reported to one of them only. A kernel that reports one twice also releases
 * it twice, and then oopses, panics, or counts less than no processes. So this
 * scenario panics as soon as that has happened. It needs no rights.
 *
 * One processor is enough if the first thread's wait4() sleeps when it stores
 * the status, because that page has to be read from the disk. On more than one
 * the threads race, for children of the process and for those that it inherits
 * from a thread that exits.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "lab.h"

#define SLEEPS		4
#define STEP		(32 * 4096)	/* more than is read ahead */
#define ROUNDS		20
#define CHILDREN	200
#define EXITS		100
#define HEIRLOOMS	30

static int go[2], done[2], ready[2];
static volatile pid_t wanted;
static pid_t reported[2][2 * CHILDREN];
static int reports[2];

static pid_t wait_for(pid_t pid, int *status)
{
	return syscall(SYS_wait4, pid, status, 0, NULL);
}

/* Wait for WANTED, or for all children if that is -1. */
static void collect(int who, int *status)
{
	pid_t pid;

	reports[who] = 0;
	while (reports[who] < 2 * CHILDREN &&
	       (pid = wait_for(wanted, status)) >= 0)
		reported[who][reports[who]++] = pid;
}

static int second_waiter(void *unused)
{
	int value;

	syscall(SYS_setresuid32, USER, USER, USER);
	while (syscall(SYS_read, go[0], &value, sizeof(value)) > 0) {
		collect(1, NULL);
		write_pipe(done, 0);
	}
	return 0;
}

/* The pid that is among the reports more than once, or 0. A child that has been
 * released under a waiter's hands is reported to it as 0. */
static pid_t reported_twice(void)
{
	static pid_t seen[4 * CHILDREN];
	int who, i, j, count = 0;

	for (who = 0; who < 2; who++)
		for (i = 0; i < reports[who]; i++) {
			for (j = 0; j < count; j++)
				if (seen[j] == reported[who][i])
					return seen[j];
			if (!reported[who][i])
				return wanted;
			seen[count++] = reported[who][i];
		}
	reports[0] = reports[1] = 0;
	return 0;
}

static void both_wait(int *status)
{
	write_pipe(go, 0);
	collect(0, status);
	read_pipe(done);
}

/* The first thread has real-time priority: the other one runs on its processor
 * while it sleeps. */
static pid_t sleep_in_wait4(char *disk)
{
	pid_t child = must_fork();

	if (child == 0)
		_exit(0);
	must_reach_state(child, 'Z');
	wanted = child;
	both_wait((int *) disk);
	return reported_twice();
}

static pid_t race_for_children(void)
{
	int i;

	for (i = 0; i < CHILDREN; i++)
		if (must_fork() == 0)
			_exit(0);
	wanted = -1;
	both_wait(NULL);
	return reported_twice();
}

/* Each child has a process group of its own, which the exit looks at. */
static int leave_zombies(void *unused)
{
	int i, ends[2];
	char byte;

	syscall(SYS_pipe, ends);
	for (i = 0; i < HEIRLOOMS; i++)
		if (syscall(SYS_fork) == 0) {
			syscall(SYS_setpgid, 0, 0);
			syscall(SYS_exit, 0);
		}
	syscall(SYS_close, ends[1]);
	syscall(SYS_read, ends[0], &byte, 1);	/* until all are dead */
	syscall(SYS_close, ends[0]);
	write_pipe(ready, 0);
	return 0;
}

static pid_t race_for_heirlooms(void)
{
	pid_t thread = start_thread(1, leave_zombies, NULL);

	read_pipe(ready);
	wanted = -1;
	collect(0, NULL);
	wait_until_dead(thread);
	return reported_twice();
}

/* A private mapping of the disk, which is not in memory: its pages went when it
 * was closed. */
static char *map_disk(void)
{
	int fd = open_disk();
	char *disk = mmap(NULL, SLEEPS * STEP, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE, fd, 0);

	if (disk == MAP_FAILED)
		bail("mmap: %s", strerror(errno));
	return disk;
}

/* 1 if a child was reported twice. */
static int play(void)
{
	char *disk = map_disk();
	int i, many = processors() > 1;
	pid_t twice = 0;

	open_pipe(go);
	open_pipe(done);
	open_pipe(ready);
	start_thread(0, second_waiter, NULL);
	set_real_time(1);
	for (i = 0; !twice && i < SLEEPS; i++)
		twice = sleep_in_wait4(disk + i * STEP);
	set_real_time(0);
	become_user();
	for (i = 0; many && !twice && i < ROUNDS; i++)
		twice = race_for_children();
	for (i = 0; many && !twice && i < EXITS; i++)
		twice = race_for_heirlooms();
	close(go[1]);	/* ends the second thread */
	if (twice)
		note("%d was reported twice", (int) twice);
	return twice ? 1 : 0;
}

int main(int argc, char **argv)
{
	int status;

	scenario("two-waiters", argc, argv);
	status = run_process(play);
	if (status == 1)
		order("panic");
	if (status)
		bail("the waiting process ended with status %d", status);
	found(1, "once");
}
