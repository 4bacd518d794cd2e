/* lab.c - see lab.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdarg.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "lab.h"

/* For what must happen, and soon: as long as it takes a slow machine. */
#define PATIENCE_MS	120000
/* For what is not going to happen; only a kernel without the series waits. */
#define ASLEEP_MS	500

#define PAGE		4096L
#define DISK_PAGES	252L	/* 1,032,192 bytes, QEMU's least disk */

static const char *scenario_name;
static int scenario_number = 1;

void scenario(const char *name, int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	scenario_name = name;
	if (argc > 1)
		scenario_number = atoi(argv[1]);
	else
		puts("1..1");
}

void check_lists(void)
{
	int err = try_order("check");

	if (err && err != -ENOSYS)
		bail("the lists of children are inconsistent; see the console");
}

void found(int ok, const char *what)
{
	check_lists();
	printf("%s %d - %s: %s\n", ok ? "ok" : "not ok", scenario_number,
	       scenario_name, what);
	exit(!ok);
}

void skip(const char *why)
{
	printf("ok %d - %s: skipped # SKIP %s\n", scenario_number,
	       scenario_name, why);
	exit(0);
}

static void say(const char *prefix, const char *fmt, va_list args)
{
	fputs(prefix, stdout);
	vprintf(fmt, args);
	putchar('\n');
}

void bail(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	printf("Bail out! %s: ", scenario_name);
	say("", fmt, args);
	exit(2);
}

void note(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say("# ", fmt, args);
	va_end(args);
}

void say_progress(int done, int total)
{
	if (done && done * 10 / total != (done - 1) * 10 / total)
		note("%s: %d of %d", scenario_name, done, total);
}

static int send_order(const char *line)
{
	int fd = open("/proc/kreap", O_WRONLY);
	int err = 0;

	if (fd < 0)
		bail("/proc/kreap: %s; is the module loaded?", strerror(errno));
	if (write(fd, line, strlen(line)) < 0)
		err = -errno;
	close(fd);
	return err;
}

int try_order(const char *fmt, ...)
{
	char line[64];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	return send_order(line);
}

void order(const char *fmt, ...)
{
	char line[64];
	va_list args;
	int err;

	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	err = send_order(line);
	if (err)
		bail("order '%s': %s", line, strerror(-err));
}

int order_if_there(const char *line)
{
	int err = try_order("%s", line);

	if (err && err != -ENOSYS)
		bail("order '%s': %s", line, strerror(-err));
	return err;
}

pid_t must_fork(void)
{
	pid_t pid = fork();

	if (pid < 0)
		bail("fork: %s", strerror(errno));
	return pid;
}

void kill_child(pid_t pid)
{
	kill(pid, SIGKILL);
	if (waitpid(pid, NULL, 0) != pid)
		bail("waitpid: %s", strerror(errno));
}

/* The kids' pids, in the order they were spawned; kreapd's line is left out. */
int list_kids(pid_t *pids, int max)
{
	FILE *file = fopen("/proc/kreap", "r");
	char line[64];
	int count = 0;

	if (!file)
		bail("/proc/kreap: %s", strerror(errno));
	if (!fgets(line, sizeof(line), file))
		bail("/proc/kreap is empty");
	while (count < max && fgets(line, sizeof(line), file))
		pids[count++] = atoi(line);
	fclose(file);
	return count;
}

void last_waited(pid_t *pid, int *status)
{
	FILE *file = fopen("/proc/kreap", "r");

	if (!file || fscanf(file, "%*d %*s %d %d", pid, status) != 2)
		bail("/proc/kreap does not say what kreapd waited for");
	fclose(file);
}

void let_oopses_panic(void)
{
	int fd = open("/proc/sys/kernel/panic_on_oops", O_WRONLY);

	if (fd < 0 || write(fd, "1\n", 2) != 2)
		bail("panic_on_oops: %s", strerror(errno));
	close(fd);
}

