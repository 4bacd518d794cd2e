/*
 * leave - end QEMU through its isa-debug-exit device. QEMU's exit status is
 * twice the code and one: scripts/judge knows it as agreed_status.
 */
#include <stdio.h>
#include <sys/io.h>
#include <termios.h>

#define DEBUG_EXIT_PORT 0xf4
#define AGREED_CODE 42

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
