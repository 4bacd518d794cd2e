/*
 * A kernel thread whose parent is init already calls daemonize(), twice. There
 * is nothing to reparent: each time it must stay alive and a child of init, and
 * init must reap it when it dies.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

/* Its parent exits at once, so init inherits the kid. */
static void bear_an_orphan(void)
{
	pid_t mother = fork();
	int status;

	if (mother < 0)
		bail("fork: %s", strerror(errno));
	if (mother == 0) {
		order("bear kid-11 0");
		_exit(0);
	}
	if (waitpid(mother, &status, 0) != mother || status)
		bail("the kid's parent exited with status %d", status);
}

static void check_is_inits(pid_t pid, const char *when)
{
	struct task task;

	if (look(pid, &task) || task.state == 'Z')
		bail("kid-11 is dead %s", when);
	if (task.ppid != 1)
		bail("kid-11 is a child of %d %s", (int) task.ppid, when);
}

int main(int argc, char **argv)
{
	pid_t kid;
	int i, err;

	scenario("daemonize-harmless", argc, argv);
	bear_an_orphan();
	if (list_kids(&kid, 1) != 1)
		bail("no kid was spawned");
	check_is_inits(kid, "before it calls daemonize()");
	for (i = 0; i < 2; i++) {
		err = try_order("daemonize");
		if (err == -ENOSYS) {
			order("die");
			skip("this kernel has no daemonize()");
		}
		if (err)
			bail("order 'daemonize': %s", strerror(-err));
		check_is_inits(kid, "after it called daemonize()");
	}
	order("die");
	if (zombies(&kid, 1))
		found(0, "zombie");
	found(1, "harmless");
}
