/*
 * order.c - orders for the test module, and its answers: /proc/kreap.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../lab.h"

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

/**
 * try_order() - give an order that may fail
 * @fmt: a line, as for printf()
 *
 * Return: 0 or -errno.
 */
int try_order(const char *fmt, ...)
{
	char line[64];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	return send_order(line);
}

/**
 * order() - give an order, and bail out if it fails
 * @fmt: a line, as for printf()
 */
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

/**
 * order_if_there() - give an order for a function that the kernel may not have
 * @line: the order
 *
 * Bails out if it fails. Return: 0, or -ENOSYS without that function.
 */
int order_if_there(const char *line)
{
	int err = try_order("%s", line);

	if (err && err != -ENOSYS)
		bail("order '%s': %s", line, strerror(-err));
	return err;
}

/**
 * list_kids() - list the threads that the module has spawned
 * @pids: their pids, in the order they were spawned
 * @max: so many at most
 *
 * Return: how many there are, kreapd not counted.
 */
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

/**
 * last_waited() - tell what kreapd waited for last
 * @pid: the child's pid
 * @status: its status, as from wait4()
 */
void last_waited(pid_t *pid, int *status)
{
	FILE *file = fopen("/proc/kreap", "r");

	if (!file || fscanf(file, "%*d %*s %d %d", pid, status) != 2)
		bail("/proc/kreap does not say what kreapd waited for");
	fclose(file);
}