void *pages_on_disk(int count)
{
	static off_t used;
	size_t size = count * PAGE;
	int fd = open("/dev/hda", O_RDONLY);
	void *pages;

	/* Those behind the modules, which are read once and for all. */
	used += size;
	if (used > DISK_PAGES / 2 * PAGE)
		used = size;
	if (fd < 0 || posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED))
		bail("/dev/hda: %s", strerror(errno));
	pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd,
		     DISK_PAGES * PAGE - used);
	if (pages == MAP_FAILED || madvise(pages, size, MADV_RANDOM))
		bail("mmap: %s", strerror(errno));
	close(fd);
	return pages;
}

int processors(void)
{
	FILE *file = fopen("/proc/cpuinfo", "r");
	char line[256];
	int count = 0;

	if (!file)
		bail("/proc/cpuinfo: %s", strerror(errno));
	while (fgets(line, sizeof(line), file))
		count += !strncmp(line, "processor", 9);
	fclose(file);
	return count;
}

int look(pid_t pid, struct task *task)
{
	char path[32], line[256], *end;
	FILE *file;
	int ok;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int) pid);
	file = fopen(path, "r");
	if (!file)
		return -1;
	ok = fgets(line, sizeof(line), file) != NULL;
	fclose(file);
	if (!ok)		/* released in between */
		return -1;

	/* pid (name) state ppid ...; the name may contain any character. */
	end = strrchr(line, ')');
	if (!end || sscanf(line, "%d (%31[^)]", &task->pid, task->name) != 2 ||
	    sscanf(end + 1, " %c %d", &task->state, &task->ppid) != 2)
		bail("%s: cannot read '%s'", path, line);
	return 0;
}

int poll_until(int (*cond)(void *), void *arg, int limit_ms)
{
	struct timespec pause = { 0, 0 };
	int value, waited_ms = 0, pause_ms = 1;

	/* 2.4 has no monotonic clock; adding up the pauses will do. */
	while (!(value = cond(arg)) && waited_ms < limit_ms) {
		pause.tv_nsec = pause_ms * 1000000L;
		nanosleep(&pause, NULL);
		waited_ms += pause_ms;
		if (waited_ms / 10000 != (waited_ms - pause_ms) / 10000)
			note("%s: waited %d s", scenario_name,
			     waited_ms / 1000);
		if (pause_ms < 100)
			pause_ms *= 2;
	}
	return value;
}

struct watched {
	pid_t pid;
	const char *states;
};

static int has_state(void *arg)
{
	struct watched *watched = arg;
	struct task task;

	if (look(watched->pid, &task))
		return 'X';
	if (task.state == 'Z' || strchr(watched->states, task.state))
		return task.state;
	return 0;
}

char wait_for_state(pid_t pid, const char *states)
{
	struct watched watched = { pid, states };

	return poll_until(has_state, &watched, PATIENCE_MS);
}

void must_stop(pid_t pid)
{
	if (wait_for_state(pid, "T") != 'T')
		bail("%d does not stop", (int) pid);
}

pid_t traced_child, its_tracer;
static int to_us[2], to_child[2];

void tell_test(void)
{
	if (write(to_us[1], "", 1) != 1)
		_exit(1);
}

void hear_child(void)
{
	char byte;

	if (read(to_us[0], &byte, 1) != 1)
		bail("child and tracer report nothing: %s", strerror(errno));
}

void wait_for_word(void)
{
	char byte;

	if (read(to_child[0], &byte, 1) < 0)
		_exit(1);
}

void tell_child(void)
{
	if (write(to_child[1], "", 1) != 1)
		bail("write: %s", strerror(errno));
}

void pause_forever(void)
{
	for (;;)
		pause();
}

static void trace(int request, int waits, int options)
{
	if (ptrace(PTRACE_ATTACH, traced_child, 0, 0) ||
	    waitpid(traced_child, NULL, 0) != traced_child ||
	    ptrace(PTRACE_SETOPTIONS, traced_child, 0, options) ||
	    (request && ptrace(request, traced_child, 0, 0)))
		_exit(1);
	tell_test();
	while (waits-- > 0) {
		if (waitpid(traced_child, NULL, 0) != traced_child ||
		    ptrace(request, traced_child, 0, 0))
			_exit(1);
		tell_test();
	}
	pause_forever();
}

