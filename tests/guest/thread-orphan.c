/*
 * The leader of a thread group exits, and then another thread that has forked a
 * child. The child must go to the thread that is left ("thread"), so that the
 * program can still wait for it, and to init only when that thread has exited
 * as well. Plain 2.4.17 gives it to init at once ("init").
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

#define THREAD_FLAGS	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | \
			 CLONE_THREAD)

struct pipe {
	int out, in;
};

static struct pipe report, first, second;
static char stacks[2][16384];

/*
 * To the C library these are all one thread, which is safe as long as they only
 * make system calls. They end with exit, not exit_group.
 */
static void send(struct pipe *to, int value)
{
	syscall(SYS_write, to->in, &value, sizeof(value));
}

static int receive(struct pipe *from)
{
	int value = -1;

	syscall(SYS_read, from->out, &value, sizeof(value));
	return value;
}

/* Fork a child that only waits to be killed; exit when told to. */
static int first_thread(void *unused)
{
	int pid = syscall(SYS_fork);

	if (pid == 0)
		for (;;)
			syscall(SYS_pause);
	send(&report, pid);
	receive(&first);
	syscall(SYS_exit, 0);
	return 0;
}

static int second_thread(void *unused)
{
	receive(&second);
	syscall(SYS_exit, 0);
	return 0;
}

static void start_group(void)
{
	int pid;

	pid = clone(second_thread, stacks[1] + sizeof(stacks[1]),
		    THREAD_FLAGS, NULL);
	send(&report, pid);
	pid = clone(first_thread, stacks[0] + sizeof(stacks[0]),
		    THREAD_FLAGS, NULL);
	send(&report, pid);
	syscall(SYS_exit, 0);
}

static int is_dead(void *arg)
{
	struct task task;

	return look(*(pid_t *) arg, &task) || task.state == 'Z';
}

/* On 2.4 a thread is a child of its leader's parent, which can wait for it. On
 * later kernels it is released when it exits, and the leader can be waited for
 * once all threads have exited. */
static void reap(pid_t pid, const char *who)
{
	if (!poll_until(is_dead, &pid, 20000))
		bail("the %s did not exit", who);
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
	if (pipe((int *) &report) || pipe((int *) &first) ||
	    pipe((int *) &second))
		bail("pipe: %s", strerror(errno));
	leader = must_fork();
	if (leader == 0)
		start_group();

	/* The threads' pids come in order, the child's at any time. */
	for (i = 0; i < 3; i++)
		pids[i] = receive(&report);
	reap(leader, "leader");
	threads[1] = pids[0];
	/* A child's pid is larger than that of the thread that forked it. */
	threads[0] = pids[1] < pids[2] ? pids[1] : pids[2];
	child = pids[1] < pids[2] ? pids[2] : pids[1];
	if (threads[1] < 0 || threads[0] < 0)
		bail("the group is not complete");
	/* As ppid 2.4 and 2.6.9 show the thread's pid, 6.1 its leader's. */
	if (parent_of(child) != threads[0] && parent_of(child) != leader)
		bail("the child's parent is %d, not the thread %d",
		     (int) parent_of(child), (int) threads[0]);

	send(&first, 0);
	reap(threads[0], "first thread");
	parent = parent_of(child);
	send(&second, 0);
	reap(threads[1], "second thread");
	reap(leader, "group");
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
