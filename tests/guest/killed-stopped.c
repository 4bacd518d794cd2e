/*
 * A child has stopped, and its parent waits for it with WUNTRACED. While the
 * parent sleeps in wait4(), because the page that takes the status has to be
 * read from the disk, the child is killed and dies. The next wait4() must
 * return its exit status: killed by SIGKILL. It is "lost" if the end of the
 * first wait4() cleared it, and the child seems to have exited with status 0.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "lab.h"

#define ROUNDS	100

static int go[2], done[2];
static char stack[16384];
static volatile int *has_waited;

/* The parent runs before the killer, and the child before both. */
static void be_real_time(int priority)
{
	struct sched_param param = { .sched_priority = priority };

	if (syscall(SYS_sched_setscheduler, 0, SCHED_FIFO, &param))
		bail("sched_setscheduler: %s", strerror(errno));
}

/* Kill each child that comes through the pipe when its parent sleeps on the
 * disk, or has waited for it already. */
static void be_killer(pid_t parent)
{
	struct task task;
	pid_t child;

	close(go[1]);
	while (read(go[0], &child, sizeof(child)) == sizeof(child)) {
		while (!*has_waited && !look(parent, &task) &&
		       task.state != 'D')
			;
		kill(child, SIGKILL);
		if (write(done[1], &child, sizeof(child)) != sizeof(child))
			_exit(1);
	}
	_exit(0);
}

static int stop(void *unused)
{
	(void) unused;
	be_real_time(2);
	kill(getpid(), SIGSTOP);
	syscall(SYS_exit, 1);
	return 0;
}

/* It shares our memory and files, so that its end is a matter of moments. */
static pid_t stopped_child(void)
{
	pid_t child = clone(stop, stack + sizeof(stack),
			    CLONE_VM | CLONE_FS | CLONE_FILES | SIGCHLD, NULL);

	if (child < 0)
		bail("clone: %s", strerror(errno));
	if (wait_for_state(child, "T") != 'T')
		bail("the child does not stop");
	return child;
}

/* The status that the end of a stopped child is reported with. */
static int status_when_killed(int *page)
{
	pid_t child = stopped_child();
	int status;

	*has_waited = 0;
	if (write(go[1], &child, sizeof(child)) != sizeof(child) ||
	    waitpid(child, page, WUNTRACED) != child)
		bail("write, waitpid: %s", strerror(errno));
	*has_waited = 1;
	if (read(done[0], &child, sizeof(child)) != sizeof(child))
		bail("the killer is gone");
	status = *page;
	if (WIFSTOPPED(status) && waitpid(child, &status, 0) != child)
		bail("waitpid: %s", strerror(errno));
	return status;
}

int main(int argc, char **argv)
{
	int i, status = SIGKILL;
	pid_t parent = getpid();
	char *pages;

	scenario("killed-stopped", argc, argv);
	has_waited = mmap(NULL, sizeof(*has_waited), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (has_waited == MAP_FAILED || pipe(go) || pipe(done))
		bail("mmap, pipe: %s", strerror(errno));
	if (must_fork() == 0)
		be_killer(parent);
	close(go[0]);
	close(done[1]);
	pages = pages_on_disk(ROUNDS);
	be_real_time(1);
	for (i = 0; i < ROUNDS && status == SIGKILL; i++)
		status = status_when_killed((int *) (pages + i * 4096));
	note("%d rounds, status %#x", i, status);
	if (status == 0)
		found(0, "lost");
	if (status == SIGKILL)
		found(1, "status");
	bail("the child ended with status %#x", status);
}
