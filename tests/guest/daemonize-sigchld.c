/*
 * Scenario 2: the same with SIGCHLD as exit signal and a parent that ignores
 * it. A user process would reap the child on its way back to user mode; a
 * kernel thread never goes there.
 */
#include <signal.h>
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("daemonize-sigchld", argc, argv);
	live_and_die("kid-2", 2, SIGCHLD, 1, "daemonize");
}
