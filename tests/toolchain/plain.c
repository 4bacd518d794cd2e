/* Nothing said: the stack. */
int takes(int a, int b)
{
	return a - b;
}
