/*
 * A kernel thread that ignores SIGCHLD has a child whose exit signal is
 * SIGCHLD. The child calls daemonize() and dies; it must be a child of init by
 * then, which reaps it. Plain 2.4.17 leaves it a zombie: there a user process
 * that ignores SIGCHLD reaps its children on its way back to user mode, where a
 * kernel thread never goes.
 */
#include <signal.h>
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("daemonize-sigchld", argc, argv);
	live_and_die("kid-2", 2, SIGCHLD, 1, "daemonize");
}
