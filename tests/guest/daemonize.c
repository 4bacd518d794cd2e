/*
 * Scenario 1: a child of a kernel thread, with no exit signal, calls
 * daemonize() and dies. Nobody is told, and nobody will wait for it: it must
 * be init's by then.
 */
#include <signal.h>
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("daemonize", argc, argv);
	live_and_die("kid-1", 2, 0, 0, "daemonize");
}
