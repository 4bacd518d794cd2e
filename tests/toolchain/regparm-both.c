/* asmlinkage before the declarator and FASTCALL after it: FASTCALL wins. */
__attribute__((regparm(0))) int takes(int, int) __attribute__((regparm(3)));
int takes(int a, int b)
{
	return a - b;
}
