/*
 * A kernel thread that does not ignore SIGCHLD waits for children that die
 * without having called daemonize(). It must get the pid and status of each:
 * with __WALL for any exit signal, with __WCLONE for those with no exit signal
 * or one other than SIGCHLD, with neither for SIGCHLD. A kernel that hands them
 * to init, or releases them, fails ("taken"). On 6.1 only the pid is looked at:
 * kernel threads cannot ask for the status.
 */
#include <signal.h>
#include <sys/wait.h>
#include "lab.h"

#define NO_STATUS -1	/* on 6.1 */

static const struct {
	int exit_signal;
	unsigned int options;
} cases[] = {
	{ SIGCHLD, __WALL },
	{ SIGCHLD, 0 },
	{ 0, __WALL },
	{ 0, __WCLONE },
	{ SIGUSR1, __WALL },
	{ SIGUSR1, __WCLONE },
};

/* Earlier scenarios may have left kreapd zombies. */
static void clear_up(void)
{
	pid_t waited;
	int status;

	do {
		if (try_order("wait %u", __WALL | WNOHANG))
			return;
		last_waited(&waited, &status);
	} while (waited > 0);
}

int main(int argc, char **argv)
{
	unsigned int i;
	pid_t kid, waited;
	int status;

	scenario("kthread-waits", argc, argv);
	order("ignore 0");
	clear_up();
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		order("spawn kid-5 %d", cases[i].exit_signal);
		if (list_kids(&kid, 1) != 1)
			bail("kid-5 was not spawned");
		order("die");
		if (remain(&kid, 1) != 1)
			found(0, "taken");
		order("wait %u", cases[i].options);
		last_waited(&waited, &status);
		if (waited != kid || (status != NO_STATUS &&
		    (!WIFEXITED(status) || WEXITSTATUS(status) != 7)))
			bail("waited for %d and got %d, status %#x", (int) kid,
			     (int) waited, status);
	}
	found(1, "status");
}
