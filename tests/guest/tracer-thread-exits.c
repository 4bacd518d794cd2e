/*
 * A process with two threads traces a child of another process. The child dies;
 * one thread waits for it and has yet to wait for the disk when the other, its
 * tracer, exits. The child's parent receives its status all the same.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define ROUNDS	20
#define PAGE	4096

static pid_t child;
static int report[2], ready[2], stat_file;

/* The state in /proc/PID/stat: what follows the name. */
static char state_of_child(void)
{
	char buf[64];
	int i;

	syscall(SYS_pread64, stat_file, buf, sizeof(buf), 0, 0);
	for (i = 0; i < 32 && buf[i] != ')'; i++)
		;
	return buf[i + 2];
}

/* Trace the child until the other thread has begun to reap it, then exit. */
static int tracer(void *unused)
{
	char state;

	trace_process(child, PTRACE_CONT);
	write_pipe(report, 0);
	do
		state = state_of_child();
	while (state == 'R' || state == 'S' || state == 'T' || state == 'Z');
	return 0;
}

static void two_threads(void)
{
	char path[32], *pages = pages_on_disk(4);

	snprintf(path, sizeof(path), "/proc/%d/stat", (int) child);
	stat_file = open(path, O_RDONLY);
	if (stat_file < 0)
		_exit(3);
	start_thread(0, tracer, NULL);
	read_pipe(report);
	write_pipe(ready, 0);
	/* The status on one page, the usage across two more. */
	if (syscall(SYS_wait4, child, pages, 0, pages + 2 * PAGE - 8) != child)
		_exit(4);
	_exit(0);
}

/* Is the status received? */
static int play(void)
{
	pid_t pid;
	int status;

	child = clone_sleeper(SIGCHLD);
	pid = must_fork();
	if (pid == 0)
		two_threads();
	read_pipe(ready);
	must_reach_state(pid, 'S');
	kill(child, SIGKILL);
	must_succeed(pid, "tracer");
	return waitpid(child, &status, WNOHANG) == child &&
	       WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

int main(int argc, char **argv)
{
	int i, lost = 0;

	scenario("tracer-thread-exits", argc, argv);
	open_pipe(report);
	open_pipe(ready);
	for (i = 0; i < ROUNDS; i++)
		lost += !play();
	note("%d of %d lost", lost, ROUNDS);
	if (lost)
		found(0, "lost");
	found(1, "status");
}
