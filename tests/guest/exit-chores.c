/*
 * What else an exit must do, seen from outside. do_exit() stops the timer,
 * writes the accounting record, undoes semaphore operations, closes files,
 * drops working directory and namespace, reparents children, keeps the exit
 * code and sends SIGCHLD; release_task() gives back the place in the user's
 * process count, pid and memory. Anything missing makes it "undone".
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/acct.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/sem.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define ACCOUNTS	"/tmp/accounts"
#define EXIT_CODE	42
#define LIVES		500	/* for the memory */
#define STACK_KIB	8

static int undone;
static int up[2], down[2];	/* to us, and to the child */

static void must(int ok, const char *what)
{
	if (!ok)
		bail("%s: %s", what, strerror(errno));
}

static void chore(const char *what, int done)
{
	if (done)
		return;
	note("not done: %s", what);
	undone = 1;
}

/* Fork a child that calls doing(arg) and exits; its pid. */
static pid_t child(void (*doing)(int), int arg)
{
	pid_t pid = must_fork();

	if (pid == 0) {
		doing(arg);
		_exit(EXIT_CODE);
	}
	return pid;
}

static void nothing(int unused)
{
	(void) unused;
}

/* The timer of an exited process must not go off, neither in freed memory nor
 * for another process. Ours goes off later. */
static volatile int alarms;

static void on_alarm(int unused)
{
	(void) unused;
	alarms++;
}

static void arm(int ms)
{
	struct itimerval timer = { { 0, 0 }, { 0, ms * 1000 } };

	must(setitimer(ITIMER_REAL, &timer, NULL) == 0, "setitimer");
}

static void timers(void)
{
	sigset_t blocked, open;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGALRM);
	sigprocmask(SIG_BLOCK, &blocked, &open);
	signal(SIGALRM, on_alarm);
	reap_child(child(arm, 50));
	arm(200);
	sigsuspend(&open);
	chore("its timer is stopped", alarms == 1);
}

static void accounting(void)
{
	struct acct record;
	int fd = open(ACCOUNTS, O_RDWR | O_CREAT | O_TRUNC, 0600);
	pid_t pid;

	must(fd >= 0 && acct(ACCOUNTS) == 0, "acct");
	pid = child(nothing, 0);
	reap_child(pid);
	must(acct(NULL) == 0, "acct");
	chore("there is an accounting record",
	      read(fd, &record, sizeof(record)) == sizeof(record) &&
	      !strncmp(record.ac_comm, "exit-chores", sizeof(record.ac_comm)) &&
	      record.ac_exitcode == EXIT_CODE << 8);
	close(fd);
	unlink(ACCOUNTS);
}

static void lower(int sem)
{
	struct sembuf down = { 0, -1, SEM_UNDO };

	if (semop(sem, &down, 1))
		_exit(1);
}

static void semaphores(void)
{
	int sem = semget(IPC_PRIVATE, 1, 0600);

	must(sem >= 0 && semctl(sem, 0, SETVAL, 1) == 0, "semget");
	must(WEXITSTATUS(reap_child(child(lower, sem))) == EXIT_CODE, "semop");
	chore("its semaphore operation is undone",
	      semctl(sem, 0, GETVAL) == 1);
	semctl(sem, 0, IPC_RMID);
}

static void hold_folder(int unused)
{
	if (chdir("/mnt"))
		_exit(1);
	read_pipe(down);
}

/* A pipe that only the child can write to, and its working directory. */
static void files(void)
{
	int busy;
	char byte;
	pid_t pid;

	open_pipe(up);
	open_pipe(down);
	must(mount("none", "/mnt", "proc", 0, NULL) == 0, "mount");
	pid = child(hold_folder, 0);
	close(up[1]);
	must_reach_state(pid, 'S');
	busy = umount("/mnt") && errno == EBUSY;
	write_pipe(down, 0);
	chore("its files are closed", read(up[0], &byte, 1) == 0);
	reap_child(pid);
	chore("its working directory is released", busy && umount("/mnt") == 0);
	close(up[0]);
	close(down[0]);
	close(down[1]);
}

static int is_mounted_here(void)
{
	FILE *file = fopen("/proc/mounts", "r");
	char line[256];
	int found_it = 0;

	must(file != NULL, "/proc/mounts");
	while (fgets(line, sizeof(line), file))
		found_it |= strncmp(line, DISK " ", sizeof(DISK)) == 0;
	fclose(file);
	return found_it;
}

