/*
 * Scenario 3: a child with no exit signal that never calls daemonize() dies
 * under a kernel thread that ignores SIGCHLD, which is to say: that does not
 * want to wait.
 */
#include <signal.h>
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("no-signal", argc, argv);
	live_and_die("kid-3", 2, 0, 1, NULL);
}
