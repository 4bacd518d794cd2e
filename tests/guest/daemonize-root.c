/*
 * A user in a chroot makes a driver spawn a thread, which calls daemonize() and
 * has init's root and files from then on. /proc/PID/root of that thread is not
 * the user's to follow.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define JAIL	"/tmp/jail"
#define BEAR	"bear kid-1 17"	/* SIGCHLD */

enum { DENIED = 10, ESCAPES };

static int born[2], ready[2];

/* Opened by root, used in the jail: the thread is this user's. */
static void user(int orders)
{
	char path[64];
	pid_t kid;

	if (chroot(JAIL) || chdir("/"))
		_exit(1);
	become_user();
	if (write(orders, BEAR, strlen(BEAR)) < 0)
		_exit(1);
	write_pipe(born, 0);
	kid = read_pipe(ready);
	/* It can be looked at all the same: this /proc is the right one. */
	snprintf(path, sizeof(path), "/proc/%d/stat", (int) kid);
	if (access(path, R_OK))
		_exit(2);
	snprintf(path, sizeof(path), "/proc/%d/root/etc/inittab", (int) kid);
	_exit(access(path, F_OK) ? DENIED : ESCAPES);
}

int main(int argc, char **argv)
{
	int orders, status, err;
	pid_t pid, kid;

	scenario("daemonize-root", argc, argv);
	orders = open("/proc/kreap", O_WRONLY);
	open_pipe(born);
	open_pipe(ready);
	if (orders < 0 || mkdir(JAIL, 0755) || mkdir(JAIL "/proc", 0755) ||
	    mount("proc", JAIL "/proc", "proc", 0, NULL))
		bail("no jail: %s", strerror(errno));
	pid = must_fork();
	if (pid == 0)
		user(orders);
	read_pipe(born);
	if (list_kids(&kid, 1) != 1)
		bail("no kid");
	err = order_if_there("daemonize");
	write_pipe(ready, kid);
	status = reap_child(pid);
	order("die");
	remain(&kid, 1);
	umount(JAIL "/proc");
	if (err)
		skip("this kernel has no such function");
	if (!WIFEXITED(status) || WEXITSTATUS(status) < DENIED)
		bail("the user's program ended with status %#x", status);
	if (WEXITSTATUS(status) == ESCAPES)
		found(0, "escapes");
	found(1, "denied");
}
