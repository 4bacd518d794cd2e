/*
 * The leader of a thread group exits, and then another thread that has forked a
 * child. The child must go to the thread that is left ("thread"), so that the
 * program can still wait for it, and to init only when that thread has exited
 * as well. Plain 2.4.17 gives it to init at once ("init").
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

static int report[2], first[2], second[2];

/* Fork a child that only waits to be killed; exit when told to. */
static int first_thread(void *unused)
{
	write_pipe(report, clone_sleeper(SIGCHLD));
	read_pipe(first);
	return 0;
}

static int second_thread(void *unused)
{
	read_pipe(second);
	return 0;
}

static void start_group(void)
{
	write_pipe(report, start_thread(1, second_thread, NULL));
	write_pipe(report, start_thread(0, first_thread, NULL));
	syscall(SYS_exit, 0);
}

/* On 2.4 a thread is a child of its leader's parent, which can wait for it. On
 * later kernels it is released when it exits, and the leader can be waited for
 * once all threads have exited. */
static void reap(pid_t pid)
{
	wait_until_dead(pid);
	waitpid(pid, NULL, __WALL | WNOHANG);
}

static pid_t parent_of(pid_t pid)
{
	struct task task;

	if (look(pid, &task) || task.state == 'Z')
		bail("the child %d is dead", (int) pid);
	return task.ppid;
}

int main(int argc, char **argv)
{
	pid_t leader, threads[2], child, pids[3], parent;
	int i;

	scenario("thread-orphan", argc, argv);
	open_pipe(report);
	open_pipe(first);
	open_pipe(second);
	leader = must_fork();
	if (leader == 0)
		start_group();

	/* The threads' pids come in order, the child's at any time. */
	for (i = 0; i < 3; i++)
		pids[i] = read_pipe(report);
	reap(leader);
	threads[1] = pids[0];
	/* A child's pid is larger than that of the thread that forked it. */
	threads[0] = pids[1] < pids[2] ? pids[1] : pids[2];
	child = pids[1] < pids[2] ? pids[2] : pids[1];
	/* As ppid 2.4 and 2.6.9 show the thread's pid, 6.1 its leader's. */
	if (parent_of(child) != threads[0] && parent_of(child) != leader)
		bail("the child's parent is %d, not the thread %d",
		     (int) parent_of(child), (int) threads[0]);

	write_pipe(first, 0);
	reap(threads[0]);
	parent = parent_of(child);
	write_pipe(second, 0);
	reap(threads[1]);
	reap(leader);
	if (parent_of(child) != 1)
		bail("the child's last parent is %d", (int) parent_of(child));
	kill(child, SIGKILL);
	if (zombies(&child, 1))
		found(0, "zombie");

	if (parent == threads[1] || parent == leader)
		found(1, "thread");
	if (parent == 1)
		found(0, "init");
	bail("the child went to %d", (int) parent);
}
