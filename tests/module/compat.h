/*
 * compat.h - hides from kreap.c what differs between 2.4.17, 2.6.9 and 6.1:
 * starting and ending threads, daemonize(), SIGCHLD's action, wait4(), and
 * /proc.
 */
#ifndef KREAP_COMPAT_H
#define KREAP_COMPAT_H

#include <linux/version.h>
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/init.h>
#include <linux/errno.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/completion.h>
#include <linux/proc_fs.h>
#include <asm/uaccess.h>

static int kreap_order(char *line);
static int kreap_show(char *page, int size);

#ifndef __user
#define __user
#endif

/* Carry out the line of LEN bytes at BUF. Returns LEN, or -errno. */
static inline ssize_t kreap_take_order(const char __user *buf, size_t len)
{
	size_t written = len;
	char line[64];
	int err;

	if (len >= sizeof(line))
		return -EINVAL;
	if (copy_from_user(line, buf, len))
		return -EFAULT;
	if (len && line[len - 1] == '\n')
		len--;
	line[len] = '\0';
	err = kreap_order(line);
	return err ? err : written;
}

#if LINUX_VERSION_CODE < KERNEL_VERSION(3, 10, 0)	/* 2.4.17, 2.6.9 */

#include <asm/semaphore.h>

#define KREAP_MUTEX(name)	DECLARE_MUTEX(name)
#define kreap_lock		down
#define kreap_unlock		up
#define kreap_exit		complete_and_exit

#ifndef local_irq_disable
#define local_irq_disable	__cli
#endif
#ifndef cpu_relax
#define cpu_relax		rep_nop
#endif

#define kreap_reparent()	(reparent_to_init(), 0)

#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 5, 0)
#define kreap_daemonize(name)	(daemonize(), 0)
#define signal_actions		(current->sig->action)
#define signal_lock		(current->sigmask_lock)

#define __KERNEL_SYSCALLS__
#include <linux/unistd.h>
static int errno;		/* set by waitpid() */
#else
#define kreap_daemonize(name)	(daemonize(name), 0)
#define signal_actions		(current->sighand->action)
#define signal_lock		(current->sighand->siglock)

#include <linux/syscalls.h>
#endif

/* First a child of insmod, then of init, like a driver's thread. */
static inline int kreap_start(int (*main)(void *))
{
	return kernel_thread(main, NULL, CLONE_FS | CLONE_FILES);
}

static inline void kreap_become_daemon(char *name)
{
	kreap_daemonize(name);
	strcpy(current->comm, name);
}

static inline void kreap_ignore_sigchld(int yes)
{
	spin_lock_irq(&signal_lock);
	signal_actions[SIGCHLD - 1].sa.sa_handler = yes ? SIG_IGN : SIG_DFL;
	spin_unlock_irq(&signal_lock);
}

/* Returns a child's pid, or -errno. */
static inline int kreap_wait(int *status, int options)
{
	mm_segment_t fs = get_fs();
	int pid;

	set_fs(KERNEL_DS);
#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 5, 0)
	barrier();		/* 2.4's _syscallN() do not clobber memory */
	pid = waitpid(-1, (unsigned int *) status, options);
	barrier();
	pid = pid < 0 ? -errno : pid;
#else
	pid = sys_wait4(-1, status, options, NULL);
#endif
	set_fs(fs);
	flush_signals(current);
	return pid;
}

static int kreap_write(struct file *file, const char *buf, unsigned long len,
		       void *data)
{
	return kreap_take_order(buf, len);
}

static int kreap_read(char *page, char **start, off_t off, int count,
		      int *eof, void *data)
{
	int len = kreap_show(page, PAGE_SIZE);

	*eof = 1;
	if (off >= len)
		return 0;
	*start = page + off;
	return len - off < count ? len - off : count;
}

static inline int kreap_register(void)
{
	struct proc_dir_entry *entry = create_proc_entry("kreap", 0600, NULL);

	if (!entry)
		return -ENOMEM;
	entry->owner = THIS_MODULE;
	entry->read_proc = kreap_read;
	entry->write_proc = kreap_write;
	return 0;
}

#else							/* 6.1 */

#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/uaccess.h>

#define KREAP_MUTEX(name)	DEFINE_MUTEX(name)
#define kreap_lock		mutex_lock
#define kreap_unlock		mutex_unlock
#define kreap_exit		kthread_complete_and_exit
#define kreap_reparent()	(-ENOSYS)
#define kreap_become_daemon(name)	do { } while (0)
#define kreap_ignore_sigchld(yes)	\
	kernel_sigaction(SIGCHLD, (yes) ? SIG_IGN : SIG_DFL)

/* 6.1 has no daemonize(); kreap's series brings it back. */
#if __has_include(<linux/daemonize.h>)
#include <linux/daemonize.h>

static inline int kreap_daemonize(const char *name)
{
	daemonize("%s", name);
	return 0;
}
#else
#define kreap_daemonize(name)	(-ENOSYS)
#endif

static inline int kreap_start(int (*main)(void *))
{
	return PTR_ERR_OR_ZERO(kthread_run(main, NULL, "kreapd"));
}

/* Returns a child's pid, or -errno; the status is only for user space. */
static inline int kreap_wait(int *status, int options)
{
	int pid = kernel_wait4(-1, NULL, options, NULL);

	*status = -1;
	flush_signals(current);
	return pid;
}

static ssize_t kreap_write(struct file *file, const char __user *buf,
			   size_t len, loff_t *off)
{
	return kreap_take_order(buf, len);
}

static ssize_t kreap_read(struct file *file, char __user *buf, size_t len,
			  loff_t *off)
{
	char *page = (char *) __get_free_page(GFP_KERNEL);
	ssize_t got;

	if (!page)
		return -ENOMEM;
	got = simple_read_from_buffer(buf, len, off, page,
				      kreap_show(page, PAGE_SIZE));
	free_page((unsigned long) page);
	return got;
}

static const struct proc_ops kreap_ops = {
	.proc_read	= kreap_read,
	.proc_write	= kreap_write,
};

static inline int kreap_register(void)
{
	return proc_create("kreap", 0600, NULL, &kreap_ops) ? 0 : -ENOMEM;
}

#endif

static inline void kreap_unregister(void)
{
	remove_proc_entry("kreap", NULL);
}

#endif
