/*
 * lists.h - the lists of children: is each task on its parent's list, once? On
 * 6.1, where tasklist_lock is not exported, nobody can tell.
 */
#ifndef KREAP_LISTS_H
#define KREAP_LISTS_H

#include "compat.h"

#if LINUX_VERSION_CODE < KERNEL_VERSION(3, 10, 0)	/* 2.4.17, 2.6.9 */

/* 2.4 links the lists of children by hand, 2.6 with list_heads. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(2, 5, 0)
#define parent_of(task)		((task)->p_pptr)
#define real_parent_of(task)	((task)->p_opptr)
#define for_each_child(child, parent)	\
	for ((child) = (parent)->p_cptr; (child); (child) = (child)->p_osptr)
#define misplaced(child, parent)	\
	((child)->p_ysptr ? (child)->p_ysptr->p_osptr != (child) : \
			    (parent)->p_cptr != (child))
#define for_all_tasks(task)	for_each_task(task)
#define end_all_tasks(task)	do { } while (0)
#else
#define parent_of(task)		((task)->parent)
#define real_parent_of(task)	((task)->real_parent)
#define for_each_child(child, of)	\
	list_for_each_entry(child, &(of)->children, sibling)
#define misplaced(child, parent)	\
	((child)->sibling.next->prev != &(child)->sibling)
#define for_all_tasks(task)	{ struct task_struct *group; \
	do_each_thread(group, task)
#define end_all_tasks(task)	while_each_thread(group, task); }
#endif

/* Count the children of PARENT; -EIO and a line on the console if one is not
 * linked correctly. Called with tasklist_lock held. */
static inline int kreap_count_children(struct task_struct *parent)
{
	struct task_struct *child;
	int count = 0;

	for_each_child(child, parent) {
		if (parent_of(child) != parent || misplaced(child, parent)) {
			printk("kreap: %d %s is not linked to its parent %d\n",
			       child->pid, child->comm, parent->pid);
			return -EIO;
		}
		count++;
	}
	return count;
}

#ifdef KREAP_PTRACE_LISTS
/* Count PARENT's children that others trace, by its list of them; -EIO and a
 * line on the console if one is not its child, or not traced by another. */
static inline int kreap_count_traced(struct task_struct *parent)
{
	struct list_head *pos;
	int count = 0;

	list_for_each(pos, &parent->ptrace_children) {
		struct task_struct *child = list_entry(pos, struct task_struct,
						       ptrace_list);

		if (real_parent_of(child) != parent ||
		    parent_of(child) == parent || pos->next->prev != pos) {
			printk("kreap: %d %s is wrongly on %d's traced list\n",
			       child->pid, child->comm, parent->pid);
			return -EIO;
		}
		count++;
	}
	return count;
}
#else
#define kreap_count_traced(parent)	0
#endif

/*
 * Whatever is on a list names that list's owner as its parent, so no task is on
 * two lists; if the lists together are as long as the list of tasks, none is
 * missing. Likewise for the lists of children that others trace.
 */
static inline int kreap_check_lists(void)
{
	struct task_struct *task;
	int tasks = 0, children, traced, away = 0, wrong;

	read_lock(&tasklist_lock);
	children = kreap_count_children(&init_task);
	traced = kreap_count_traced(&init_task);
	wrong = children < 0 || traced < 0;
	for_all_tasks(task) {
		int count = kreap_count_children(task);
		int count_traced = kreap_count_traced(task);

		wrong |= count < 0 || count_traced < 0;
		children += count;
		traced += count_traced;
		tasks++;
		away += parent_of(task) != real_parent_of(task);
	} end_all_tasks(task);
	read_unlock(&tasklist_lock);
#ifndef KREAP_PTRACE_LISTS
	traced = away;
#endif
	if (children != tasks || traced != away) {
		printk("kreap: %d tasks and %d children; %d traced away, %d on "
		       "lists\n", tasks, children, away, traced);
		wrong = 1;
	}
	return wrong ? -EIO : 0;
}

#else							/* 6.1 */

#define kreap_check_lists()	(-ENOSYS)

#endif

#endif