/* 2.4.17 ignores CLONE_NEWNS: there everybody sees the mount. */
static void namespace(void)
{
	int busy, shared;
	pid_t pid;

	fill_disk();
	open_pipe(down);
	pid = must_clone(CLONE_NEWNS | SIGCHLD);
	if (pid == 0) {
		if (mount(DISK, "/mnt", "ext2", MS_RDONLY, NULL))
			_exit(1);
		read_pipe(down);
		_exit(EXIT_CODE);
	}
	must_reach_state(pid, 'S');
	shared = is_mounted_here();
	busy = disk_is_busy();
	write_pipe(down, 0);
	must(WEXITSTATUS(reap_child(pid)) == EXIT_CODE, "mount");
	if (shared) {
		must(umount("/mnt") == 0, "umount");
		note("this kernel has no namespaces");
	}
	chore("its namespace and the mounts in it are released",
	      busy && !disk_is_busy());
	close(down[0]);
	close(down[1]);
}

static void bear(int unused)
{
	write_pipe(up, clone_sleeper(SIGCHLD));
}

static void children(void)
{
	struct task task;
	pid_t orphan;

	open_pipe(up);
	reap_child(child(bear, 0));
	orphan = read_pipe(up);
	chore("its child is a child of init", look(orphan, &task) == 0 &&
	      task.ppid == 1);
	kill(orphan, SIGKILL);
	chore("init reaps it", zombies(&orphan, 1) == 0);
	close(up[0]);
	close(up[1]);
}

static volatile siginfo_t news;

static void on_child(int sig, siginfo_t *info, void *context)
{
	(void) context;
	if (sig == SIGCHLD)
		news = *info;
}

/* Its exit code and SIGCHLD reach the parent. */
static void parent(void)
{
	struct sigaction action = { .sa_flags = SA_SIGINFO };
	pid_t pid;
	int status;

	action.sa_sigaction = on_child;
	sigaction(SIGCHLD, &action, NULL);
	pid = child(nothing, 0);
	status = reap_child(pid);
	signal(SIGCHLD, SIG_DFL);
	chore("its exit code is delivered",
	      WIFEXITED(status) && WEXITSTATUS(status) == EXIT_CODE);
	chore("SIGCHLD is sent", news.si_pid == pid &&
	      news.si_code == CLD_EXITED);
}

static void traced(int unused)
{
	(void) unused;
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
		_exit(1);
	kill(getpid(), SIGSTOP);	/* 2.4 has no tkill() for raise() */
}

/* A traced child, so that its tracer's list is checked as well. */
static void released(void)
{
	struct task task;
	pid_t pid = child(traced, 0);

	must(WIFSTOPPED(reap_child(pid)), "PTRACE_TRACEME");
	kill(pid, SIGKILL);
	must(ptrace(PTRACE_KILL, pid, NULL, NULL) == 0 || errno == ESRCH,
	     "PTRACE_KILL");
	reap_child(pid);
	check_lists();
	chore("nobody traces it", waitpid(-1, NULL, __WALL) < 0 &&
	      errno == ECHILD);
	chore("its pid is free", kill(pid, 0) < 0 && errno == ESRCH &&
	      look(pid, &task) < 0);
}

/* In KiB, including what dropping the caches would free. */
static long free_memory(void)
{
	FILE *file = fopen("/proc/meminfo", "r");
	char line[128];
	long value, sum = 0;

	must(file != NULL, "/proc/meminfo");
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "MemFree: %ld", &value) == 1 ||
		    sscanf(line, "Buffers: %ld", &value) == 1 ||
		    sscanf(line, "Cached: %ld", &value) == 1)
			sum += value;
	fclose(file);
	return sum;
}

static void live(int count)
{
	while (count--)
		reap_child(child(nothing, 0));
}

static void memory(void)
{
	long before, lost;

	live(LIVES / 10);	/* the kernel may cache the memory of these */
	before = free_memory();
	live(LIVES);
	lost = before - free_memory();
	if (lost > LIVES * STACK_KIB / 4)
		note("%ld KiB lost after %d processes", lost, LIVES);
	chore("its memory is freed", lost <= LIVES * STACK_KIB / 4);
}

int main(int argc, char **argv)
{
	int room;

	scenario("exit-chores", argc, argv);
	room = users_room();
	timers();
	accounting();
	semaphores();
	files();
	namespace();
	children();
	parent();
	released();
	memory();
	chore("it no longer counts as one of its user's", users_room() == room);
	if (undone)
		found(0, "undone");
	found(1, "done");
}
