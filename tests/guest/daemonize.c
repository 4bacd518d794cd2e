/*
 * A child of a kernel thread, spawned with no exit signal, calls daemonize()
 * and dies. Its parent is not notified and does not wait, so it must be a child
 * of init by then, which reaps it. On plain 2.4.17 daemonize() does not
 * reparent, and the child stays a zombie.
 */
#include <signal.h>
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("daemonize", argc, argv);
	live_and_die("kid-1", 2, 0, 0, "daemonize");
}
