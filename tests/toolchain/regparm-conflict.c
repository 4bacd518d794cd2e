/* Two different register counts are still an error. */
int takes(int, int) __attribute__((regparm(3)));
int __attribute__((regparm(1))) takes(int a, int b)
{
	return a - b;
}