void start_traced(void (*run)(void), int request, int waits, int options)
{
	if (pipe(to_us) || pipe(to_child))
		bail("pipe: %s", strerror(errno));
	traced_child = must_fork();
	if (traced_child == 0) {
		run();
		_exit(0);
	}
	its_tracer = must_fork();
	if (its_tracer == 0)
		trace(request, waits, options);
	hear_child();
}

int killed_child_ends(const char *what, int must_be)
{
	struct task task;
	int status = 0, survived = 0;

	while (wait_for_state(traced_child, "T") == 'T' && survived++ < 4) {
		kill(traced_child, SIGCONT);
		while (look(traced_child, &task) == 0 && task.state == 'R')
			sched_yield();
	}
	if (waitpid(traced_child, &status, 0) != traced_child)
		bail("%s: waitpid: %s", what, strerror(errno));
	close(to_us[0]);
	close(to_us[1]);
	close(to_child[0]);
	close(to_child[1]);
	if (survived)
		note("%s: survives", what);
	else if (status != must_be)
		note("%s: ends with status %#x", what, status);
	return !survived && status == must_be;
}

struct group {
	const pid_t *pids;
	int count;
	struct task alive;	/* one that is not dead yet */
};

static int all_dead(void *arg)
{
	struct group *group = arg;
	struct task task;
	int i;

	for (i = 0; i < group->count; i++)
		if (look(group->pids[i], &task) == 0 && task.state != 'Z') {
			group->alive = task;
			return 0;
		}
	return 1;
}

/* The orphan is reaped, and init is back asleep in wait(). */
static int init_is_through(void *arg)
{
	struct task task;

	return look(*(pid_t *) arg, &task) && !look(1, &task) &&
	       task.state == 'S';
}

/*
 * Have an orphan die after the threads. Once init has reaped it and found no
 * other child to reap, a thread that is still there is not a child that init
 * can reap, however slow this machine is.
 */
static void let_init_reap(void)
{
	pid_t orphan, mother;
	int ends[2];

	if (pipe(ends) || (mother = fork()) < 0)
		bail("pipe, fork: %s", strerror(errno));
	if (mother == 0) {
		orphan = fork();
		if (orphan == 0)
			_exit(0);
		_exit(write(ends[1], &orphan, sizeof(orphan)) < 0);
	}
	if (waitpid(mother, NULL, 0) != mother ||
	    read(ends[0], &orphan, sizeof(orphan)) != sizeof(orphan) ||
	    orphan < 0)
		bail("no orphan: %s", strerror(errno));
	close(ends[0]);
	close(ends[1]);
	if (!poll_until(init_is_through, &orphan, PATIENCE_MS))
		bail("init did not reap its orphan %d", (int) orphan);
}

int remain(const pid_t *pids, int count)
{
	struct group group = { .pids = pids, .count = count };
	struct task task;
	int i, left = 0;

	if (!poll_until(all_dead, &group, PATIENCE_MS))
		bail("%d %s did not die, and is in state %c",
		     (int) group.alive.pid, group.alive.name,
		     group.alive.state);
	let_init_reap();
	for (i = 0; i < count; i++)
		left += look(pids[i], &task) == 0;
	return left;
}

int zombies(const pid_t *pids, int count)
{
	struct task task, parent;
	int i, left = remain(pids, count);

	for (i = 0; i < count; i++) {
		if (look(pids[i], &task))
			continue;
		if (look(task.ppid, &parent))
			bail("zombie %d %s: its parent %d does not exist",
			     (int) task.pid, task.name, (int) task.ppid);
		note("zombie %d %s child of %d %s", (int) task.pid, task.name,
		     (int) parent.pid, parent.name);
	}
	return left;
}

void must_be_inits(const pid_t *pids, int count)
{
	struct task task;
	int i;

	for (i = 0; i < count; i++)
		if (look(pids[i], &task) || task.ppid != 1)
			bail("%d is not a child of init", (int) pids[i]);
}

void kids_die(const pid_t *pids, int count, int err)
{
	order("die");
	if (err)
		skip("this kernel has no daemonize()");
	if (zombies(pids, count))
		found(0, "zombie");
	found(1, "gone");
}

