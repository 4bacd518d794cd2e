/* No regparm: arguments on the stack. */
int takes(int a, int b)
{
	return a - b;
}
