/*
 * A kernel thread ignores SIGCHLD, which means that it does not want to wait
 * for its children. One of them, spawned with no exit signal, dies without
 * having called daemonize(). The kernel must release it or hand it to init;
 * otherwise it stays a zombie for as long as its parent lives.
 */
#include <signal.h>
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("no-signal", argc, argv);
	live_and_die("kid-3", 2, 0, 1, NULL);
}
