/*
 * tap.c - how a scenario starts and ends, and what it says meanwhile.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "../lab.h"

static int scenario_number = 1;
const char *scenario_name;

/**
 * scenario() - start
 * @name: of the scenario
 * @argc: main()'s
 * @argv: main()'s; argv[1], if there is one, is the TAP number, from run-tests
 */
void scenario(const char *name, int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	scenario_name = name;
	if (argc > 1)
		scenario_number = atoi(argv[1]);
	else
		puts("1..1");
}

/**
 * check_lists() - check that every task is on its parent's list
 *
 * Bails out if one is not, where the module can tell. found() calls this.
 */
void check_lists(void)
{
	int err = try_order("check");

	if (err && err != -ENOSYS)
		bail("the lists of children are inconsistent; see the console");
}

/**
 * found() - end, with exit status 0 for ok, 1 for not ok
 * @ok: is this what a good kernel shows?
 * @what: what was found, in one word
 */
void found(int ok, const char *what)
{
	check_lists();
	printf("%s %d - %s: %s\n", ok ? "ok" : "not ok", scenario_number,
	       scenario_name, what);
	exit(!ok);
}

/**
 * skip() - end, with exit status 0, as this kernel cannot run the scenario
 * @why: what it lacks
 */
void skip(const char *why)
{
	printf("ok %d - %s: skipped # SKIP %s\n", scenario_number,
	       scenario_name, why);
	exit(0);
}

static void say(const char *prefix, const char *fmt, va_list args)
{
	fputs(prefix, stdout);
	vprintf(fmt, args);
	putchar('\n');
}

/**
 * bail() - end without a result, with exit status 2: the boot is lost
 * @fmt: what went wrong, as for printf()
 */
void bail(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	printf("Bail out! %s: ", scenario_name);
	say("", fmt, args);
	exit(2);
}

/**
 * note() - print a line of explanation
 * @fmt: as for printf()
 */
void note(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say("# ", fmt, args);
	va_end(args);
}

/**
 * say_progress() - say how far a long scenario is, at each tenth
 * @done: so many
 * @total: of so many
 *
 * A boot that says nothing for long is taken for hung.
 */
void say_progress(int done, int total)
{
	if (done && done * 10 / total != (done - 1) * 10 / total)
		note("%s: %d of %d", scenario_name, done, total);
}
