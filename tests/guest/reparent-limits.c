/*
 * A process with limits of its own has a kernel thread that calls
 * reparent_to_init(): all its limits must be those of the first task. One of
 * them can be seen in /proc.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include "lab.h"

#define LIMIT	12345678

static int report[2];

/* RLIMIT_RSS, the 25th word of /proc/PID/stat; the third follows the name. */
static unsigned long limit_of(pid_t pid)
{
	char path[32], line[512], *word;
	FILE *file;
	int i;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int) pid);
	file = fopen(path, "r");
	if (!file || !fgets(line, sizeof(line), file))
		bail("%s: %s", path, strerror(errno));
	fclose(file);
	word = strrchr(line, ')');
	for (i = 2; word && i < 25; i++)
		word = strchr(word + 1, ' ');
	if (!word)
		bail("%s: cannot read '%s'", path, line);
	return strtoul(word, NULL, 10);
}

int main(int argc, char **argv)
{
	struct rlimit limit = { LIMIT, LIMIT };
	unsigned long before, after;
	pid_t kid, mother;

	scenario("reparent-limits", argc, argv);
	open_pipe(report);
	mother = must_fork();
	if (mother == 0) {
		if (setrlimit(RLIMIT_RSS, &limit))
			_exit(1);
		order("bear kid-l 0");
		write_pipe(report, 0);
		pause_forever();
	}
	read_pipe(report);
	list_kids(&kid, 1);
	before = limit_of(kid);
	order("reparent");
	after = limit_of(kid);
	order("die");
	kill_child(mother);
	if (remain(&kid, 1))
		bail("the dead kid is left");
	note("RLIMIT_RSS is %lu, and then %lu", before, after);
	if (before != LIMIT)
		bail("the limit cannot be seen");
	if (after == LIMIT)
		found(0, "kept");
	found(1, "reset");
}
