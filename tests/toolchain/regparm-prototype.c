/* Prototype with regparm, definition without: arguments in registers. */
int takes(int, int) __attribute__((regparm(3)));
int takes(int a, int b)
{
	return a - b;
}