void live_and_die(const char *name, int count, int exit_signal, int ignored,
		  const char *orders)
{
	pid_t pids[MAX_KIDS];
	int i, err;

	order("ignore %d", ignored);
	for (i = 0; i < count; i++)
		order("spawn %s %d", name, exit_signal);
	if (list_kids(pids, MAX_KIDS) != count)
		bail("spawned %d threads, found %d", count,
		     list_kids(pids, MAX_KIDS));
	err = orders ? order_if_there(orders) : 0;
	kids_die(pids, count, err);
}

/* Exit status of the waiting parent or tracer: what wait4() returned. */
enum { GOT_ECHILD = 10, GOT_STATUS, GOT_OTHER };

static void wait_for_the_kid(void)
{
	int status;
	pid_t pid = waitpid(-1, &status, __WALL);

	if (pid < 0)
		_exit(errno == ECHILD ? GOT_ECHILD : GOT_OTHER);
	_exit(WIFEXITED(status) && WEXITSTATUS(status) == 7 ?
	      GOT_STATUS : GOT_OTHER);
}

/* In state S, and the kid is there: asleep in wait4(). */
static int asleep_with_kid(void *arg)
{
	pid_t *parent = arg, kid;
	struct task task;

	return list_kids(&kid, 1) == 1 && look(*parent, &task) == 0 &&
	       task.state == 'S';
}

static int has_died(void *arg)
{
	struct watched watched = { *(pid_t *) arg, "" };

	return has_state(&watched);
}

static int has_died_or_sleeps(void *arg)
{
	struct watched watched = { *(pid_t *) arg, "S" };

	return has_state(&watched);
}

/*
 * A process woken in wait4() runs until it exits, or finds nothing and sleeps
 * again. It is also in state S for a moment while it scans its children: only
 * one that stays there is asleep. One that runs gets all the time it needs.
 */
int has_ended(pid_t pid)
{
	if (poll_until(has_died, &pid, ASLEEP_MS))
		return 1;
	if (!poll_until(has_died_or_sleeps, &pid, PATIENCE_MS))
		bail("the waiting process neither exits nor sleeps");
	return has_died(&pid) != 0;
}

/* PARENT has the kid, or soon will, and goes to sleep in wait4(). */
static void leave_waiting(pid_t parent, const char *orders)
{
	int status, err, at_once;
	pid_t kid;

	if (!poll_until(asleep_with_kid, &parent, PATIENCE_MS))
		bail("%d did not go to sleep in wait4()", (int) parent);

	list_kids(&kid, 1);
	err = try_order("%s", orders);
	at_once = !err && has_ended(parent);
	order("die");
	remain(&kid, 1);	/* dead, and whoever wanted to know has heard */
	if (!has_ended(parent))
		kill(parent, SIGKILL);
	if (waitpid(parent, &status, 0) != parent)
		bail("waitpid: %s", strerror(errno));
	if (err == -ENOSYS)
		skip("this kernel has no such function");
	if (err)
		bail("order '%s': %s", orders, strerror(-err));

	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
		found(0, "hangs");
	if (WIFEXITED(status) && WEXITSTATUS(status) == GOT_STATUS && !at_once)
		found(0, "status");
	if (WIFEXITED(status) && WEXITSTATUS(status) == GOT_ECHILD && at_once)
		found(1, "ECHILD");
	bail("the waiting process exited with status %#x%s", status,
	     at_once ? ", before the kid died" : "");
}

void leave_a_waiting_parent(const char *name, const char *orders)
{
	pid_t parent = must_fork();

	if (parent == 0) {
		order("bear %s 0", name);
		wait_for_the_kid();
	}
	leave_waiting(parent, orders);
}

void leave_a_waiting_tracer(const char *name, const char *orders)
{
	pid_t tracer, kid;

	order("bear %s 0", name);
	list_kids(&kid, 1);
	tracer = must_fork();
	if (tracer == 0) {
		if (ptrace(PTRACE_ATTACH, kid, NULL, NULL))
			_exit(GOT_OTHER);
		wait_for_the_kid();
	}
	leave_waiting(tracer, orders);
}

