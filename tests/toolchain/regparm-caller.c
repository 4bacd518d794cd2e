/* Who calls through the prototype passes the same registers. */
int takes(int, int) __attribute__((regparm(3)));
int calls(void)
{
	return takes(11, 22);
}
