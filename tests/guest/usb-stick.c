/*
 * The bug as reported in January 2002: usb-storage is loaded, a USB stick is
 * plugged in, used and pulled, and the driver is unloaded. Its threads,
 * usb-storage-0 and scsi_eh_0, were spawned by khubd, a kernel thread that
 * never waits. They must be gone when the driver is; plain 2.4.17 leaves both
 * as zombies until reboot.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <termios.h>
#include <unistd.h>
#include "lab.h"

#define DRIVER		"/modules/usb-storage.o"
#define LIMIT_MS	20000	/* the hub checks its ports once a second */

static void must(const char *command)
{
	int status = system(command);

	if (status)
		bail("'%s' ended with status %#x", command, status);
}

/* Does FILE hold TEXT? */
static int holds(const char *file, const char *text)
{
	static char page[4096];
	int fd = open(file, O_RDONLY);
	int len;

	if (fd < 0)
		return 0;
	len = read(fd, page, sizeof(page) - 1);
	close(fd);
	page[len > 0 ? len : 0] = '\0';
	return strstr(page, text) != NULL;
}

/*
 * The third serial port is QEMU's monitor, so this program plugs in and pulls
 * the stick (stick.img in the boot's folder) itself, over QMP. Returns when
 * QEMU has carried out the command.
 */
static void qmp(const char *command)
{
	static int fd = -1;
	static char answer[65536];
	struct termios raw;
	struct pollfd in;
	int len = 0, got;

	if (fd < 0) {
		fd = open("/dev/ttyS2", O_RDWR | O_NOCTTY);
		if (fd < 0 || tcgetattr(fd, &raw))
			bail("/dev/ttyS2: %s", strerror(errno));
		cfmakeraw(&raw);
		cfsetspeed(&raw, B115200);
		tcsetattr(fd, TCSANOW, &raw);
		qmp("{\"execute\": \"qmp_capabilities\"}\n");
	}
	if (write(fd, command, strlen(command)) != (int) strlen(command))
		bail("/dev/ttyS2: %s", strerror(errno));

	in.fd = fd;
	in.events = POLLIN;
	do {
		if (poll(&in, 1, LIMIT_MS) != 1)
			bail("QEMU's monitor does not answer: %s", command);
		got = read(fd, answer + len, sizeof(answer) - 1 - len);
		if (got <= 0)
			bail("/dev/ttyS2: %s", strerror(errno));
		len += got;
		answer[len] = '\0';
		if (strstr(answer, "\"error\""))
			bail("QEMU's monitor says: %s", answer);
	} while (!strstr(answer, "\"return\""));
}

/* The pid of the thread NAME. */
static pid_t find_thread(const char *name)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	struct task task;
	pid_t found_pid = 0;

	if (!proc)
		bail("/proc: %s", strerror(errno));
	while ((entry = readdir(proc)))
		if (atoi(entry->d_name) && !look(atoi(entry->d_name), &task) &&
		    !strcmp(task.name, name))
			found_pid = task.pid;
	closedir(proc);
	if (!found_pid)
		bail("there is no thread %s", name);
	return found_pid;
}

/* khubd is done with the stick when it sleeps for the next event. An earlier
 * mount can meet its partition check, which ends in invalidate_bdev(): the
 * mount then finds its buffer unmapped, and hits a BUG(). */
static int khubd_is_idle(void)
{
	static pid_t khubd;
	struct task task;

	if (!khubd)
		khubd = find_thread("khubd");
	return look(khubd, &task) == 0 && task.state == 'S';
}

static int disk_is_there(void *arg)
{
	(void) arg;
	return holds("/proc/partitions", " sda") && khubd_is_idle();
}

static int stick_is_pulled(void *arg)
{
	(void) arg;
	return holds("/proc/scsi/usb-storage-0/0", "Attached: No") &&
	       khubd_is_idle();
}

static void plug_in(void)
{
	qmp("{\"execute\": \"device_add\", \"arguments\": {\"driver\": "
	    "\"usb-storage\", \"id\": \"stick\", \"drive\": \"stick\"}}\n");
	if (!poll_until(disk_is_there, NULL, LIMIT_MS))
		bail("no sda after the stick was plugged in");
}

static void pull(void)
{
	qmp("{\"execute\": \"device_del\", \"arguments\": "
	    "{\"id\": \"stick\"}}\n");
	if (!poll_until(stick_is_pulled, NULL, LIMIT_MS))
		bail("usb-storage did not notice that the stick was pulled");
}

static void mount_stick(void)
{
	if (mount("/dev/sda", "/mnt", "ext2", 0, NULL))
		bail("mount /dev/sda: %s", strerror(errno));
}

static void unmount_stick(void)
{
	if (umount("/mnt"))
		bail("umount /mnt: %s", strerror(errno));
}

/* It works: its file can be read, and a new one survives a remount. */
static void use_stick(void)
{
	int fd;

	mount_stick();
	if (!holds("/mnt/hello", "before the stick was plugged in"))
		bail("cannot read /mnt/hello on the stick");
	fd = open("/mnt/reply", O_WRONLY | O_CREAT, 0644);
	if (fd < 0 || write(fd, "from the guest\n", 15) != 15 || close(fd))
		bail("/mnt/reply: %s", strerror(errno));
	unmount_stick();
	mount_stick();
	if (!holds("/mnt/reply", "from the guest"))
		bail("/mnt/reply is not on the stick after a remount");
	unmount_stick();
}

int main(int argc, char **argv)
{
	pid_t threads[2];

	scenario("usb-stick", argc, argv);
	must("insmod " DRIVER);
	plug_in();
	use_stick();
	threads[0] = find_thread("usb-storage-0");
	threads[1] = find_thread("scsi_eh_0");
	pull();
	must("rmmod usb-storage");
	if (zombies(threads, 2))
		found(0, "zombie");
	found(1, "gone");
}
