/* A caller that sees the prototype passes arguments in the same registers. */
int takes(int, int) __attribute__((regparm(3)));
int calls(void)
{
	return takes(11, 22);
}
