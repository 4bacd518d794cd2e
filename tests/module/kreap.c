/*
 * kreap.c - test module: a kernel thread with kernel threads for children.
 *
 * kreapd spawns kernel threads ("kids"), which carry out orders until they die.
 * Orders are lines written to /proc/kreap; the write returns once the order has
 * been carried out:
 *
 *	ignore 0|1	kreapd's SIGCHLD: default action, or ignored
 *	spawn NAME SIG	kreapd spawns a kid with exit signal SIG (0: none)
 *	bear NAME SIG	the writing process itself spawns the kid
 *	daemonize	every kid calls daemonize()
 *	reparent	every kid calls reparent_to_init()
 *	die		every kid exits, with status KID_STATUS
 *	wait OPTIONS	kreapd waits for a child, as by wait4()
 *	check		fail unless each task is on its parent's list once
 *	panic, oops, hang	deliberate failures, to test the judge
 *
 * Reading returns one line per thread, "PID NAME": kreapd first, with the pid
 * and status of the child that it waited for last, then the live kids.
 *
 * One source for all trees; what differs between them is in compat.h, and
 * in lists.h.
 *
 * This program is free software; you can redistribute it and/or modify it
 * under the terms of the GNU General Public License version 2.
 */
#include "compat.h"
#include "lists.h"

#define KID_STATUS	(7 << 8)
#define NAME_LEN	16

enum order { SPAWN, IGNORE, WAIT, DAEMONIZE, REPARENT, DIE };

/*
 * A thread that takes orders. order, kid, value and result belong to the holder
 * of the orders semaphore, except between complete(go) and the wait for done,
 * when they belong to the thread; the completions order the accesses.
 */
struct thread {
	struct list_head list;		/* kids: on kids, under orders */
	char name[NAME_LEN];
	pid_t pid;
	struct completion go, done;
	enum order order;
	struct thread *kid;		/* for SPAWN */
	int value;		/* SPAWN: signal; IGNORE: bool; WAIT: options */
	int result;			/* 0, or a negative errno */
};

static struct thread kreapd;
static LIST_HEAD(kids);
static int waited_pid, waited_status;
static KREAP_MUTEX(orders);		/* one order at a time */

static void thread_init(struct thread *t, const char *name)
{
	memset(t, 0, sizeof(*t));
	strncpy(t->name, name, NAME_LEN - 1);
	init_completion(&t->go);
	init_completion(&t->done);
}

/* Have T carry out ORDER; its result, 0 or -errno. */
static int tell(struct thread *t, enum order order)
{
	t->order = order;
	complete(&t->go);
	wait_for_completion(&t->done);
	return t->result;
}

static int kid_main(void *arg)
{
	struct thread *me = arg;

	strcpy(current->comm, me->name);
	me->pid = current->pid;
	complete(&me->done);
	for (;;) {
		wait_for_completion(&me->go);
		me->result = 0;
		if (me->order == DIE)
			kreap_exit(&me->done, KID_STATUS);
		if (me->order == DAEMONIZE)
			me->result = kreap_daemonize(me->name);
		else
			me->result = kreap_reparent();
		complete(&me->done);
	}
	return 0;
}

/* Spawn KID as a child of the caller, and wait until it runs. */
static int spawn(struct thread *kid, int exit_signal)
{
	int pid = kernel_thread(kid_main, kid,
				CLONE_FS | CLONE_FILES | exit_signal);

	if (pid < 0)
		return pid;
	wait_for_completion(&kid->done);
	list_add_tail(&kid->list, &kids);
	return 0;
}

static int kreapd_main(void *arg)
{
	kreap_become_daemon(kreapd.name);
	kreapd.pid = current->pid;
	complete(&kreapd.done);
	for (;;) {
		wait_for_completion(&kreapd.go);
		kreapd.result = 0;
		switch (kreapd.order) {
		case SPAWN:
			kreapd.result = spawn(kreapd.kid, kreapd.value);
			break;
		case IGNORE:
			kreap_ignore_sigchld(kreapd.value);
			break;
		case WAIT:
			waited_pid = kreap_wait(&waited_status, kreapd.value);
			kreapd.result = waited_pid < 0 ? waited_pid : 0;
			break;
		default:
			kreap_exit(&kreapd.done, 0);
		}
		complete(&kreapd.done);
	}
	return 0;
}

