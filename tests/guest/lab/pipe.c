/*
 * pipe.c - pipes, which carry numbers between processes and threads: pids, or
 * just 0 to say that something has happened.
 */
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "../lab.h"

/**
 * open_pipe() - pipe(), which bails out if it fails
 * @ends: the end to read from, and the one to write to
 */
void open_pipe(int ends[2])
{
	if (pipe(ends))
		bail("pipe: %s", strerror(errno));
}

/**
 * write_pipe() - send a number, or bail out; for threads, too
 * @ends: of the pipe
 * @value: the number; a negative one says that something has failed
 */
void write_pipe(const int ends[2], int value)
{
	if (syscall(SYS_write, ends[1], &value, sizeof(value)) !=
	    sizeof(value))
		bail("pipe: %s", strerror(errno));
}

/**
 * read_pipe() - wait for a number; for threads, too
 * @ends: of the pipe
 *
 * Bails out if the number is negative, or nobody is left to send one.
 * Return: the number.
 */
int read_pipe(const int ends[2])
{
	int value = -1;

	if (syscall(SYS_read, ends[0], &value, sizeof(value)) !=
	    sizeof(value) || value < 0)
		bail("what should write to a pipe has failed");
	return value;
}
