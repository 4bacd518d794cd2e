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
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define USER		1000
#define THREAD_FLAGS	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | \
			 CLONE_THREAD)
#define SLEEPS		4
#define STEP		(32 * 4096)	/* more than is read ahead */
#define ROUNDS		20
#define CHILDREN	200
#define EXITS		100
#define HEIRLOOMS	30

static char stacks[2][16384];
static int go[2], done[2], ready[2];
static volatile pid_t wanted;
static pid_t reported[2][2 * CHILDREN];
static int reports[2];

/* The threads share their C library's idea of a thread, which is safe as long
 * as they do nothing but system calls. */
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
	char byte;

	(void) unused;
	syscall(SYS_setresuid32, USER, USER, USER);
	while (syscall(SYS_read, go[0], &byte, 1) == 1) {
		collect(1, NULL);
		syscall(SYS_write, done[1], &byte, 1);
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
	char byte = 0;

	if (write(go[1], &byte, 1) != 1)
		bail("write: %s", strerror(errno));
	collect(0, status);
	if (read(done[0], &byte, 1) != 1)
		bail("the second thread has not waited");
}

static int is_zombie(void *arg)
{
	struct task task;

	return look(*(pid_t *) arg, &task) == 0 && task.state == 'Z';
}

/* The first thread has real-time priority: the other one runs on its processor
 * while it sleeps. */
static pid_t sleep_in_wait4(char *disk)
{
	pid_t child = must_fork();

	if (child == 0)
		_exit(0);
	if (!poll_until(is_zombie, &child, 20000))
		bail("the child does not die");
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

	(void) unused;
	syscall(SYS_pipe, ends);
	for (i = 0; i < HEIRLOOMS; i++)
		if (syscall(SYS_fork) == 0) {
			syscall(SYS_setpgid, 0, 0);
			syscall(SYS_exit, 0);
		}
	syscall(SYS_close, ends[1]);
	syscall(SYS_read, ends[0], &byte, 1);	/* until all are dead */
	syscall(SYS_close, ends[0]);
	syscall(SYS_write, ready[1], &byte, 1);
	syscall(SYS_exit, 0);
	return 0;
}

static int is_gone(void *arg)
{
	return kill(*(pid_t *) arg, 0) && errno == ESRCH;
}

static pid_t race_for_heirlooms(void)
{
	pid_t thread;
	char byte;

	thread = clone(leave_zombies, stacks[1] + sizeof(stacks[1]),
		       THREAD_FLAGS, NULL);
	if (thread < 0 || read(ready[0], &byte, 1) != 1)
		bail("clone, read: %s", strerror(errno));
	wanted = -1;
	collect(0, NULL);
	if (!poll_until(is_gone, &thread, 20000))
		bail("the thread does not exit");
	return reported_twice();
}

static void be_real_time(int priority)
{
	struct sched_param param = { .sched_priority = priority };

	if (syscall(SYS_sched_setscheduler, 0,
		    priority ? SCHED_FIFO : SCHED_OTHER, &param))
		bail("sched_setscheduler: %s", strerror(errno));
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

static pid_t play(int many)
{
	char *disk = map_disk();
	pid_t twice = 0;
	int i;

	if (pipe(go) || pipe(done) || pipe(ready))
		bail("pipe: %s", strerror(errno));
	if (clone(second_waiter, stacks[0] + sizeof(stacks[0]), THREAD_FLAGS,
		  NULL) < 0)
		bail("clone: %s", strerror(errno));
	be_real_time(1);
	for (i = 0; !twice && i < SLEEPS; i++)
		twice = sleep_in_wait4(disk + i * STEP);
	be_real_time(0);
	if (setresuid(USER, USER, USER))
		bail("setresuid: %s", strerror(errno));
	for (i = 0; many && !twice && i < ROUNDS; i++)
		twice = race_for_children();
	for (i = 0; many && !twice && i < EXITS; i++)
		twice = race_for_heirlooms();
	close(go[1]);	/* ends the second thread */
	return twice;
}

/* The threads are our children, too. */
static int reap_threads_and(pid_t player)
{
	int status, last = 0;
	pid_t pid;

	while ((pid = waitpid(-1, &status, __WALL)) > 0)
		if (pid == player)
			last = status;
	return last;
}

int main(int argc, char **argv)
{
	int status;
	pid_t player;

	scenario("two-waiters", argc, argv);
	player = must_fork();
	if (player == 0) {
		pid_t twice = play(processors() > 1);

		if (twice)
			note("%d was reported twice", (int) twice);
		_exit(twice ? 1 : 0);
	}
	status = reap_threads_and(player);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
		order("panic");
	if (status)
		bail("the waiting process ended with status %#x", status);
	found(1, "once");
}
