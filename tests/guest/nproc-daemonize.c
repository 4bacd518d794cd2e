/*
 * A process of an ordinary user spawns 1,000 kernel threads, which call
 * daemonize() and die. The user must be able to have as many processes under
 * RLIMIT_NPROC as before ("unchanged"); a kernel that keeps counting some of
 * the threads leaves fewer ("leaks").
 */
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("nproc-daemonize", argc, argv);
	count_a_users_processes("daemonize", 1000);
}
