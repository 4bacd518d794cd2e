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
 *
 * What a function takes, gives and fails with is said where it is defined.
 */
#ifndef LAB_H
#define LAB_H

#include <stddef.h>
#include <sys/types.h>

/* lab/tap.c: start, end, and what is said meanwhile. */
extern const char *scenario_name;
void scenario(const char *name, int argc, char **argv);
void found(int ok, const char *what);
void skip(const char *why);
void bail(const char *fmt, ...);
void note(const char *fmt, ...);
void say_progress(int done, int total);
void check_lists(void);

/* lab/order.c: orders for the module's threads, and its answers. */
void order(const char *fmt, ...);
int try_order(const char *fmt, ...);
int order_if_there(const char *line);
int list_kids(pid_t *pids, int max);
void last_waited(pid_t *pid, int *status);

/* lab/task.c: processes, threads and tracers. */
pid_t must_fork(void);
pid_t must_clone(int flags);
pid_t clone_sleeper(int flags);
pid_t clone_child_of_init(void);
pid_t start_thread(int stack, int (*run)(void *), void *arg);
int run_process(int (*run)(void));
void pause_forever(void);
void kill_child(pid_t pid);
int reap_child(pid_t pid);
void must_succeed(pid_t pid, const char *who);
void set_real_time(int priority);
void trace_process(pid_t pid, int request);

/* lab/pipe.c: numbers between parent and child. */
void open_pipe(int ends[2]);
void write_pipe(const int ends[2], int value);
int read_pipe(const int ends[2]);

/* lab/proc.c: states of tasks, zombies; the machine. */
struct task {
	pid_t pid, ppid;
	char state;
	char name[32];
};

/* For what must happen, and soon: as long as it takes a slow machine. */
#define PATIENCE_MS	120000

int look(pid_t pid, struct task *task);
int poll_until(int (*cond)(void *), void *arg, int limit_ms);
char wait_for_state(pid_t pid, const char *states);
void must_reach_state(pid_t pid, char state);
void wait_until_dead(pid_t pid);
int has_ended(pid_t pid);
int remain(const pid_t *pids, int count);
int zombies(const pid_t *pids, int count);
void must_be_inits(const pid_t *pids, int count);
int processors(void);
void let_oopses_panic(void);

/* lab/kthread.c: what several scenarios have kernel threads do. All end. */
void kids_die(const pid_t *pids, int count, int err);
void live_and_die(const char *name, int count, int exit_signal, int ignored,
		  const char *orders);
void leave_a_waiting_parent(const char *name, const char *orders);
void leave_a_waiting_tracer(const char *name, const char *orders);
void leave_a_waiting_parent_and_tracer(const char *name, const char *orders);

/* lab/traced.c: a child and its tracer. */
extern pid_t traced_child, its_tracer;

void start_traced(void (*run)(void), int request, int waits, int options);
void hear_child(void);
void tell_child(void);
void wait_for_word(void);
void tell_test(void);
int killed_child_ends(const char *what, int status);

/* lab/user.c: an ordinary user, and how many processes it may have. */
#define USER	1000

void become_user(void);
int users_room(void);
void count_a_users_processes(const char *orders, int count);

/* lab/disk.c: the disk, and pages that are read from it; a second RAM disk. */
#define DISK	"/dev/ram1"

int open_disk(void);
void *pages_on_disk(int count);
void fill_disk(void);
int disk_is_busy(void);

#endif
