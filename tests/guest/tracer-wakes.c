/*
 * A tracer sleeps in wait4(). Its only tracee, a kernel thread, calls
 * reparent_to_init(), which ends the tracing: wait4() must return ECHILD at
 * once. A kernel that does not wake the tracer lets it sleep until a signal
 * comes ("hangs").
 */
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("tracer-wakes", argc, argv);
	leave_a_waiting_tracer("kid-t", "reparent");
}
