/*
 * A child without exit signal executes a program and exits; its parent waits.
 * root's child, cloned as request_module() clones the one that executes
 * modprobe, is waited for with __WCLONE: there is no signal that SIGCHLD could
 * replace. A user's child is waited for without __WCLONE, as it does not have
 * CAP_KILL. The parent must receive the status of both.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

/* 1 if the child's status came, 0 if there was no such child. The signal is
 * replaced when the child exits, so the wait begins after that. */
static int status_comes(uid_t uid, int options, char *program)
{
	char *const again[] = { program, "exit", NULL };
	int status;
	pid_t pid;

	pid = must_clone(0);
	if (pid == 0) {
		if (setresuid(uid, uid, uid) == 0)
			execv(program, again);
		_exit(1);
	}
	must_reach_state(pid, 'Z');
	if (waitpid(pid, &status, options) == pid && WIFEXITED(status) &&
	    WEXITSTATUS(status) == 7)
		return 1;
	if (errno != ECHILD)
		bail("waitpid: %s", strerror(errno));
	note("no status of the child of user %d", (int) uid);
	return 0;
}

int main(int argc, char **argv)
{
	int root, user;

	if (argc > 1 && !strcmp(argv[1], "exit"))
		return 7;
	scenario("exec-no-signal", argc, argv);
	root = status_comes(0, __WCLONE, argv[0]);
	user = status_comes(USER, 0, argv[0]);
	if (!root || !user)
		found(0, "ECHILD");
	found(1, "status");
}
