/*
 * A process of an ordinary user spawns four kernel threads, which call
 * reparent_to_init() and die. That function makes a thread root's: the user's
 * process count must go down by one, and root's up. Plain 2.4.17 leaves both
 * alone, so the user loses a process for good with each thread ("leaks"). Only
 * four threads: with more, such a kernel would free root's user_struct.
 */
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("nproc-reparent", argc, argv);
	count_a_users_processes("reparent", 4);
}
