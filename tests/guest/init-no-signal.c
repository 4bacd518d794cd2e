/*
 * A child of init without exit signal dies. Kernel threads that are started
 * while the kernel boots are such children; here a process whose parent is init
 * clones a sibling. init must reap it.
 */
#include <signal.h>
#include "lab.h"

int main(int argc, char **argv)
{
	pid_t pid;

	scenario("init-no-signal", argc, argv);
	pid = clone_child_of_init();
	kill(pid, SIGKILL);
	if (zombies(&pid, 1))
		found(0, "zombie");
	found(1, "gone");
}
