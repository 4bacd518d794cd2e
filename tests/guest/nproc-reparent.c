/*
 * Scenario 10, with reparent_to_init(), which makes the thread root's: the
 * user's count must be one less, and root's one more. Few threads, because a
 * kernel that gets this wrong will free root's user_struct.
 */
#include "lab.h"

int main(int argc, char **argv)
{
	scenario("nproc-reparent", argc, argv);
	count_a_users_processes("reparent", 4);
}
