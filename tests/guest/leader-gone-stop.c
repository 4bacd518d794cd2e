/*
 * A process group's only process with a parent in another group of the session
 * has lost its leader thread; another thread is alive. ^Z stops the group: it
 * is not orphaned. Once that thread is dead, too, it is: a stopped job in it
 * gets SIGHUP and SIGCONT.
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
static int with_a_job;	/* The thread has a stopped child. */

static int thread(void *unused)
{
	pid_t id[3] = { syscall(SYS_getpid), syscall(SYS_gettid), 0 };
	char byte;

	if (with_a_job) {
		id[2] = syscall(SYS_fork);
		while (id[2] == 0)
			syscall(SYS_kill, syscall(SYS_getpid), SIGSTOP);
	}
	syscall(SYS_write, report[1], id, sizeof(id));
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

static pid_t session, pid, tid, job;

/* A session of our own, with us in it, that reaps the group's process and then
 * says so. The leader thread is gone, the other one is there. */
static void start(void)
{
	pid_t id[3];

	if (pipe(report) || pipe(go))
		bail("pipe: %s", strerror(errno));
	session = must_fork();
	if (session == 0) {
		if (setsid() < 0)
			_exit(1);
		pid = fork();
		if (pid == 0)
			leader();
		if (pid < 0 || waitpid(pid, NULL, 0) != pid ||
		    write(report[1], "", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(report[1]);
	if (read(report[0], id, sizeof(id)) != sizeof(id) || id[2] < 0)
		bail("the group is not complete");
	pid = id[0];
	tid = id[1];
	job = id[2];
	if (wait_for_state(pid, "") != 'Z')
		bail("the leader is not gone");
}

static int stops(void)
{
	int stopped;

	start();
	if (write(go[1], "", 1) != 1)
		bail("write: %s", strerror(errno));
	/* It says so if it goes on. */
	fcntl(report[0], F_SETFL, O_NONBLOCK);
	stopped = poll_until(has_stopped_or_not, &tid, 20000) == 'T';
	kill(pid, SIGKILL);
	kill_child(session);
	close(report[0]);
	return stopped;
}

/* The signals have been sent when the process is reaped. */
static int job_is_told(void)
{
	char byte;
	int stays;

	with_a_job = 1;
	start();
	if (wait_for_state(job, "T") != 'T')
		bail("the job does not stop");
	kill(pid, SIGKILL);
	if (read(report[0], &byte, 1) != 1)
		bail("the process is not reaped");
	stays = wait_for_state(job, "T") == 'T';
	if (stays)
		kill(job, SIGKILL);
	kill_child(session);
	return !stays;
}

int main(int argc, char **argv)
{
	scenario("leader-gone-stop", argc, argv);
	if (!stops())
		found(0, "lost");
	if (!job_is_told())
		found(0, "stays");
	found(1, "stopped");
}
