/*
 * CVE-2005-3783. A thread attaches to the leader of its own group and waits for
 * it to exit. Plain 2.6.9 hands the leader to its parent while the group still
 * has a thread, and that ends in a BUG(). Needs no rights.
 */
#define _GNU_SOURCE
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define REFUSED	3

static int end[2];

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

static int leader(void)
{
	char byte;

	become_user();
	open_pipe(end);
	start_thread(0, thread, NULL);
	while (syscall(SYS_read, end[0], &byte, 1) != 1)
		;
	syscall(SYS_exit, 0);
	return 0;
}

int main(int argc, char **argv)
{
	int status;

	scenario("attach-own-leader", argc, argv);
	let_oopses_panic();
	status = run_process(leader);
	if (status != REFUSED)
		bail("the program ended with %d", status);
	found(1, "refused");
}
