/*
 * root's child without exit signal, cloned as request_module() clones the one
 * that executes modprobe, executes a program and ends. Its parent waits for it
 * with __WCLONE, and must receive its status: there is no signal to be replaced
 * by SIGCHLD.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

int main(int argc, char **argv)
{
	char *const again[] = { argv[0], "exit", NULL };
	int status;
	pid_t pid;

	if (argc > 1 && !strcmp(argv[1], "exit"))
		return 7;
	scenario("exec-no-signal", argc, argv);
	pid = syscall(SYS_clone, 0, 0, NULL, NULL, NULL);
	if (pid == 0) {
		execv(argv[0], again);
		_exit(1);
	}
	if (waitpid(pid, &status, __WCLONE) == pid && WIFEXITED(status) &&
	    WEXITSTATUS(status) == 7)
		found(1, "status");
	if (errno == ECHILD)
		found(0, "ECHILD");
	bail("waitpid: %s", strerror(errno));
}
