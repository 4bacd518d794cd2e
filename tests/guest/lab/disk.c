/*
 * disk.c - the disk, pages that have to be read from it, and a second RAM disk.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include "../lab.h"

#define PAGE		4096L
#define DISK_PAGES	252L	/* 1,032,192 bytes, QEMU's least disk */

/**
 * open_disk() - open the disk with the modules
 *
 * Bails out if there is none. Return: a file descriptor to read from.
 */
int open_disk(void)
{
	int fd = open("/dev/hda", O_RDONLY);

	if (fd < 0)
		fd = open("/dev/sda", O_RDONLY); /* later kernels */
	if (fd < 0)
		bail("no disk: %s", strerror(errno));
	return fd;
}

/**
 * pages_on_disk() - map pages that a page fault must read from the disk
 * @count: so many
 *
 * A process that touches one sleeps: none has been touched since it was last
 * read. Bails out if they cannot be mapped. Return: their address.
 */
void *pages_on_disk(int count)
{
	static off_t used;
	size_t size = count * PAGE;
	int fd = open_disk(), err;
	void *pages;

	/* Those behind the modules, which are read once and for all. */
	used += size;
	if (used > DISK_PAGES / 2 * PAGE)
		used = size;
	/* On 2.4 they went when the disk was closed. */
	err = posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	if (err && err != ENOSYS)
		bail("posix_fadvise: %s", strerror(err));
	pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd,
		     DISK_PAGES * PAGE - used);
	if (pages == MAP_FAILED || madvise(pages, size, MADV_RANDOM))
		bail("mmap: %s", strerror(errno));
	close(fd);
	return pages;
}

/**
 * fill_disk() - fill DISK with an ext2: the root's, as far as it goes
 */
void fill_disk(void)
{
	static char block[65536];
	int in = open("/dev/ram0", O_RDONLY), out = open(DISK, O_WRONLY);
	int i, len;

	for (i = 0; i < 64; i++) {
		len = read(in, block, sizeof(block));
		if (len <= 0 || write(out, block, len) != len)
			bail(DISK ": %s", strerror(errno));
	}
	close(in);
	close(out);
}

#ifndef BLKFLSBUF
#define BLKFLSBUF	_IO(0x12, 97)
#endif

/**
 * disk_is_busy() - is DISK mounted, in whatever namespace?
 *
 * If it is not, asking empties it.
 */
int disk_is_busy(void)
{
	/* O_EXCL: 2.6 and later say it at once, 6.1 only so. */
	int fd = open(DISK, O_RDWR | O_EXCL), busy;

	if (fd < 0 && errno == EBUSY)
		return 1;
	if (fd < 0)
		bail(DISK ": %s", strerror(errno));
	busy = ioctl(fd, BLKFLSBUF, 0) && errno == EBUSY;
	close(fd);
	return busy;
}
