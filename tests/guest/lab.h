/*
 * lab.h - what the guest programs share. A program is one scenario: it gives
 * orders to the kernel threads of the test module through /proc/kreap, looks
 * at /proc, and prints one TAP line whose last word is what it saw:
 *
 *	not ok 3 - no-signal: zombie
 *	# zombie 31 kid-3 child of 24 kreapd
 *
 * A zombie is the finding "zombie", never an error. Whatever keeps a program
 * from finding anything out is "Bail out!", which makes the boot "lost".
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

/* Start: argv[1], if there is one, is the TAP number that run-tests counts. */
void scenario(const char *name, int argc, char **argv);

/* End, exit status 0 for ok and 1 for not ok. */
void found(int ok, const char *what);
void skip(const char *why);

/* Has the module found every task on its parent's list, where it can look? If
 * not, the boot is lost. found() asks this. */
void check_lists(void);
void bail(const char *fmt, ...);
void note(const char *fmt, ...);

/* fork(), which bails out if it fails; and SIGKILL for a child, which is reaped
 * then. */
pid_t must_fork(void);
void kill_child(pid_t pid);

/* Orders. order() bails out if it fails; try_order() gives 0 or -errno;
 * order_if_there() 0, or -ENOSYS where the kernel has no such function. */
void order(const char *fmt, ...);
int try_order(const char *fmt, ...);
int order_if_there(const char *line);
int list_kids(pid_t *pids, int max);

/* Bail out unless all have init for a parent. */
void must_be_inits(const pid_t *pids, int count);

/* End: the kids die; say "gone" or "zombie". ERR is what order_if_there() gave:
 * -ENOSYS is a skip. */
void kids_die(const pid_t *pids, int count, int err);

/* The child that kreapd has last waited for, and its wait4() status. */
void last_waited(pid_t *pid, int *status);

/* How many processors the kernel runs on. */
int processors(void);

/* 0 and *task filled in, or -1: there is no such process. */
int look(pid_t pid, struct task *task);

/* Poll until cond(arg) is not 0, with growing pauses, for LIMIT_MS; its last
 * value. The only place where a program waits. */
int poll_until(int (*cond)(void *), void *arg, int limit_ms);

/* How many of the processes, all dead or dying, are still there when init has
 * had its turn to reap. zombies() notes each, with its parent. */
int remain(const pid_t *pids, int count);
int zombies(const pid_t *pids, int count);

/* Spawn COUNT threads NAME under kreapd; give them ORDERS (NULL: none); let
 * them die; say "gone" or "zombie". */
void live_and_die(const char *name, int count, int exit_signal, int ignored,
		  const char *orders);

/* A process bears the kid NAME, or attaches to it, and sleeps in wait4() for
 * it; the kid is given ORDERS, then dies. Say what wait4() did: "ECHILD" at
 * once, "status" when the kid had died, or "hangs". */
void leave_a_waiting_parent(const char *name, const char *orders);
void leave_a_waiting_tracer(const char *name, const char *orders);

/* The first of these, and another process attaches to the kid meanwhile. */
void leave_a_waiting_parent_and_tracer(const char *name, const char *orders);

/* A second RAM disk, with an ext2 on it once filled. Busy: it is mounted, in
 * whatever namespace. If it is not, asking empties it. */
#define DISK	"/dev/ram1"
void fill_disk(void);
int disk_is_busy(void);

/* How many processes a user can fork under some low RLIMIT_NPROC. */
int users_room(void);

/* COUNT threads, spawned by a process of a user's, are given ORDERS and die.
 * Say whether as many processes of the user's fit under RLIMIT_NPROC as before:
 * "unchanged", or "leaks". */
void count_a_users_processes(const char *orders, int count);

#endif
