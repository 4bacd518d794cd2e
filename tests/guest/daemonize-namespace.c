/*
 * A process with a namespace of its own spawns a kernel thread, which calls
 * daemonize(), and dies. The thread has the root of the first process now: what
 * the process had mounted for itself is to be let go of.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

static void bear_in_own_namespace(void)
{
	if (mount(DISK, "/mnt", "ext2", MS_RDONLY, NULL))
		_exit(1);
	order("bear kid-n 0");
	order("daemonize");
	_exit(0);
}

int main(int argc, char **argv)
{
	pid_t pid;
	int status, busy;

	scenario("daemonize-namespace", argc, argv);
	fill_disk();
	pid = syscall(SYS_clone, CLONE_NEWNS | SIGCHLD, 0, NULL, NULL, NULL);
	if (pid == 0)
		bear_in_own_namespace();
	if (waitpid(pid, &status, 0) != pid || status)
		bail("the process ended with status %#x", status);
	busy = disk_is_busy();
	order("die");
	if (busy)
		found(0, "kept");
	found(1, "left");
}
