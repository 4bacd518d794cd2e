/*
 * A process sleeps in wait4() for its only child, a kernel thread, and another
 * process traces that. The thread calls daemonize(): both are left without a
 * child, and both must get ECHILD. Before the series daemonize() leaves the
 * thread where it is: the parent gets its status, after the tracer.
 */
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("daemonize-traced", argc, argv);
	leave_a_waiting_parent_and_tracer("kid-6t", "daemonize");
}
