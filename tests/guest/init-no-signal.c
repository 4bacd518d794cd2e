/*
 * A child of init without exit signal dies. Kernel threads that are started
 * while the kernel boots are such children; here a process whose parent is init
 * clones a sibling. init must reap it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

static int report[2];

static int is_inits(void *unused)
{
	(void) unused;
	return getppid() == 1;
}

static void clone_a_sibling(void)
{
	pid_t pid;

	if (!poll_until(is_inits, NULL, 20000))
		_exit(1);
	pid = syscall(SYS_clone, CLONE_PARENT, 0, NULL, NULL, NULL);
	if (pid == 0)
		_exit(0);
	_exit(write(report[1], &pid, sizeof(pid)) < 0);
}

int main(int argc, char **argv)
{
	pid_t mother, pid;

	scenario("init-no-signal", argc, argv);
	if (pipe(report))
		bail("pipe: %s", strerror(errno));
	mother = must_fork();
	if (mother == 0) {
		if (must_fork() == 0)
			clone_a_sibling();
		_exit(0);
	}
	close(report[1]);
	if (waitpid(mother, NULL, 0) != mother ||
	    read(report[0], &pid, sizeof(pid)) != sizeof(pid) || pid < 0)
		bail("init has no child without exit signal");
	if (zombies(&pid, 1))
		found(0, "zombie");
	found(1, "gone");
}
