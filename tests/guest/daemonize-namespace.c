/*
 * A process in a mount namespace of its own (CLONE_NEWNS) mounts a disk, spawns
 * a kernel thread that calls daemonize(), and exits. daemonize() must make the
 * thread leave that namespace, so that the disk is no longer mounted ("left").
 * On plain 2.6.9 the thread keeps the namespace, and so the mount, as long as
 * it lives ("kept").
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define NO_DAEMONIZE	10

static void bear_in_own_namespace(void)
{
	if (mount(DISK, "/mnt", "ext2", MS_RDONLY, NULL))
		_exit(1);
	order("bear kid-n 0");
	_exit(order_if_there("daemonize") ? NO_DAEMONIZE : 0);
}

int main(int argc, char **argv)
{
	pid_t pid;
	int busy, status;

	scenario("daemonize-namespace", argc, argv);
	fill_disk();
	pid = must_clone(CLONE_NEWNS | SIGCHLD);
	if (pid == 0)
		bear_in_own_namespace();
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
	    (status && WEXITSTATUS(status) != NO_DAEMONIZE))
		bail("the process exited with status %#x", status);
	busy = disk_is_busy();
	order("die");
	if (status)
		skip("this kernel has no daemonize()");
	if (busy)
		found(0, "kept");
	found(1, "left");
}
