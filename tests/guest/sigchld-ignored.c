/*
 * Scenario 4: a child with SIGCHLD as exit signal that never calls daemonize()
 * dies under a kernel thread that ignores SIGCHLD.
 */
#include <signal.h>
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("sigchld-ignored", argc, argv);
	live_and_die("kid-4", 2, SIGCHLD, 1, NULL);
}
