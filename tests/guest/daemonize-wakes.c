/*
 * A process sleeps in wait4(). Its only child, a kernel thread, calls
 * daemonize() and so becomes a child of init: wait4() must return ECHILD at
 * once. Plain 2.6.9 does not wake the old parent, which sleeps until a signal
 * comes ("hangs"). Plain 2.4.17 does not reparent in daemonize(), and wait4()
 * returns when the thread dies ("status").
 */
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("daemonize-wakes", argc, argv);
	leave_a_waiting_parent("kid-6b", "daemonize");
}
