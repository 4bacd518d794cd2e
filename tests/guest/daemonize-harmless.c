/*
 * A kernel thread whose parent is init already calls daemonize(), twice. There
 * is nothing to reparent: each time it must stay alive and a child of init, and
 * init must reap it when it dies.
 */
#include <stdlib.h>
#include <unistd.h>
#include "lab.h"

/* Its parent exits at once, so init inherits the kid. */
static void bear_an_orphan(void)
{
	pid_t mother = must_fork();

	if (mother == 0) {
		order("bear kid-11 0");
		_exit(0);
	}
	must_succeed(mother, "kid's parent");
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
		err = order_if_there("daemonize");
		if (err)
			break;
		check_is_inits(kid, "after it called daemonize()");
	}
	order("die");
	if (err)
		skip("this kernel has no daemonize()");
	if (zombies(&kid, 1))
		found(0, "zombie");
	found(1, "harmless");
}
