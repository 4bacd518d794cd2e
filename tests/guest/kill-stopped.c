/*
 * A process is stopped and has another signal pending: SIGKILL must wake it. It
 * is cloned with CLONE_STOPPED, and has not taken its SIGSTOP. No tracer.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#ifndef CLONE_STOPPED
#define CLONE_STOPPED	0x02000000
#endif

int main(int argc, char **argv)
{
	int status, survives;
	pid_t child;

	scenario("kill-stopped", argc, argv);
	child = syscall(SYS_clone, CLONE_STOPPED | SIGCHLD, 0, NULL, NULL,
			NULL);
	if (child == 0)
		pause_forever();
	must_reach_state(child, 'T');
	kill(child, SIGKILL);
	survives = wait_for_state(child, "T") == 'T';
	kill(child, SIGCONT);
	if (waitpid(child, &status, 0) != child)
		bail("waitpid: %s", strerror(errno));
	if (survives)
		found(0, "survives");
	if (status != SIGKILL)
		bail("it ends with status %#x", status);
	found(1, "killed");
}
