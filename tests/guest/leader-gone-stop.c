/*
 * A process group's only process with a parent in another group of the session
 * has lost its leader thread; another thread is alive. ^Z stops the group: it
 * is not orphaned.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define THREAD_FLAGS	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | \
			 CLONE_THREAD)

static int report[2], go[2];
static char stack[16384];

static int thread(void *unused)
{
	int tid = syscall(SYS_gettid);
	char byte;

	syscall(SYS_write, report[1], &tid, sizeof(tid));
	syscall(SYS_read, go[0], &byte, 1);
	syscall(SYS_kill, syscall(SYS_getpid), SIGTSTP);
	syscall(SYS_write, report[1], &byte, 1);
	for (;;)
		syscall(SYS_pause);
	return 0;
}

static void leader(void)
{
	if (setpgid(0, 0) ||
	    clone(thread, stack + sizeof(stack), THREAD_FLAGS, NULL) < 0)
		_exit(1);
	syscall(SYS_exit, 0);
}

/* 'T', or 1 if it has gone on. */
static int has_stopped_or_not(void *arg)
{
	struct task task;
	char byte;

	if (read(report[0], &byte, 1) == 1)
		return 1;
	return look(*(pid_t *) arg, &task) == 0 && task.state == 'T' ? 'T' : 0;
}

int main(int argc, char **argv)
{
	pid_t session, pid, tid;
	int stopped;

	scenario("leader-gone-stop", argc, argv);
	if (pipe(report) || pipe(go))
		bail("pipe: %s", strerror(errno));
	/* A session of our own, with us in it. */
	session = must_fork();
	if (session == 0) {
		if (setsid() < 0)
			_exit(1);
		pid = fork();
		if (pid == 0)
			leader();
		if (write(report[1], &pid, sizeof(pid)) != sizeof(pid))
			_exit(1);
		for (;;)
			pause();
	}
	if (read(report[0], &pid, sizeof(pid)) != sizeof(pid) ||
	    read(report[0], &tid, sizeof(tid)) != sizeof(tid) || pid < 0)
		bail("the group is not complete");
	if (tid < pid) {
		tid ^= pid;
		pid ^= tid;
		tid ^= pid;
	}
	if (wait_for_state(pid, "") != 'Z')
		bail("the leader is not gone");
	if (write(go[1], "", 1) != 1)
		bail("write: %s", strerror(errno));
	/* It says so if it goes on. */
	fcntl(report[0], F_SETFL, O_NONBLOCK);
	stopped = poll_until(has_stopped_or_not, &tid, 20000) == 'T';
	kill(pid, SIGKILL);
	kill_child(session);
	found(stopped, stopped ? "stopped" : "lost");
}