void leave_a_waiting_parent_and_tracer(const char *name, const char *orders)
{
	pid_t parent = must_fork(), kid;
	int attached[2];
	char byte = 0;

	if (parent == 0) {
		order("bear %s 0", name);
		wait_for_the_kid();
	}
	if (!poll_until(asleep_with_kid, &parent, PATIENCE_MS))
		bail("%d does not go to sleep in wait4()", (int) parent);
	list_kids(&kid, 1);
	if (pipe(attached))
		bail("pipe: %s", strerror(errno));
	if (must_fork() == 0) {
		if (ptrace(PTRACE_ATTACH, kid, NULL, NULL) ||
		    write(attached[1], &byte, 1) != 1)
			_exit(1);
		_exit(waitpid(kid, NULL, __WALL) < 0);
	}
	close(attached[1]);
	if (read(attached[0], &byte, 1) != 1)
		bail("the tracer does not attach");
	leave_waiting(parent, orders);
}

/* The root's RAM disk, as far as its file system goes. */
void fill_disk(void)
{
	static char block[65536];
	int in = open("/dev/ram0", O_RDONLY), out = open(DISK, O_WRONLY);
	int i, len;

	for (i = 0; i < 64; i++) {
		len = read(in, block, sizeof(block));
		if (len <= 0 || write(out, block, len) != len)
			bail(DISK ": %s", strerror(errno));
	}
	close(in);
	close(out);
}

#ifndef BLKFLSBUF
#define BLKFLSBUF	_IO(0x12, 97)
#endif

int disk_is_busy(void)
{
	/* O_EXCL: 2.6 and later say it at once, 6.1 only so. */
	int fd = open(DISK, O_RDWR | O_EXCL), busy;

	if (fd < 0 && errno == EBUSY)
		return 1;
	if (fd < 0)
		bail(DISK ": %s", strerror(errno));
	busy = ioctl(fd, BLKFLSBUF, 0) && errno == EBUSY;
	close(fd);
	return busy;
}

#define USER		1000
#define NPROC		40
#define AT_A_TIME	100

int users_room(void)
{
	struct rlimit limit = { NPROC, NPROC };
	pid_t counter = must_fork(), pids[NPROC];
	int status, count = 0, i;

	if (counter > 0) {
		if (waitpid(counter, &status, 0) != counter ||
		    !WIFEXITED(status) || WEXITSTATUS(status) > NPROC)
			bail("cannot count the processes: status %#x", status);
		return WEXITSTATUS(status);
	}
	if (setrlimit(RLIMIT_NPROC, &limit) || setresuid(USER, USER, USER))
		_exit(255);
	while (count < NPROC && (pids[count] = fork()) > 0)
		count++;
	while (count < NPROC && pids[count] == 0)
		pause();
	for (i = 0; i < count; i++) {
		kill(pids[i], SIGKILL);
		waitpid(pids[i], NULL, 0);
	}
	_exit(count);
}

/* They count as the user's, though we keep root's privileges. */
static int spawn_as_user(const char *orders, int count)
{
	pid_t pids[AT_A_TIME];
	int i, err;

	for (i = 0; i < count; i++)
		order("bear kid-10 0");
	list_kids(pids, count);
	err = order_if_there(orders);
	order("die");
	while (waitpid(-1, NULL, __WALL) > 0)
		;		/* reap those that are still ours */
	if (remain(pids, count))
		bail("not all kids were reaped");
	return err;
}

void count_a_users_processes(const char *orders, int count)
{
	int before = users_room(), after, batch, left;

	if (setresuid(USER, 0, 0))
		bail("setresuid: %s", strerror(errno));
	for (left = count; left > 0; left -= batch) {
		batch = left < AT_A_TIME ? left : AT_A_TIME;
		if (spawn_as_user(orders, batch))
			skip("this kernel has no such function");
		say_progress(count - left + batch, count);
	}
	if (setresuid(0, 0, 0))
		bail("setresuid: %s", strerror(errno));

	after = users_room();
	note("the user could have %d processes, and now %d", before, after);
	if (after != before)
		found(0, "leaks");
	found(1, "unchanged");
}
