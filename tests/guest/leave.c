/*
 * leave - end QEMU through its isa-debug-exit device, with AGREED_CODE, which
 * scripts/lib/scenarios.sh defines.
 */
#include <stdio.h>
#include <sys/io.h>
#include <termios.h>

#define DEBUG_EXIT_PORT 0xf4

int main(void)
{
	tcdrain(1);		/* write out the TAP first */
	if (iopl(3)) {
		perror("leave: iopl");
		return 1;
	}
	__asm__ volatile("outl %0, %1" : :
			 "a"(AGREED_CODE), "d"((short) DEBUG_EXIT_PORT));
	return 1;
}
