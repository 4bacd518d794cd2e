/*
 * Scenario 10: a user's process spawns 1,000 kernel threads, they daemonize
 * and die, and the user may have as many processes as before.
 */
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("nproc-daemonize", argc, argv);
	count_a_users_processes("daemonize", 1000);
}
