/*
 * CVE-2005-3783. A thread attaches to the leader of its own group and waits for
 * it to exit. Plain 2.6.9 hands the leader to its parent while the group still
 * has a thread, and that ends in a BUG(). Needs no rights.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define USER		1000
#define REFUSED		3
#define THREAD_FLAGS	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | \
			 CLONE_THREAD)

static int end[2];
static char stack[16384];

static void exit_all(int status)
{
	syscall(SYS_exit_group, status);
}

static int thread(void *unused)
{
	int leader = syscall(SYS_getpid);
	int status;

	if (syscall(SYS_ptrace, PTRACE_ATTACH, leader, 0, 0))
		exit_all(REFUSED);
	if (syscall(SYS_wait4, leader, &status, __WALL, NULL) != leader ||
	    syscall(SYS_ptrace, PTRACE_CONT, leader, 0, 0))
		exit_all(4);
	syscall(SYS_write, end[1], "", 1);
	syscall(SYS_wait4, leader, &status, __WALL, NULL);
	exit_all(5);
	return 0;
}

static void leader(void)
{
	char byte;

	if (setresuid(USER, USER, USER) || prctl(PR_SET_DUMPABLE, 1) ||
	    pipe(end) ||
	    clone(thread, stack + sizeof(stack), THREAD_FLAGS, NULL) < 0)
		_exit(1);
	while (syscall(SYS_read, end[0], &byte, 1) != 1)
		;
	syscall(SYS_exit, 0);
}

int main(int argc, char **argv)
{
	pid_t pid;
	int status;

	scenario("attach-own-leader", argc, argv);
	let_oopses_panic();
	pid = must_fork();
	if (pid == 0)
		leader();
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status) ||
	    WEXITSTATUS(status) != REFUSED)
		bail("the program ended with status %#x", status);
	found(1, "refused");
}
