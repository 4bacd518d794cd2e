/*
 * A tracer sleeps in wait4() for its only tracee, a kernel thread, and that
 * calls reparent_to_init(): it is no longer traced, and the tracer has ECHILD.
 */
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("tracer-wakes", argc, argv);
	leave_a_waiting_tracer("kid-t", "reparent");
}