static int new_kid(const char *name, int exit_signal, int by_kreapd)
{
	struct thread *kid = kmalloc(sizeof(*kid), GFP_KERNEL);
	int err;

	if (!kid)
		return -ENOMEM;
	thread_init(kid, name);
	if (by_kreapd) {
		kreapd.kid = kid;
		kreapd.value = exit_signal;
		err = tell(&kreapd, SPAWN);
	} else {
		err = spawn(kid, exit_signal);
	}
	if (err)
		kfree(kid);
	return err;
}

/* Give every kid the order; free those that die. The first error, or 0. */
static int tell_kids(enum order order)
{
	struct list_head *pos, *next;
	int err = 0;

	list_for_each_safe(pos, next, &kids) {
		struct thread *kid = list_entry(pos, struct thread, list);
		int kid_err = tell(kid, order);

		if (!err)
			err = kid_err;
		if (order == DIE) {
			list_del(&kid->list);
			kfree(kid);
		}
	}
	return err;
}

static void hang(void)
{
	local_irq_disable();
	for (;;)
		cpu_relax();
}

/* Cut the next word off *LINE; "" at the end. sscanf() differs between the
 * trees. */
static char *next_word(char **line)
{
	char *word = *line;
	char *end = strchr(word, ' ');

	if (end)
		*end++ = '\0';
	else
		end = word + strlen(word);
	*line = end;
	return word;
}

/* Carry out one line; 0 or -errno. Called in the writing process. */
static int obey(char *line)
{
	char *verb = next_word(&line);
	char *name;

	if (!strcmp(verb, "ignore")) {
		kreapd.value = simple_strtol(line, NULL, 10);
		return tell(&kreapd, IGNORE);
	}
	if (!strcmp(verb, "wait")) {
		kreapd.value = simple_strtol(line, NULL, 0);
		return tell(&kreapd, WAIT);
	}
	if (!strcmp(verb, "spawn") || !strcmp(verb, "bear")) {
		name = next_word(&line);
		return new_kid(name, simple_strtol(line, NULL, 10),
			       !strcmp(verb, "spawn"));
	}
	if (!strcmp(verb, "daemonize"))
		return tell_kids(DAEMONIZE);
	if (!strcmp(verb, "reparent"))
		return tell_kids(REPARENT);
	if (!strcmp(verb, "die"))
		return tell_kids(DIE);
	if (!strcmp(verb, "check"))
		return kreap_check_lists();
	if (!strcmp(verb, "panic"))
		panic("kreap: told to panic");
	if (!strcmp(verb, "oops"))
		*(volatile int *) 0 = 0;
	if (!strcmp(verb, "hang"))
		hang();
	return -EINVAL;
}

/* /proc/kreap, written and read through compat.h. */
static int kreap_order(char *line)
{
	int err;

	kreap_lock(&orders);
	err = obey(line);
	kreap_unlock(&orders);
	return err;
}

static int kreap_show(char *page, int size)
{
	struct list_head *pos;
	int len;

	kreap_lock(&orders);
	len = sprintf(page, "%d %s %d %d\n", kreapd.pid, kreapd.name,
		      waited_pid, waited_status);
	list_for_each(pos, &kids) {
		struct thread *kid = list_entry(pos, struct thread, list);

		if (len > size - 2 * NAME_LEN)
			break;
		len += sprintf(page + len, "%d %s\n", kid->pid, kid->name);
	}
	kreap_unlock(&orders);
	return len;
}

static int __init kreap_init(void)
{
	int err;

	thread_init(&kreapd, "kreapd");
	err = kreap_start(kreapd_main);
	if (err < 0)
		return err;
	wait_for_completion(&kreapd.done);
	err = kreap_register();
	if (err)
		tell(&kreapd, DIE);
	return err;
}

static void __exit kreap_cleanup(void)
{
	kreap_unregister();
	tell_kids(DIE);
	tell(&kreapd, DIE);
}

module_init(kreap_init);
module_exit(kreap_cleanup);
MODULE_LICENSE("GPL");
