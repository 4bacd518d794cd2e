#define TWICE(x) x x
#if 0
don't stop for "this
#endif
const char text[] = "one
two \
three";
const char twice[] = TWICE("four
");
void code(void)
{
	__asm__ volatile("
		nop
		hlt");
}
int line = __LINE__;
