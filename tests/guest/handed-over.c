/*
 * A thread has a zombie child when its program starts to ignore SIGCHLD; then
 * the thread exits. Another thread of the group inherits a zombie that it will
 * not wait for. The zombie must be released, at the latest when the program
 * ends. On plain 2.6.9 it stays, and not even init can reap it.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

static int report[2], end[2];

/* Inherits the zombie. Exits when told to. */
static int second_thread(void *unused)
{
	read_pipe(end);
	return 0;
}

/* Fork a child that exits at once; leave the zombie to the second thread. */
static void program(void)
{
	siginfo_t info;
	pid_t child;

	start_thread(0, second_thread, NULL);
	child = must_fork();
	if (child == 0)
		_exit(0);
	/* WNOWAIT: leave it a zombie. */
	if (syscall(SYS_waitid, P_PID, child, &info, WEXITED | WNOWAIT, NULL))
		_exit(1);
	signal(SIGCHLD, SIG_IGN);
	write_pipe(report, child);
	syscall(SYS_exit, 0);
}

int main(int argc, char **argv)
{
	pid_t leader, child;

	scenario("handed-over", argc, argv);
	open_pipe(report);
	open_pipe(end);
	leader = must_fork();
	if (leader == 0)
		program();
	close(report[1]);
	child = read_pipe(report);
	must_reach_state(leader, 'Z');
	write_pipe(end, 0);
	reap_child(leader);
	if (zombies(&child, 1))
		found(0, "zombie");
	found(1, "gone");
}
