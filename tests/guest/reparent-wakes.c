/*
 * A process sleeps in wait4(). Its only child, a kernel thread, calls
 * reparent_to_init() and so becomes a child of init: wait4() must return ECHILD
 * at once. A kernel that does not wake the old parent lets it sleep until a
 * signal comes ("hangs").
 */
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("reparent-wakes", argc, argv);
	leave_a_waiting_parent("kid-6", "reparent");
}
