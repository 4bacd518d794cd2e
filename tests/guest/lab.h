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

/*
 * Processes and threads. All of these bail out if they fail.
 *
 * To the C library all threads of a process are one, which is safe as long as
 * those that start_thread() starts only make system calls: syscall(), and of
 * this file what says so.
 */

#define USER	1000		/* an ordinary user */

/* fork(); and SIGKILL for a child, which is reaped then. */
pid_t must_fork(void);
void kill_child(pid_t pid);

/**
 * must_clone() - fork(), with other flags
 * @flags: of clone(), and the exit signal
 *
 * A thread may call it. Return: as of fork().
 */
pid_t must_clone(int flags);

/**
 * clone_sleeper() - start a child that sleeps until it is killed
 * @flags: of clone(), and the exit signal: SIGCHLD for one as by fork()
 *
 * Return: its pid.
 */
pid_t clone_sleeper(int flags);
void pause_forever(void);

/**
 * clone_child_of_init() - start a sleeper that is init's child, with no exit
 * signal
 *
 * Return: its pid.
 */
pid_t clone_child_of_init(void);

/**
 * start_thread() - start a thread of this process
 * @stack: 0 or 1; it is free for another thread once its last one is dead
 * @run: what it runs; the thread, not the process, ends when that returns
 * @arg: for @run
 *
 * Return: its pid.
 */
pid_t start_thread(int stack, int (*run)(void *), void *arg);

/**
 * reap_child() - wait for a child, of whatever exit signal
 * @pid: the child
 *
 * Return: its status, as from wait4().
 */
int reap_child(pid_t pid);

/**
 * must_succeed() - wait for a child, which must exit with status 0
 * @pid: the child
 * @who: what to call it if it does not
 */
void must_succeed(pid_t pid, const char *who);

/**
 * run_process() - run a function in a process of its own
 * @run: the function; what it returns is its exit status
 *
 * Waits for all children of the caller: on 2.4 the threads of that process are
 * among them. Return: the exit status.
 */
int run_process(int (*run)(void));

/* Be USER, without root's rights; others of that user may trace us. */
void become_user(void);

/**
 * set_real_time() - set our priority
 * @priority: of real time, 1 to 99; 0: that of an ordinary process
 */
void set_real_time(int priority);

/**
 * trace_process() - attach to a process, and wait until it stops
 * @pid: the process
 * @request: of ptrace(), to resume it with; 0: leave it stopped
 *
 * A thread may call it.
 */
void trace_process(pid_t pid, int request);

/*
 * Pipes, which carry numbers between processes and threads: pids, or just 0. To
 * read a negative one is a failure, as something has failed at the other end. A
 * thread may write and read them.
 */
void open_pipe(int ends[2]);
void write_pipe(const int ends[2], int value);
int read_pipe(const int ends[2]);

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

/* How many processors the kernel runs on. */
int processors(void);

/* 0 and *task filled in, or -1: there is no such process. */
int look(pid_t pid, struct task *task);

/* For what must happen, and soon: as long as it takes a slow machine. */
#define PATIENCE_MS	120000

/* Poll until cond(arg) is not 0, with growing pauses, for LIMIT_MS; its last
 * value. The only place where a program waits; it says so every 10 s. */
int poll_until(int (*cond)(void *), void *arg, int limit_ms);

/* Wait until the task has died, or is in one of STATES; its state then, and 0
 * if that takes too long. */
char wait_for_state(pid_t pid, const char *states);

/* The same, but bail out if it is in another state than that, or does not die:
 * become a zombie, or be gone altogether. */
void must_reach_state(pid_t pid, char state);
void wait_until_dead(pid_t pid);

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
