/*
 * lab.h - shared by the guest programs. A program is one scenario: it gives
 * orders to the kernel threads of the test module through /proc/kreap, looks at
 * /proc, and prints one TAP line that says in one word what it saw, with notes
 * before it:
 *
 *	# zombie 31 kid-3 child of 24 kreapd
 *	not ok 3 - no-signal: zombie
 *
 * A zombie is a result ("zombie"), not an error. Whatever keeps a program from
 * a result is a "Bail out!", which makes the boot "lost".
 */
#ifndef LAB_H
#define LAB_H

#include <stddef.h>
#include <sys/types.h>

#define MAX_KIDS 512

struct task {
	pid_t pid, ppid;
	char state;
	char name[32];
};

/* Start. argv[1], if there is one, is the TAP number, from run-tests. */
void scenario(const char *name, int argc, char **argv);

/* End: exit status 0 for ok, 1 for not ok. */
void found(int ok, const char *what);
void skip(const char *why);

/* Bail out if the module, where it can check, does not find every task on its
 * parent's list. found() calls this. */
void check_lists(void);
void bail(const char *fmt, ...);
void note(const char *fmt, ...);

/* Say how far a long scenario is, at each tenth: a boot that says nothing for
 * long is taken for hung. */
void say_progress(int done, int total);

/* fork(), which bails out if it fails; and SIGKILL for a child, which is reaped
 * then. */
pid_t must_fork(void);
void kill_child(pid_t pid);

/* Orders. order() bails out if it fails; try_order() returns 0 or -errno;
 * order_if_there() 0, or -ENOSYS if the kernel has no such function. */
void order(const char *fmt, ...);
int try_order(const char *fmt, ...);
int order_if_there(const char *line);
int list_kids(pid_t *pids, int max);

/* Bail out unless all are children of init. */
void must_be_inits(const pid_t *pids, int count);

/* End: the kids die; the result is "gone" or "zombie". ERR comes from
 * order_if_there(): -ENOSYS is a skip. */
void kids_die(const pid_t *pids, int count, int err);

/* The child that kreapd waited for last, and its wait4() status. */
void last_waited(pid_t *pid, int *status);

/* A kernel that says BUG() must end then, and not limp on. */
void let_oopses_panic(void);

/* COUNT pages that a page fault must read from the disk: whoever touches one
 * sleeps. None has been touched since it was last read. */
void *pages_on_disk(int count);

/* A child, and a tracer that attaches to it with OPTIONS of ptrace(), resumes
 * it with REQUEST, if there is one, and WAITS times waits for it and resumes it
 * again. It calls tell_test() each time; start_traced() hears the first. */
extern pid_t traced_child, its_tracer;
void start_traced(void (*run)(void), int request, int waits, int options);
void hear_child(void);

/* In the child: wait for tell_child(); tell the test; pause forever. */
void wait_for_word(void);
void tell_test(void);
void pause_forever(void);
void tell_child(void);

/* The child, which may have had a tracer, has been sent SIGKILL: 1 if it ends,
 * with STATUS. If it does not, SIGCONT helps. */
int killed_child_ends(const char *what, int status);

/* How many processors the kernel runs on. */
int processors(void);

/* 0 and *task filled in, or -1: there is no such process. */
int look(pid_t pid, struct task *task);

/* Poll until cond(arg) is not 0, with growing pauses, for LIMIT_MS; its last
 * value. The only place where a program waits; it says so every 10 s. */
int poll_until(int (*cond)(void *), void *arg, int limit_ms);

/* Wait until the task has died, or is in one of STATES; its state then, and 0
 * if that takes too long. */
char wait_for_state(pid_t pid, const char *states);

/* Bail out unless it stops. */
void must_stop(pid_t pid);

/* Has the task, woken in wait4(), died? If not it sleeps again. */
int has_ended(pid_t pid);

/* How many of the processes, all dead or dying, are still there when init has
 * had its turn to reap. zombies() notes each, with its parent. */
int remain(const pid_t *pids, int count);
int zombies(const pid_t *pids, int count);

/* kreapd spawns COUNT threads NAME, which get ORDERS (NULL: none) and die; the
 * result is "gone" or "zombie". */
void live_and_die(const char *name, int count, int exit_signal, int ignored,
		  const char *orders);

/* A process spawns the kid NAME, or attaches to it, and sleeps in wait4() for
 * it; the kid gets ORDERS, then dies. The result is what wait4() did: return
 * "ECHILD" at once, return the "status" once the kid was dead, or "hangs". */
void leave_a_waiting_parent(const char *name, const char *orders);
void leave_a_waiting_tracer(const char *name, const char *orders);

/* The first of these, and another process attaches to the kid meanwhile. */
void leave_a_waiting_parent_and_tracer(const char *name, const char *orders);

/* A second RAM disk, with an ext2 on it once filled. Busy: it is mounted, in
 * whatever namespace. If it is not, asking empties it. */
#define DISK	"/dev/ram1"
void fill_disk(void);
int disk_is_busy(void);

/* How many processes a user can fork under a low RLIMIT_NPROC. */
int users_room(void);

/* A process of an ordinary user spawns COUNT threads, which get ORDERS and die.
 * The result says whether the user can have as many processes under
 * RLIMIT_NPROC as before: "unchanged" or "leaks". */
void count_a_users_processes(const char *orders, int count);

#endif
