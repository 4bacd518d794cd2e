/*
 * A process group's only process with a parent in another group of the session
 * has lost its leader thread; another thread is alive. ^Z stops the group: it
 * is not orphaned. Once that thread is dead, too, it is: a stopped job in it
 * gets SIGHUP and SIGCONT.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "lab.h"

static int report[2], go[2];
static int with_a_job;	/* The thread has a stopped child. */

static int thread(void *unused)
{
	pid_t job = 0;

	if (with_a_job) {
		job = must_clone(SIGCHLD);
		while (job == 0)
			syscall(SYS_kill, syscall(SYS_getpid), SIGSTOP);
	}
	write_pipe(report, syscall(SYS_getpid));
	write_pipe(report, syscall(SYS_gettid));
	write_pipe(report, job);
	read_pipe(go);
	syscall(SYS_kill, syscall(SYS_getpid), SIGTSTP);
	write_pipe(report, 0);
	for (;;)
		syscall(SYS_pause);
	return 0;
}

static void leader(void)
{
	if (setpgid(0, 0))
		_exit(1);
	start_thread(0, thread, NULL);
	syscall(SYS_exit, 0);
}

/* 'T', or 1 if it has gone on. */
static int has_stopped_or_not(void *arg)
{
	struct task task;
	int value;

	if (read(report[0], &value, sizeof(value)) > 0)
		return 1;
	return look(*(pid_t *) arg, &task) == 0 && task.state == 'T' ? 'T' : 0;
}

static pid_t session, pid, tid, job;

/* A session of our own, with us in it, that reaps the group's process and then
 * says so. The leader thread is gone, the other one is there. */
static void start(void)
{
	open_pipe(report);
	open_pipe(go);
	session = must_fork();
	if (session == 0) {
		if (setsid() < 0)
			_exit(1);
		pid = must_fork();
		if (pid == 0)
			leader();
		reap_child(pid);
		write_pipe(report, 0);
		pause_forever();
	}
	close(report[1]);
	pid = read_pipe(report);
	tid = read_pipe(report);
	job = read_pipe(report);
	must_reach_state(pid, 'Z');
}

static int stops(void)
{
	int stopped;

	start();
	write_pipe(go, 0);
	/* It says so if it goes on. */
	fcntl(report[0], F_SETFL, O_NONBLOCK);
	stopped = poll_until(has_stopped_or_not, &tid, PATIENCE_MS) == 'T';
	kill(pid, SIGKILL);
	kill_child(session);
	close(report[0]);
	return stopped;
}

/* The signals have been sent when the process is reaped. */
static int job_is_told(void)
{
	int stays;

	with_a_job = 1;
	start();
	must_reach_state(job, 'T');
	kill(pid, SIGKILL);
	read_pipe(report);	/* it is reaped */
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
