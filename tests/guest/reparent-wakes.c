/*
 * Scenario 6: a process sleeps in wait4() for its only child, a kernel thread,
 * and that calls reparent_to_init(). There is nobody left to wait for: ECHILD.
 */
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("reparent-wakes", argc, argv);
	leave_a_waiting_parent("kid-6", "reparent");
}
