/*
 * create_module.c - wrappers that musl lacks for the system calls of 2.4's
 * insmod, which busybox uses when built for 2.4 modules.
 */
#include <stddef.h>
#include <unistd.h>

#define NR_create_module	127
#define NR_query_module		167

unsigned long create_module(const char *name, size_t size)
{
	return syscall(NR_create_module, name, size);
}

int query_module(const char *name, int which, void *buf, size_t size,
		 size_t *ret)
{
	return syscall(NR_query_module, name, which, buf, size, ret);
}
