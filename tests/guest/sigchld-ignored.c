/*
 * A child of a kernel thread that ignores SIGCHLD, spawned with SIGCHLD as its
 * exit signal, dies without having called daemonize(). The kernel must release
 * it or hand it to init. On plain 2.4.17 it stays a zombie: there a process
 * that ignores SIGCHLD reaps its children on its way back to user mode, where a
 * kernel thread never goes.
 */
#include <signal.h>
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("sigchld-ignored", argc, argv);
	live_and_die("kid-4", 2, SIGCHLD, 1, NULL);
}
