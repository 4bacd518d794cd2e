/*
 * Scenario 6b: the same, and the thread calls daemonize(). Before the series it
 * stays the child of who spawned it, and is waited for when it dies.
 */
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("daemonize-wakes", argc, argv);
	leave_a_waiting_parent("kid-6b", "daemonize");
}
