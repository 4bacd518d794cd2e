/*
 * Two threads wait for children. One dies, and the first thread's wait4()
 * sleeps while it stores the resource usage, because the page has to be read
 * from the disk; then it fails with EFAULT, as the status cannot be stored. The
 * child is still there to be waited for: the other thread, which found nothing
 * while the first one had it, must be woken and report it. Otherwise it hangs,
 * for it has another child, which is alive.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define ROUNDS		10
#define NO_ADDRESS	((int *) 1)
#define THREAD_FLAGS	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | \
			 CLONE_THREAD)

struct pids {
	pid_t dies, lives, thread;
};

static struct pids pids;
static char stack[16384];

static pid_t sleeping_child(void)
{
	pid_t pid = must_fork();

	if (pid == 0)
		for (;;)
			pause();
	return pid;
}

/* It comes first when both are woken: it has real-time priority. */
static int first_waiter(void *page)
{
	struct sched_param param = { .sched_priority = 1 };

	syscall(SYS_sched_setscheduler, 0, SCHED_FIFO, &param);
	syscall(SYS_wait4, pids.dies, NO_ADDRESS, 0, page);
	syscall(SYS_exit, 0);
	return 0;
}

/* The process of both threads. */
static void wait_with_two_threads(void *page, int report)
{
	pids.dies = sleeping_child();
	pids.lives = sleeping_child();
	pids.thread = clone(first_waiter, stack + sizeof(stack), THREAD_FLAGS,
			    page);
	if (pids.thread < 0 || wait_for_state(pids.thread, "S") != 'S' ||
	    write(report, &pids, sizeof(pids)) != sizeof(pids))
		_exit(2);
	_exit(syscall(SYS_wait4, -1, NULL, 0, NULL) != pids.dies);
}

/* The status of the process, or -1 if it sleeps on. */
static int play(void *page)
{
	int report[2], status = -1;
	pid_t process;

	if (pipe(report))
		bail("pipe: %s", strerror(errno));
	process = must_fork();
	if (process == 0)
		wait_with_two_threads(page, report[1]);
	if (read(report[0], &pids, sizeof(pids)) != sizeof(pids) ||
	    wait_for_state(process, "S") != 'S')
		bail("the process does not wait");
	kill(pids.dies, SIGKILL);
	if (has_ended(process))
		waitpid(process, &status, 0);
	else
		kill_child(process);
	kill(pids.lives, SIGKILL);
	waitpid(pids.thread, NULL, __WALL);
	close(report[0]);
	close(report[1]);
	return status;
}

int main(int argc, char **argv)
{
	int i, status = 0;
	char *pages;

	scenario("efault-waiter", argc, argv);
	pages = pages_on_disk(ROUNDS);
	for (i = 0; i < ROUNDS && status == 0; i++)
		status = play(pages + i * 4096);
	note("%d rounds", i);
	if (status < 0)
		found(0, "hangs");
	if (status)
		bail("the process ended with status %#x", status);
	found(1, "status");
}
